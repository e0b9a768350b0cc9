#include "protocol/report/import/har_entry.h"

#include "protocol/handshake/opening.h"
#include "protocol/report/import/har_body.h"
#include "protocol/report/import/har_url.h"
#include "protocol/session/live/target.h"
#include "protocol/text/base64.h"
#include "protocol/text/characters.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

constexpr std::string_view expectedTime = "seconds since 1970";

// The code that stands for an end without a close frame (RFC 6455 7.4.1).
constexpr unsigned noCloseFrame = 1006;

// It comes before the messages, so it says nothing that depends on them.
std::string_view noteOn(HarEntryReader::Form form)
{
    if (form == HarEntryReader::Form::Frames)
        return "This session was read from an HTTP Archive. Its frames are unchanged; the reads and writes "
               "are "
               "made up.";
    return "This session was read from an HTTP Archive that contains only messages. A frame is made up for "
           "each message, with a masking key of zeros if the client sent it. Fragments are not known; pings, "
           "pongs, close frames and the end of the connection only as far as the archive has them.";
}

// Programs that are not browsers write the scheme of the handshake.
std::string webSocketUrl(std::string url)
{
    for (const auto &[other, own] :
         {std::pair<std::string_view, std::string_view>{"http:", "ws:"}, {"https:", "wss:"}}) {
        if (equalsIgnoringCase(std::string_view(url).substr(0, other.size()), other))
            url.replace(0, other.size(), own);
    }
    return url;
}

// A member of a frame of ours.
HarValue frameMember(const JsonValue &object, std::string_view name)
{
    HarValue value;
    if (const JsonMember *const member = object.find(name)) {
        value.isThere = true;
        value.kind = member->value.kind;
        value.place = member->value.place;
        value.text = member->value.text;
        value.raw = member->value.text;
    }
    return value;
}

bool isEmptyText(const HarValue &value)
{
    return value.is(JsonValue::Kind::String) && value.raw.size() <= std::string_view("\"\"").size();
}

std::string_view wordsForOddity(JsonFault::Kind kind)
{
    if (kind == JsonFault::Kind::LoneSurrogate)
        return "a surrogate without its other half";
    if (kind == JsonFault::Kind::NotUtf8)
        return "octets that are not UTF-8";
    if (kind == JsonFault::Kind::ControlCharacter)
        return "a control character without its escape";
    return kind == JsonFault::Kind::BadEscape ? "an unknown escape" : "something else";
}

Direction directionOf(HarMessageKind kind)
{
    return kind == HarMessageKind::Sent ? Direction::Out : Direction::In;
}

} // namespace

HarEntryReader::HarEntryReader(const HarFacts &facts, Form form, const ImportLimits &limits,
                               HarRemarks &remarks)
    : m_session(Role::Client, limits.session, limits.memory)
    , m_entry(facts)
    , m_remarks(remarks)
    , m_clock(timeOfDayIn(facts.started))
    , m_mostOctets(valueMemory(limits))
{
    m_session.addNote(std::string(noteOn(form)), {});
    // What was odd about the entry itself.
    for (const std::string &sentence : remarks.first())
        m_session.addNote(sentence, {});
    readFacts(facts);
}

void HarEntryReader::readFacts(const HarFacts &facts)
{
    const HarPlace here{.noun = "the entry", .place = facts.started.place};
    if (facts.started.isThere && !m_clock.started())
        remark(here,
               {.key = "startedDateTime",
                .expected = "a time such as \"2026-01-31T12:00:00Z\"",
                .found = wordsFor(facts.started),
                .done = "the entry starts with its first message"});
    m_facts.started = m_clock.started();
    m_facts.url = webSocketUrl(facts.url.text);
    m_facts.title = m_facts.url.empty() ? "HTTP Archive" : m_facts.url;
    readRequestLine(facts, here);
    m_request.fields = facts.requestFields;
    m_answer.fields = facts.answerFields;
    // Programs write 0 or -1 if there was no answer.
    if (const auto status = wholeNumberIn(facts.status, 999); status && *status >= 100) {
        std::string reason = facts.statusText.text;
        std::ranges::replace_if(
            reason, [](char c) { return !isFieldText(c); }, ' ');
        m_answer.startLine = "HTTP/1.1 " + std::to_string(*status) + ' ' + reason;
    }
    if (facts.serverAddress.hasText()) {
        PeerInfo peer;
        peer.peerAddress = facts.serverAddress.text;
        std::erase_if(peer.peerAddress, [](char c) { return c == '[' || c == ']'; });
        peer.peerPort = m_port;
        m_session.addConnected(peer, {});
    }
}

void HarEntryReader::readRequestLine(const HarFacts &facts, const HarPlace &here)
{
    const HarUrl url = readHarUrl(m_facts.url);
    if (url.parsed) {
        m_host = url.parsed->authority();
        m_target = url.parsed->resource;
        m_port = url.parsed->port;
    }
    if (!url.leftOut.empty() && !facts.url.isNull())
        remark(here,
               {.key = "url",
                .expected = "a URL such as wss://host/path",
                .found = facts.url.is(JsonValue::Kind::String) ? std::string() : wordsFor(facts.url),
                .done = "left out of the request: " + url.leftOut});
    if (!facts.method.isNull() && !(facts.method.hasText() && facts.method.text == "GET"))
        remark(here,
               {.key = "method",
                .expected = "\"GET\"",
                .found = wordsFor(facts.method),
                .done = "the request is shown with GET"});
    m_request.startLine = "GET " + m_target + " HTTP/1.1";
}

void HarEntryReader::finish()
{
    writeHeads(false);
    addClose(m_entry);
    for (const std::string &sentence : m_remarks.repeated())
        m_session.addNote(sentence, m_clock.last());
    m_session.session()->endReading();
}

void HarEntryReader::writeHeads(bool isFollowed)
{
    if (std::exchange(m_hasHeads, true))
        return;
    const bool isUsable = !checkRequest(m_request).isFatal && !checkAnswer(m_request, m_answer).isFatal;
    const bool isRecorded = !m_request.fields.empty() && !m_answer.startLine.empty();
    if (isFollowed && !(isUsable && isRecorded)) {
        m_session.addNote(
            "The recorded opening handshake would not open a connection. Therefore this one is made up.", {});
        m_session.addOpeningHandshake(m_host, m_target, {});
    } else if (isRecorded) {
        m_session.addHead(Direction::Out, m_request.serialized(), {});
        addAnswer();
    }
}

void HarEntryReader::addAnswer()
{
    const HarBody body = bodyIn(m_entry.content, m_answer, m_mostOctets);
    const HarPlace where{.noun = "the answer",
                         .place = m_entry.content.text.isThere ? m_entry.content.text.place : m_entry.place};
    for (const HarOddity &odd : body.odd)
        remark(where, odd);
    m_session.addHead(Direction::In, m_answer.serialized(), {});
    if (!body.octets.empty())
        m_session.addHead(Direction::In, body.octets, {});
}

void HarEntryReader::remark(const HarPlace &where, const HarOddity &odd)
{
    if (const auto sentence = m_remarks.add(where, odd))
        m_session.addNote(*sentence, m_clock.last());
}

template <typename Value>
void HarEntryReader::remarkOn(const HarRead<Value> &read, std::string_view key, const HarPlace &where)
{
    if (!read.done.empty())
        remark(where,
               {.key = std::string(key),
                .expected = std::string(read.expected),
                .found = read.found,
                .done = std::string(read.done)});
}

void HarEntryReader::remarkOnText(const HarValue &value, std::string_view key, const HarPlace &where)
{
    if (value.oddity && value.is(JsonValue::Kind::String))
        remark(where,
               {.key = std::string(key),
                .expected = "what JSON allows in a text",
                .found = std::string(wordsForOddity(value.oddity->kind)),
                .done = "what cannot be read is shown as U+FFFD, and the rest as it stands"});
}

Duration HarEntryReader::timeOf(const HarValue &time, const HarPlace &where)
{
    const HarClock::Reading read = m_clock.read(time);
    m_facts.started = m_clock.started();
    if (!read.done.empty())
        remark(where,
               {.key = "time",
                .expected = std::string(expectedTime),
                .found = wordsFor(time),
                .done = std::string(read.done)});
    return read.time;
}

void HarEntryReader::addMessage(const HarMessage &message, const HarPlace &where,
                                const std::optional<std::string> &attached)
{
    const HarRead<std::optional<HarMessageKind>> kind = kindOf(message);
    if (kind.value == HarMessageKind::Sent || kind.value == HarMessageKind::Received)
        writeHeads(true);
    const HarValue &written =
        message.time.isNull() && message.otherTime.isThere ? message.otherTime : message.time;
    // A message that is left out says nothing about the clock.
    const Duration time = kind.value ? timeOf(written, where) : m_clock.last();
    remarkOn(kind, "type", where);
    if (!kind.value)
        return;
    if (!message.twice.empty())
        remark(where,
               {.key = std::string(message.twice),
                .expected = "it once",
                .found = "it again",
                .done = "the last one is taken"});
    switch (*kind.value) {
    case HarMessageKind::Sent:
    case HarMessageKind::Received:
        addData(message, *kind.value, where, attached);
        break;
    case HarMessageKind::Error: {
        const HarValue &data = message.data.isNull() ? message.otherData : message.data;
        m_session.addNote(data.text.empty() ? "error" : data.text, time);
        break;
    }
    case HarMessageKind::Close:
        addClose(message, where, time);
        break;
    }
}

void HarEntryReader::addData(const HarMessage &message, HarMessageKind kind, const HarPlace &where,
                             const std::optional<std::string> &attached)
{
    const HarRead<std::optional<Opcode>> opcode = opcodeOf(message);
    remarkOn(opcode, "opcode", where);
    const HarValue &data =
        message.data.isNull() && message.otherData.isThere ? message.otherData : message.data;
    remarkOnText(data, "data", where);
    const HarRead<HarEncoding> encoding = encodingOf(message);
    remarkOn(encoding, "encoding", where);
    HarRead<OctetBuffer> payload;
    if (attached)
        payload.value = bufferOf(*attached);
    else if (data.kind != JsonValue::Kind::String && data.raw.size() > m_mostOctets)
        payload = {.value = {},
                   .expected = "a text",
                   .found = wordsFor(data),
                   .done = "it is too long, and left out"};
    else if (opcode.value == Opcode::Close && encoding.value != HarEncoding::Hex)
        payload = closePayloadOf(message);
    else
        payload = payloadOf(message, opcode.value);
    remarkOn(payload, "data", where);
    const Opcode known = opcode.value.value_or(isUtf8(payload.value) ? Opcode::Text : Opcode::Binary);
    // Nobody has sent that as one frame, and nobody is blamed for it (RFC 6455 5.5).
    if (isControl(known) && payload.value.size() > maxControlPayload) {
        remark(where,
               {.key = "data",
                .expected = "at most " + counted(maxControlPayload, "octet") + ", as in every control frame",
                .found = counted(payload.value.size(), "octet"),
                .done = "the message is left out"});
        return;
    }
    m_hasClose = m_hasClose || known == Opcode::Close;
    addWholeFrame(directionOf(kind), known, payload.value, m_clock.last());
}

void HarEntryReader::addWholeFrame(Direction direction, Opcode opcode, OctetView payload, Duration time)
{
    FrameHeader header;
    header.opcode = opcode;
    header.payloadLength = payload.size();
    header.lengthForm = shortestForm(payload.size());
    if (direction == Direction::Out)
        header.maskingKey = MaskingKey{};
    writeHeads(true);
    m_session.addFrame(direction, header, payload, time);
}

// --- the end of the connection ---

void HarEntryReader::addClose(const HarFacts &facts)
{
    HarMessage close;
    close.place = facts.close.place;
    close.code = facts.closeCode;
    close.reason = facts.closeReason;
    const bool isNumber = wholeNumberIn(facts.close, 0xFFFF).has_value();
    JsonCursor json(facts.close.raw, JsonForm::Lenient);
    if (facts.close.is(JsonValue::Kind::Object))
        (void)readHarMessage(json, close);
    else if (isNumber)
        close.code = facts.close;
    else if (facts.close.hasText())
        m_session.addNote("The archive says how the connection ended: " + inQuotes(facts.close.text) + '.',
                          m_clock.last());
    else if (!facts.close.isNull() && !isEmptyText(facts.close))
        remark({.noun = "the entry", .place = facts.close.place},
               {.key = "_webSocketClose",
                .expected = "an object, a close code or a text",
                .found = wordsFor(facts.close),
                .done = "it is left out"});
    const bool saysReason = !close.reason.isNull() && !isEmptyText(close.reason);
    if (!facts.close.is(JsonValue::Kind::Object) && close.code.isNull() && !saysReason)
        return;
    const HarValue &time = close.time.isNull() ? close.otherTime : close.time;
    const HarPlace where{.noun = "the entry",
                         .place = facts.close.isThere ? facts.close.place : facts.closeCode.place};
    addClose(close, where, std::max(m_clock.find(time).value_or(m_clock.last()), m_clock.last()));
}

bool HarEntryReader::tellReason(const HarMessage &close, const HarPlace &where, Duration time)
{
    if (close.reason.isNull() || isEmptyText(close.reason))
        return true;
    constexpr unsigned standsForNone = 1005; // RFC 6455 7.4.1
    const bool hasCode = !close.code.isNull() && wholeNumberIn(close.code, 0xFFFF) != standsForNone;
    const bool hasText = close.reason.hasText();
    if (!hasCode)
        m_session.addNote("The archive says that the connection ended without a close code, and with the "
                          "reason "
                              + (hasText ? inQuotes(close.reason.text) : wordsFor(close.reason))
                              + ". A close frame cannot have a reason alone.",
                          time);
    else if (!hasText)
        remark(where,
               {.key = "reason",
                .expected = "a text of at most 123 octets",
                .found = wordsFor(close.reason),
                .done = "it is left out"});
    return hasCode;
}

void HarEntryReader::addClose(const HarMessage &close, const HarPlace &where, Duration time)
{
    if (!m_hasClose && !tellReason(close, where, time)) {
        m_hasClose = true;
        return;
    }
    // A close frame among the messages is the same one.
    if (std::exchange(m_hasClose, true))
        return;
    const auto code = close.code.isNull() ? noCloseCode : wholeNumberIn(close.code, 0xFFFF).value_or(0);
    const std::string_view reason =
        close.reason.is(JsonValue::Kind::String) ? std::string_view(close.reason.text) : "";
    if (!hasCloseFrame(code)) {
        m_session.addNote("The archive says that the connection ended with "
                              + (code == 0 ? wordsFor(close.code) + " as its close code"
                                           : "the close code " + std::to_string(code))
                              + (reason.empty() ? "" : " and the reason " + inQuotes(reason))
                              + (code == noCloseFrame ? ", which stands for an end without a close frame."
                                                      : ", which no close frame may have."),
                          time);
        return;
    }
    const auto kind = kindOf(close).value;
    const bool hasSender = kind == HarMessageKind::Sent || kind == HarMessageKind::Received;
    if (!hasSender)
        m_session.addNote(
            "The archive does not say which end sent the close frame. It is shown as the server's.", time);
    const HarRead<OctetBuffer> payload = closePayloadFor(code, reason);
    remarkOn(payload, "reason", where);
    addWholeFrame(hasSender ? directionOf(*kind) : Direction::In, Opcode::Close, payload.value, time);
}

// --- frames of ours ---

std::optional<std::uint64_t> HarEntryReader::messageNumberOf(const JsonValue &frame)
{
    std::optional<ImportFault> fault;
    JsonFields fields(frame, fault);
    const std::optional<std::uint64_t> number = fields.optionalNumber("message");
    return fault ? std::nullopt : number;
}

FrameHeader HarEntryReader::readHeader(JsonFields &fields, Direction &direction)
{
    const auto kind = kindNamed(fields.text("type"));
    if (kind != HarMessageKind::Sent && kind != HarMessageKind::Received)
        fields.reportFault("type", "\"send\" or \"receive\"");
    direction = directionOf(kind.value_or(HarMessageKind::Received));
    FrameHeader header;
    header.opcode = fg::opcodeOf(static_cast<unsigned>(fields.number("opcode", 15)));
    header.fin = fields.boolean("fin");
    header.rsv = static_cast<std::uint8_t>(fields.number("rsv", 7));
    header.payloadLength = fields.number("length");
    header.lengthForm = fields.oneOf("lengthBits", schema::lengthForms);
    if (fields.has("mask")) {
        const auto key = fromHex(fields.text("mask"));
        if (key && key->size() == sizeof(MaskingKey))
            std::ranges::copy(*key, header.maskingKey.emplace().begin());
        else
            fields.reportFault("mask", "four octets in hexadecimal");
    }
    return header;
}

void HarEntryReader::addFrame(const JsonValue &frame, const JsonValue &message, const HarPlace &where)
{
    std::optional<ImportFault> fault;
    JsonFields fields(frame, fault);
    Direction direction = Direction::In;
    const FrameHeader header = readHeader(fields, direction);
    OctetBuffer payload;
    if (message.kind == JsonValue::Kind::Object) {
        JsonFields ofMessage(message, fault);
        const std::string data = ofMessage.text("data");
        payload =
            header.opcode == Opcode::Text ? bufferOf(data) : fromLooseBase64(data).value_or(bufferOf(data));
    } else if (fields.has("text")) {
        payload = bufferOf(fields.text("text"));
    } else {
        payload = fields.base64("base64");
    }
    if (fault) {
        remark(where, {.key = fault->key, .expected = fault->expected, .done = "the frame is left out"});
        return;
    }
    const Duration time = timeOf(frameMember(frame, "time"), where);
    writeHeads(true);
    m_session.addFrame(direction, header, payload, time);
}

} // namespace fg
