// The fields of a frame (RFC 6455 5.2), each with the octets that hold it.
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/deflate_words.h"
#include "protocol/report/wording/field_clauses.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_fields.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/report/wording/traffic.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fg {
namespace {

// A field shows at most this many octets of a text; a longer one needs a view of its own.
constexpr std::size_t textOctets = 1'024;

Field field(std::string name, std::string value, std::string meaning, StreamOffset offset,
            std::uint64_t length)
{
    return {std::move(name), std::move(value), std::move(meaning), offset, length, {}};
}

// A field of the frame in this row. Its octets are those of the header, or that have arrived of the payload.
Field wireField(WireField id, const LogRow &row, std::string value, std::string meaning)
{
    const OctetsOfFrame octets = octetsOf(id, row.header());
    Field out = field(std::string(nameOf(id)), std::move(value), std::move(meaning),
                      row.offset + octets.first, octets.count);
    out.id = id;
    return out;
}

std::string opcodeMeaning(Opcode opcode)
{
    switch (classOf(opcode)) {
    case OpcodeClass::Start:
    case OpcodeClass::Continuation:
        break;
    case OpcodeClass::Control:
        if (isReserved(opcode))
            return "a control frame that RFC 6455 does not define";
        break;
    case OpcodeClass::Reserved:
        return "a data frame that RFC 6455 does not define";
    }
    return opcodeName(opcode);
}

std::string finMeaning(const LogRow &row)
{
    switch (classOf(row.opcode())) {
    case OpcodeClass::Start:
    case OpcodeClass::Continuation:
        return row.fin() ? "the last frame of its message" : "more frames of this message follow";
    case OpcodeClass::Control:
        return row.fin() ? "a control frame is never fragmented" : "a control frame must not be fragmented";
    case OpcodeClass::Reserved:
        return "a frame with a reserved opcode is not part of a message";
    }
    return {};
}

// Whether the frame begins a compressed message: it has RSV1, and permessage-deflate was agreed (RFC 7692 6).
bool beginsCompressed(const SessionView &view, const LogRow &row)
{
    return (row.rsv() & rsv1) != 0 && classOf(row.opcode()) == OpcodeClass::Start
        && view.deflateAgreement().has_value();
}

std::string rsvMeaning(const SessionView &view, const LogRow &row, unsigned bit)
{
    if (bit == 0 && beginsCompressed(view, row))
        return "set: the message that begins here is compressed";
    return "set: only an agreed extension gives it a meaning";
}

constexpr std::array rsvFields{FilterField::Rsv1, FilterField::Rsv2, FilterField::Rsv3};

void addFirstOctet(const SessionView &view, const LogRow &row, std::vector<Field> &fields)
{
    fields.push_back(wireField(WireField::Fin, row, row.fin() ? "1" : "0", finMeaning(row)));
    fields.back().clause = fieldClause(FilterField::Fin, row.fin() ? 1 : 0);
    constexpr std::array reserved{WireField::Rsv1, WireField::Rsv2, WireField::Rsv3};
    for (unsigned bit = 0; bit < reserved.size(); ++bit) {
        const bool isSet = (row.rsv() & (rsv1 >> bit)) != 0;
        fields.push_back(wireField(reserved[bit], row, isSet ? "1" : "0",
                                   isSet ? rsvMeaning(view, row, bit) : std::string()));
        fields.back().clause = fieldClause(rsvFields[bit], isSet ? 1 : 0);
    }
    fields.push_back(wireField(WireField::Opcode, row, std::to_string(valueOf(row.opcode())),
                               opcodeMeaning(row.opcode())));
    fields.back().clause = fieldClause(FilterField::Opcode, valueOf(row.opcode()));
}

std::string lengthMeaning(const FrameHeader &header)
{
    switch (header.lengthForm) {
    case LengthForm::Bits7:
        return "the length itself, in octets";
    case LengthForm::Bits16:
        return "the length is in the next 2 octets";
    case LengthForm::Bits64:
        return "the length is in the next 8 octets";
    }
    return {};
}

void addLength(const LogRow &row, const FrameHeader &header, std::vector<Field> &fields)
{
    const std::string length = std::to_string(header.payloadLength);
    const std::string seven = header.lengthForm == LengthForm::Bits7 ? length
        : header.lengthForm == LengthForm::Bits16                    ? "126"
                                                                     : "127";
    fields.push_back(wireField(WireField::PayloadLength, row, seven, lengthMeaning(header)));
    fields.back().clause = fieldClause(FilterField::Length, header.payloadLength);
    if (header.lengthForm == LengthForm::Bits7)
        return;
    const bool isShort = header.lengthForm == LengthForm::Bits16;
    std::string meaning = isShort ? "octets, in 16 bits" : "octets, in 64 bits";
    if (header.lengthForm != shortestForm(header.payloadLength))
        meaning += "; a shorter form is possible, and must be used";
    if ((header.payloadLength >> 63) != 0)
        meaning += "; the top bit must be 0";
    fields.push_back(wireField(WireField::ExtendedLength, row, length, std::move(meaning)));
    fields.back().clause = fieldClause(FilterField::Length, header.payloadLength);
}

Field reasonField(OctetView reason, StreamOffset offset)
{
    Field out = field("reason", payloadPreview(reason, reason.size(), longestControlPayload),
                      isUtf8(reason) ? counted(reason.size(), "octet") : "not valid UTF-8, which it must be",
                      offset, reason.size());
    out.id = WireField::CloseReason;
    out.clause = fieldClause(FilterField::Reason, reason, reason.size());
    return out;
}

void addCloseFields(OctetView payload, StreamOffset offset, std::vector<Field> &fields)
{
    const ClosePayload close = parseClosePayload(payload);
    if (close.isCutCode) {
        fields.push_back(
            field("code", "0x" + toHex(payload), "half of a code: one octet is not allowed", offset, 1));
        fields.back().id = WireField::CloseCode;
    }
    if (!close.code)
        return;
    fields.push_back(field("code", closeCodeName(*close.code),
                           isCloseCodeAllowed(*close.code) ? "" : "must not be sent in a close frame", offset,
                           2));
    fields.back().id = WireField::CloseCode;
    fields.back().clause = fieldClause(FilterField::Code, *close.code);
    if (!close.reason.empty())
        fields.push_back(reasonField(close.reason, offset + 2));
}

void addTextFields(OctetView payload, std::uint64_t length, StreamOffset offset, std::vector<Field> &fields)
{
    const std::string_view text = charactersOf(payload);
    const bool isWhole = payload.size() == length;
    fields.push_back(field("text", payloadPreview(payload, length, textOctets), "", offset, payload.size()));
    if (isWhole && isUtf8(payload))
        fields.push_back(
            field("characters", std::to_string(characterCount(text)), "", offset, payload.size()));
    else if (isWhole)
        fields.back().meaning = "not valid UTF-8 by itself";
}

std::string payloadMeaning(const LogRow &row, std::uint64_t arrived)
{
    std::string out = counted(row.length, "octet");
    if (row.isMasked())
        out += ", shown unmasked";
    if (arrived < row.length)
        out += "; " + std::to_string(arrived) + " of them arrived";
    return out;
}

// Adds the inflated payload of a compressed message. No octets on the wire hold it, so its fields have no
// length.
void addInflated(const SessionView &view, const MessageRecord &message, std::vector<Field> &fields)
{
    const std::string share = ratioText(message.wireLength, message.length);
    Field out = field("message, inflated", counted(message.length, "octet"),
                      "from " + counted(message.wireLength, "octet") + " on the wire"
                          + (message.length > 0 ? ", which is " + share : ""),
                      {}, 0);
    const OctetBuffer payload = view.payload(message, detailOctets);
    out.clause = fieldClause(FilterField::InflatedLength, message.length);
    if (!payload.empty() && message.opcode == Opcode::Text)
        addTextFields(payload, message.length, {}, out.children);
    else if (!payload.empty())
        out.children.push_back(
            field("content", payloadPreview(payload, message.length, textOctets), "", {}, 0));
    else if (message.length > 0)
        out.children.push_back(field("content", std::string(discardedOctets), "", {}, 0));
    if (!out.children.empty())
        out.children.front().clause =
            fieldClause(message.opcode == Opcode::Text ? FilterField::Text : FilterField::Payload, payload,
                        message.length);
    for (Field &child : out.children)
        child.length = 0;
    fields.push_back(std::move(out));
}

} // namespace

std::vector<Field> frameFields(const SessionView &view, RowNumber number, StreamOffset end)
{
    const LogRow row = view.row(number);
    const FrameHeader header = row.header();
    const std::optional<MessageRecord> message = view.messageOf(number);
    const bool isCompressed = message && message->isCompressed;
    std::vector<Field> fields;
    addFirstOctet(view, row, fields);
    fields.push_back(wireField(WireField::Mask, row, header.maskingKey ? "1" : "0",
                               header.maskingKey ? "the payload is masked" : "the payload is not masked"));
    fields.back().clause = fieldClause(FilterField::Masked, header.maskingKey ? 1 : 0);
    addLength(row, header, fields);
    const StreamOffset payloadStart = row.offset + header.size();
    if (header.maskingKey)
        if (header.maskingKey) {
            fields.push_back(wireField(WireField::Key, row, toHex(*header.maskingKey), ""));
            fields.back().clause = fieldClause(FilterField::Key, numberOf(*header.maskingKey));
        }

    const std::uint64_t arrived = payloadStart >= end ? 0 : std::min(row.length, end - payloadStart);
    const OctetBuffer payload =
        view.payload(row, 0, static_cast<std::size_t>(std::min<std::uint64_t>(arrived, detailOctets)));
    std::string preview;
    if (!payload.empty())
        preview = payloadPreview(payload, row.length, previewOctets);
    else if (arrived > 0)
        preview = discardedOctets;
    Field payloadField =
        field("payload", std::move(preview), payloadMeaning(row, arrived), payloadStart, arrived);
    payloadField.id = WireField::Payload;
    // What is in a part of a compressed message cannot be asked for by itself.
    if (!isCompressed)
        payloadField.clause = fieldClause(FilterField::Payload, payload, row.length);
    if (!payload.empty() && row.opcode() == Opcode::Close)
        addCloseFields(payload, payloadStart, payloadField.children);
    else if (!payload.empty() && row.opcode() != Opcode::Binary && !isCompressed)
        addTextFields(payload, row.length, payloadStart, payloadField.children);
    if (!payloadField.children.empty() && message && message->opcode == Opcode::Text && !isCompressed)
        payloadField.children.front().clause = fieldClause(FilterField::Text, payload, row.length);
    fields.push_back(std::move(payloadField));
    if (isCompressed)
        addInflated(view, *message, fields);
    return fields;
}

} // namespace fg
