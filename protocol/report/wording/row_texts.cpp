// A row of the wire log as short texts for columns.
#include "protocol/report/wording/row_texts.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/deflate_words.h"
#include "protocol/report/wording/message_texts.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <optional>

namespace fg {
namespace {

std::string directionMark(Direction direction) { return direction == Direction::In ? "RX" : "TX"; }

std::string octetsInfo(const SessionView &view, const LogRow &row)
{
    const auto shown = std::min<std::uint64_t>(row.length, previewOctets);
    const OctetBuffer octets = view.octets(row.direction, row.offset, shown);
    if (octets.empty())
        return row.length > 0 ? std::string(discardedOctets) : std::string();
    if (row.has(RowFlag::Head)) {
        const std::string_view text = charactersOf(octets);
        const std::size_t line = text.find_first_of("\r\n");
        const bool isCut = line == std::string_view::npos && octets.size() < row.length;
        return escaped(text.substr(0, line)) + (isCut ? " ..." : "");
    }
    return toHex(octets) + (octets.size() < row.length ? " ..." : "");
}

std::string closeInfo(OctetView payload)
{
    const ClosePayload close = parseClosePayload(payload);
    if (close.isCutCode)
        return "one octet, which is not a code: 0x" + toHex(payload);
    if (!close.code)
        return "no code";
    std::string out = closeCodeName(*close.code);
    if (!close.reason.empty())
        out += ' ' + payloadPreview(close.reason, close.reason.size(), previewOctets);
    return out;
}

// The inflated payload of a compressed message that is a single frame (RFC 7692 6). nullopt for other rows,
// and if the payload is no longer kept.
std::optional<std::string> inflatedOf(const SessionView &view, const LogRow &row, RowNumber number)
{
    const bool isOneFrame =
        row.kind == RowKind::Frame && row.fin() && classOf(row.opcode()) == OpcodeClass::Start;
    if (!isOneFrame || (row.rsv() & rsv1) == 0)
        return std::nullopt;
    const std::optional<MessageRecord> message = view.messageOf(number);
    if (!message || !message->isCompressed)
        return std::nullopt;
    const OctetBuffer payload = view.payload(*message, previewOctets);
    if (payload.empty() && message->length > 0)
        return std::nullopt;
    return inflatedInfo(payload, message->length, MessageFrames::One);
}

// What a binary payload starts with: always in hexadecimal, so that one that happens to be text does not look
// like text, which follows in quotes.
std::string binaryPreview(OctetView start, std::uint64_t length)
{
    constexpr std::size_t octetsBesideText = 24;
    if (start.empty())
        return {};
    const std::string_view text = charactersOf(start);
    if (start.size() < length || !isUtf8(start) || escaped(text) != text)
        return "0x" + toHex(start) + (start.size() < length ? " ..." : "");
    const OctetView beside = start.first(std::min(start.size(), octetsBesideText));
    return "0x" + toHex(beside) + (beside.size() < start.size() ? " ... " : " ") + inQuotes(text);
}

std::string frameInfo(const SessionView &view, const LogRow &row)
{
    std::string out;
    if (row.has(RowFlag::Incomplete))
        out = "cut off by the end of the connection ";
    if (row.length == 0)
        return out;
    const OctetBuffer payload =
        view.payload(row, 0, row.opcode() == Opcode::Close ? longestControlPayload : previewOctets);
    if (payload.empty())
        return out + (row.has(RowFlag::Incomplete) ? "before its payload" : std::string(discardedOctets));
    if (row.opcode() == Opcode::Close && payload.size() == row.length)
        return out + closeInfo(payload);
    return out + payloadPreview(payload, row.length, previewOctets);
}

std::string flagsOf(const LogRow &row)
{
    std::string out;
    out += row.fin() ? 'F' : '-';
    out += row.rsv() == 0 ? '-' : static_cast<char>('0' + row.rsv());
    out += row.isMasked() ? 'M' : '-';
    return out;
}

// The frame is named by the number of its row, as everywhere.
std::string failureSentence(const LogRow &row)
{
    const std::optional<RowNumber> cause = row.cause();
    return "from here on the connection is failed"
        + (cause ? ", because of frame " + std::to_string(cause->value()) : std::string());
}

RowTexts frameTexts(const SessionView &view, const LogRow &row)
{
    RowTexts texts;
    texts.direction = directionMark(row.direction);
    texts.what = "frame";
    texts.opcode = std::to_string(valueOf(row.opcode())) + ' '
        + (isReserved(row.opcode()) ? "reserved" : opcodeName(row.opcode()));
    texts.flags = flagsOf(row);
    texts.length = std::to_string(row.length);
    texts.info = frameInfo(view, row);
    return texts;
}

std::string connectedInfo(const RowExtra &extra)
{
    const auto *const peer = std::get_if<PeerInfo>(&extra);
    if (!peer)
        return "connected";
    std::string out =
        "connected to " + escaped(peer->peerAddress) + " port " + std::to_string(peer->peerPort);
    if (!peer->tlsVersion.empty())
        out += ", " + escaped(tlsText(*peer));
    return out;
}

RowTexts texts(std::string_view direction, std::string_view what, std::string info)
{
    RowTexts out;
    out.direction = direction;
    out.what = what;
    out.info = std::move(info);
    return out;
}

std::string echoInfo(const EchoRecord &echoes)
{
    std::string out =
        std::to_string(echoes.right) + " of " + std::to_string(echoes.wanted) + " came back the same";
    switch (echoes.fault) {
    case EchoRecord::Fault::None:
        break;
    case EchoRecord::Fault::Type:
        return out + "; the next one with another type";
    case EchoRecord::Fault::Length:
        return out + "; the next one with " + counted(echoes.difference, "octet");
    case EchoRecord::Fault::Content:
        return out + "; the next one differs at octet " + std::to_string(echoes.difference);
    }
    return out;
}

std::string noteInfo(const RowExtra &extra)
{
    if (const auto *const limit = std::get_if<LimitRecord>(&extra))
        return limitSentence(*limit);
    const auto *const note = std::get_if<std::string>(&extra);
    return note ? escaped(*note) : std::string();
}

} // namespace

std::string failureWords(const SessionView &view, const LogRow &row)
{
    const std::optional<Finding> failure = view.failure();
    if (!failure || failure->rule().closeCode == 0)
        return failureSentence(row);
    const std::uint16_t code = failure->rule().closeCode;
    return std::string(closeCodeMeaning(code)) + ' ' + std::to_string(code) + ", because of frame "
        + std::to_string(failure->row.value());
}

std::string memoryUsedUp(std::uint64_t limit, SentencePlace place)
{
    const std::string article = place == SentencePlace::Start ? "The" : "the";
    return article + " memory for the sessions of one file, " + sizeText(limit) + ", is used up";
}

std::string inflatedInfo(OctetView start, std::uint64_t length, MessageFrames frames)
{
    return std::string(frames == MessageFrames::Several ? "the whole message, inflated: " : "inflated: ")
        + payloadPreview(start, length, previewOctets);
}

std::string limitSentence(const LimitRecord &limit)
{
    switch (limit.what) {
    case LimitRecord::What::Rows:
        return "The log is full: of the connection's rows it keeps no more than "
            + std::to_string(limit.limit) + '.';
    case LimitRecord::What::Memory:
        return memoryUsedUp(limit.limit, SentencePlace::Start) + ": what follows in the file was not read.";
    case LimitRecord::What::Octets:
        break;
    }
    return "The log has reached its limit of " + sizeText(limit.limit)
        + ": the oldest octets are no longer kept.";
}

RowTexts rowTexts(const SessionView &view, RowNumber number)
{
    const LogRow row = view.row(number);
    RowTexts out = rowTexts(view, row);
    if (std::optional<std::string> inflated = inflatedOf(view, row, number))
        out.info = std::move(*inflated);
    return out;
}

bool beginsMessage(const LogRow &row)
{
    return row.kind == RowKind::Frame && classOf(row.opcode()) == OpcodeClass::Start
        && !row.has(RowFlag::NotPassed);
}

RowTexts messageTexts(const SessionView &view, RowNumber firstRow,
                      const std::optional<MessageRecord> &message, std::size_t frames)
{
    const LogRow row = view.row(firstRow);
    RowTexts out = lineTexts(view, firstRow);
    out.what = std::string(opcodeName(row.opcode())) + " message";
    const bool isSingle = frames == 1 && row.fin();
    if (!isSingle)
        out.flags.clear(); // Those of its frames differ.
    const std::string count = counted(frames, "frame");
    if (!message) {
        if (!isSingle) {
            out.length.clear();
            out.info = count + " so far: " + out.info;
        }
        return out;
    }
    out.length = std::to_string(message->length);
    if (isSingle && !message->isCompressed)
        return out;
    const OctetBuffer payload = view.payload(*message, previewOctets);
    const bool isKept = !payload.empty() || message->length == 0;
    if (!isKept)
        out.info = discardedOctets;
    else if (message->opcode == Opcode::Binary)
        out.info = binaryPreview(payload, message->length);
    else
        out.info = payloadPreview(payload, message->length, previewOctets);
    if (message->isCompressed)
        out.info = "inflated: " + out.info;
    if (!isSingle)
        out.info = count + (message->isCompressed ? ", " : ": ") + out.info;
    return out;
}

RowTexts lineTexts(const SessionView &view, RowNumber number)
{
    const LogRow row = view.row(number);
    RowTexts out = rowTexts(view, number);
    if (row.kind != RowKind::Frame)
        return out;
    out.what = std::string(opcodeName(row.opcode())) + " frame";
    const std::optional<MessageRecord> message = view.messageOf(number);
    const bool isBinary = (message ? message->opcode : row.opcode()) == Opcode::Binary;
    if (!isBinary || row.length == 0 || row.has(RowFlag::Incomplete))
        return out;
    const bool isInflated = message && message->isCompressed && message->firstRow == message->lastRow;
    const OctetBuffer payload =
        isInflated ? view.payload(*message, previewOctets) : view.payload(row, 0, previewOctets);
    if (!payload.empty())
        out.info = (isInflated ? "inflated: " : "")
            + binaryPreview(payload, isInflated ? message->length : row.length);
    return out;
}

RowTexts rowTexts(const SessionView &view, const LogRow &row)
{
    switch (row.kind) {
    case RowKind::Connected:
        return texts({}, "TCP", connectedInfo(view.extra(row)));
    case RowKind::Octets: {
        RowTexts out = texts(directionMark(row.direction), "octets", octetsInfo(view, row));
        out.length = std::to_string(row.length);
        return out;
    }
    case RowKind::Frame:
        return frameTexts(view, row);
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        return texts({}, "timer", timerSentence(row, view.extra(row)));
    case RowKind::Failing:
        return texts({}, "fail", failureSentence(row));
    case RowKind::Recording:
        return texts({}, "recording",
                     row.has(RowFlag::On) ? "octets and frames are recorded again"
                                          : "octets and frames are not recorded from here on");
    case RowKind::Dropped:
        return texts(directionMark(row.direction), "TCP", dropSentence(row));
    case RowKind::Error: {
        const RowExtra extra = view.extra(row);
        const auto *const error = std::get_if<TransportError>(&extra);
        return texts({}, "error", error ? errorSentence(*error) : "the connection failed");
    }
    case RowKind::Note: {
        const RowExtra extra = view.extra(row);
        if (const auto *const echoes = std::get_if<EchoRecord>(&extra))
            return texts({}, "echoes", echoInfo(*echoes));
        return texts({}, "note", noteInfo(extra));
    }
    }
    return {};
}

} // namespace fg
