#include "protocol/report/import/har_entry.h"

#include "protocol/session/live/target.h"
#include "protocol/text/base64.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <cmath>

namespace fg {
namespace {

using namespace std::chrono;

constexpr std::string_view clientType = "send";
constexpr std::string_view serverType = "receive";
constexpr std::string_view errorType = "error";
// About ten years in seconds. A time that is later after the start than this is treated as wrong.
constexpr double longestTime = 3e8;

// Replaces characters that a header field must not contain: a line break would begin another field.
std::string fieldText(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return !isFieldText(c); }, ' ');
    return text;
}

void readFields(const JsonValue *message, HttpHead &head)
{
    std::optional<ImportFault> ignored;
    const JsonValue *const list = message ? JsonFields(*message, ignored).array("headers") : nullptr;
    if (!list)
        return;
    for (const JsonValue &item : list->items) {
        JsonFields field(item, ignored);
        std::string name = field.text("name");
        // Names such as ":status" belong to HTTP/2.
        if (isToken(name))
            head.fields.push_back({std::move(name), fieldText(field.text("value"))});
    }
}

std::string_view noteOn(HarEntryReader::Form form)
{
    if (form == HarEntryReader::Form::Frames)
        return "This session was read from an HTTP Archive. Its frames are unchanged; the reads and writes "
               "are "
               "made up.";
    return "This session was read from an HTTP Archive that contains only messages. A frame is made up for "
           "each message, with a masking key of zeros if the client sent it. Pings, pongs, close frames and "
           "the "
           "end of the connection are not known.";
}

} // namespace

HarEntryReader::HarEntryReader(const JsonValue &facts, Form form, const ImportLimits &limits)
    : m_session(Role::Client, limits.session, limits.memory)
    , m_form(form)
{
    m_session.addNote(std::string(noteOn(form)), {});
    readFacts(facts);
}

void HarEntryReader::readFacts(const JsonValue &value)
{
    std::optional<ImportFault> ignored; // the messages are what matters
    JsonFields fields(value, ignored);
    if (fields.has("startedDateTime"))
        m_facts.started = schema::timeIn(fields.text("startedDateTime"));
    const JsonValue *const request = fields.object("request");
    const JsonValue *const response = fields.object("response");
    if (request)
        m_facts.url = JsonFields(*request, ignored).text("url");
    m_facts.title = m_facts.url.empty() ? "HTTP Archive" : m_facts.url;
    const auto url = parseWebSocketUrl(m_facts.url);
    if (const auto *const parsed = std::get_if<WebSocketUrl>(&url)) {
        m_host = parsed->authority();
        m_target = parsed->resource;
    }
    m_request.startLine = "GET " + m_target + " HTTP/1.1";
    readFields(request, m_request);
    if (response) {
        JsonFields answer(*response, ignored);
        const std::uint64_t status = answer.number("status", 999);
        m_answer.startLine =
            "HTTP/1.1 " + std::to_string(status) + ' ' + fieldText(answer.text("statusText"));
        readFields(response, m_answer);
    }
    if (fields.has("serverIPAddress")) {
        PeerInfo peer;
        peer.peerAddress = fields.text("serverIPAddress");
        if (const auto *const parsed = std::get_if<WebSocketUrl>(&url))
            peer.peerPort = parsed->port;
        m_session.addConnected(peer, {});
    }
}

void HarEntryReader::finish()
{
    writeHeads(false);
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
        m_session.addHead(Direction::In, m_answer.serialized(), {});
    }
}

Duration HarEntryReader::timeOf(JsonFields &fields)
{
    const double seconds = fields.realNumber("time");
    if (!m_facts.started)
        m_facts.started = system_clock::time_point(
            duration_cast<system_clock::duration>(duration<double>(std::clamp(seconds, 0.0, 4e9))));
    const double start = duration<double>(m_facts.started->time_since_epoch()).count();
    const double since = seconds - start;
    if (!(since >= 0 && since < longestTime))
        return {};
    return duration_cast<Duration>(duration<double>(since));
}

OctetBuffer HarEntryReader::dataOf(JsonFields &fields, Opcode opcode)
{
    const std::string data = fields.has("data") ? fields.text("data") : std::string();
    if (opcode == Opcode::Text)
        return bufferOf(data);
    // Some programs write binary data without base64.
    return fromBase64(data).value_or(bufferOf(data));
}

std::optional<ImportFault> HarEntryReader::addMessage(const JsonValue &message)
{
    std::optional<ImportFault> fault;
    JsonFields fields(message, fault);
    const std::string type = fields.text("type");
    if (type != clientType && type != serverType && type != errorType)
        fields.reportFault("type", "\"send\", \"receive\" or \"error\"");
    const Duration time = timeOf(fields);
    if (fault)
        return fault;
    if (type == errorType) {
        m_session.addNote(fields.has("data") ? fields.text("data") : "error", time);
        return fault;
    }
    FrameHeader header;
    header.opcode = opcodeOf(static_cast<unsigned>(fields.number("opcode", 15)));
    const OctetBuffer data = dataOf(fields, header.opcode);
    if (fault)
        return fault;
    header.payloadLength = data.size();
    header.lengthForm = shortestForm(data.size());
    if (type == clientType)
        header.maskingKey = MaskingKey{};
    writeHeads(true);
    m_session.addFrame(type == clientType ? Direction::Out : Direction::In, header, data, time);
    return fault;
}

std::optional<std::uint64_t> HarEntryReader::messageNumberOf(const JsonValue &frame)
{
    std::optional<ImportFault> fault;
    JsonFields fields(frame, fault);
    const std::optional<std::uint64_t> number = fields.optionalNumber("message");
    return fault ? std::nullopt : number;
}

std::optional<ImportFault> HarEntryReader::addFrame(const JsonValue &frame, const JsonValue &message)
{
    std::optional<ImportFault> fault;
    JsonFields fields(frame, fault);
    const std::string type = fields.text("type");
    if (type != clientType && type != serverType)
        fields.reportFault("type", "\"send\" or \"receive\"");
    FrameHeader header;
    header.opcode = opcodeOf(static_cast<unsigned>(fields.number("opcode", 15)));
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
    OctetBuffer payload;
    if (message.kind == JsonValue::Kind::Object) {
        JsonFields ofMessage(message, fault);
        payload = dataOf(ofMessage, header.opcode);
    } else if (fields.has("text")) {
        payload = bufferOf(fields.text("text"));
    } else {
        payload = fields.base64("base64");
    }
    const Duration time = timeOf(fields);
    if (fault)
        return fault;
    writeHeads(true);
    m_session.addFrame(type == clientType ? Direction::Out : Direction::In, header, payload, time);
    return fault;
}

} // namespace fg
