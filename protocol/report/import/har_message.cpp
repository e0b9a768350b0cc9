#include "protocol/report/import/har_message.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/base64.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace fg {
namespace {

using MessageMember = std::pair<std::string_view, HarValue HarMessage::*>;
constexpr std::array<MessageMember, 26> messageMembers{{{"type", &HarMessage::type},
                                                        {"direction", &HarMessage::otherType},
                                                        {"sender", &HarMessage::otherType},
                                                        {"fromClient", &HarMessage::fromClient},
                                                        {"from_client", &HarMessage::fromClient},
                                                        {"isSent", &HarMessage::fromClient},
                                                        {"time", &HarMessage::time},
                                                        {"timestamp", &HarMessage::otherTime},
                                                        {"timeStamp", &HarMessage::otherTime},
                                                        {"wallTime", &HarMessage::otherTime},
                                                        {"startedDateTime", &HarMessage::otherTime},
                                                        {"opcode", &HarMessage::opcode},
                                                        {"opCode", &HarMessage::opcode},
                                                        {"data", &HarMessage::data},
                                                        {"payload", &HarMessage::otherData},
                                                        {"payloadData", &HarMessage::otherData},
                                                        {"text", &HarMessage::otherData},
                                                        {"message", &HarMessage::otherData},
                                                        {"content", &HarMessage::otherData},
                                                        {"base64", &HarMessage::otherData},
                                                        {"encoding", &HarMessage::encoding},
                                                        {"_file", &HarMessage::file},
                                                        {"code", &HarMessage::code},
                                                        {"closeCode", &HarMessage::code},
                                                        {"reason", &HarMessage::reason},
                                                        {"closeReason", &HarMessage::reason}}};

struct Word
{
    std::string_view word;
    HarMessageKind kind;
};
// The first two and "error" are Chrome's, which most programs follow.
constexpr std::array<Word, 24> words{{{"send", HarMessageKind::Sent},
                                      {"receive", HarMessageKind::Received},
                                      {"error", HarMessageKind::Error},
                                      {"close", HarMessageKind::Close},
                                      {"sent", HarMessageKind::Sent},
                                      {"outgoing", HarMessageKind::Sent},
                                      {"outbound", HarMessageKind::Sent},
                                      {"out", HarMessageKind::Sent},
                                      {"request", HarMessageKind::Sent},
                                      {"client", HarMessageKind::Sent},
                                      {"up", HarMessageKind::Sent},
                                      {"client-to-server", HarMessageKind::Sent},
                                      {"client_to_server", HarMessageKind::Sent},
                                      {"received", HarMessageKind::Received},
                                      {"recv", HarMessageKind::Received},
                                      {"incoming", HarMessageKind::Received},
                                      {"inbound", HarMessageKind::Received},
                                      {"in", HarMessageKind::Received},
                                      {"response", HarMessageKind::Received},
                                      {"server", HarMessageKind::Received},
                                      {"down", HarMessageKind::Received},
                                      {"server-to-client", HarMessageKind::Received},
                                      {"server_to_client", HarMessageKind::Received},
                                      {"closed", HarMessageKind::Close}}};

constexpr std::array<std::pair<std::string_view, Opcode>, 6> opcodeWords{
    {{"continuation", Opcode::Continuation},
     {"text", Opcode::Text},
     {"binary", Opcode::Binary},
     {"close", Opcode::Close},
     {"ping", Opcode::Ping},
     {"pong", Opcode::Pong}}};

constexpr std::array<std::pair<std::string_view, HarEncoding>, 7> encodingWords{
    {{"base64", HarEncoding::Base64},
     {"hex", HarEncoding::Hex},
     {"base16", HarEncoding::Hex},
     {"text", HarEncoding::Text},
     {"plain", HarEncoding::Text},
     {"utf8", HarEncoding::Text},
     {"utf-8", HarEncoding::Text}}};

constexpr std::string_view expectedType = "\"send\" or \"receive\"";
constexpr unsigned largestOpcode = 15;
constexpr std::size_t longestReason = maxControlPayload - sizeof(std::uint16_t); // RFC 6455 5.5.1
constexpr std::string_view withoutCode = "the close frame is taken as one without a code";

const HarValue &firstOf(const HarValue &one, const HarValue &other)
{
    return one.isNull() && other.isThere ? other : one;
}

std::optional<HarMessageKind> kindIn(const HarValue &value)
{
    return value.is(JsonValue::Kind::String) ? kindNamed(value.text) : std::nullopt;
}

bool isChromesWord(std::string_view word) { return word == "send" || word == "receive" || word == "error"; }

// The longest beginning of a text of UTF-8 that has at most this many octets.
std::string_view cutText(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
        --most;
    return text.substr(0, most);
}

// A text as the payload of a message that is not a text message.
HarRead<OctetBuffer> binaryOf(std::string_view text, std::string_view done)
{
    if (std::optional<OctetBuffer> octets = fromLooseBase64(text))
        return {.value = std::move(*octets)};
    return {.value = bufferOf(text), .expected = "octets in base64", .done = done};
}

HarRead<OctetBuffer> payloadOfText(const HarMessage &message, const HarValue &data,
                                   std::optional<Opcode> opcode)
{
    constexpr std::string_view asItStands = "the text is taken as it stands";
    const HarEncoding encoding = encodingOf(message).value;
    if (encoding == HarEncoding::Text)
        return {.value = bufferOf(data.text)};
    if (encoding == HarEncoding::Hex) {
        if (std::optional<OctetBuffer> octets = fromHex(data.text))
            return {.value = std::move(*octets)};
        return {.value = bufferOf(data.text), .expected = "octets in hexadecimal", .done = asItStands};
    }
    if (encoding == HarEncoding::Base64 || opcode == Opcode::Binary)
        return binaryOf(data.text, asItStands);
    // Programs write the payloads of pings as text, too.
    const bool isText = !opcode || opcode == Opcode::Text || isControl(*opcode);
    if (isText && !(opcode && isControl(*opcode) && isMarkedBase64(data.text)))
        return {.value = bufferOf(data.text)};
    return binaryOf(data.text, asItStands);
}

// The payload of a close frame, if it is written in base64. Whatever octets these are: a peer may have broken
// the rules for them (RFC 6455 5.5.1). Words can be base64, too, and then mean a code from 3000 on ("Dog"
// would be 3720): without the encoding or the padding only octets with a code of RFC 6455 are taken, whose
// base64 is not a word.
std::optional<OctetBuffer> closePayloadInBase64(std::string_view text, HarEncoding encoding)
{
    const std::optional<OctetBuffer> octets =
        encoding == HarEncoding::Text ? std::nullopt : fromLooseBase64(text);
    if (!octets || octets->empty() || encoding == HarEncoding::Base64 || isMarkedBase64(text))
        return octets;
    constexpr unsigned firstOfWords = 3000;
    const ClosePayload parsed = parseClosePayload(*octets);
    const bool isClose = parsed.code && isCloseCodeAllowed(*parsed.code) && *parsed.code < firstOfWords;
    return isClose ? octets : std::nullopt;
}

// What one frame can hold of the octets that the archive has for a close frame (RFC 6455 5.5).
HarRead<OctetBuffer> cutClosePayload(OctetBuffer octets)
{
    if (octets.size() <= maxControlPayload)
        return {.value = std::move(octets)};
    const std::string_view text = charactersOf(octets);
    const std::size_t kept = isUtf8(parseClosePayload(octets).reason)
        ? sizeof(std::uint16_t) + cutText(text.substr(sizeof(std::uint16_t)), longestReason).size()
        : maxControlPayload;
    return {.value = bufferOf(text.substr(0, kept)),
            .expected = "at most 125 octets, as in every control frame",
            .found = std::to_string(octets.size()) + " octets",
            .done = "the rest of the reason is left out"};
}

// The payload of a close frame as a text: octets in base64, or "1000 reason".
HarRead<OctetBuffer> closePayloadIn(const HarMessage &message, const HarValue &data)
{
    const std::string_view text = data.text;
    if (auto octets = closePayloadInBase64(text, encodingOf(message).value))
        return cutClosePayload(std::move(*octets));
    HarValue word;
    word.isThere = true;
    word.kind = JsonValue::Kind::String;
    word.text = std::string(text.substr(0, text.find(' ')));
    if (const auto code = wholeNumberIn(word, 0xFFFF))
        return closePayloadFor(*code, text.substr(std::min(word.text.size() + 1, text.size())));
    return {
        .value = {}, .expected = "a close code and a reason", .found = wordsFor(data), .done = withoutCode};
}

// The reason beside a code. Without a member for it, it is in the data, alone or as a part of the payload.
std::string closeReasonOf(const HarMessage &message, const HarValue &data)
{
    if (message.reason.isThere && !message.reason.isNull())
        return message.reason.is(JsonValue::Kind::String) ? message.reason.text : std::string();
    if (!data.hasText() || message.code.isNull())
        return {};
    const std::optional<OctetBuffer> octets = closePayloadInBase64(data.text, encodingOf(message).value);
    return octets ? std::string(charactersOf(parseClosePayload(*octets).reason)) : data.text;
}

} // namespace

std::optional<HarMessageKind> kindNamed(std::string_view word)
{
    const auto found =
        std::ranges::find_if(words, [&](const Word &known) { return equalsIgnoringCase(known.word, word); });
    return found == words.end() ? std::nullopt : std::optional(found->kind);
}

bool readHarMessage(JsonCursor &json, HarMessage &message)
{
    message.place = json.place();
    if (!json.enterObject())
        return false;
    std::string name;
    std::array<bool, messageMembers.size()> isSeen{};
    while (json.nextMember(name)) {
        const auto member = std::ranges::find(messageMembers, name, &MessageMember::first);
        if (member == messageMembers.end()) {
            if (!json.skipValue())
                return false;
            continue;
        }
        bool &isThere = isSeen[static_cast<std::size_t>(member - messageMembers.begin())];
        if (std::exchange(isThere, true) && message.twice.empty())
            message.twice = member->first;
        HarValue &value = message.*(member->second);
        const bool isPayload = &value == &message.data || &value == &message.otherData;
        if (!readHarValue(json, value, isPayload ? SIZE_MAX : longestHarWord))
            return false;
    }
    return !json.fault();
}

HarRead<std::optional<HarMessageKind>> kindOf(const HarMessage &message)
{
    if (message.type.is(JsonValue::Kind::String) && isChromesWord(message.type.text))
        return {.value = kindIn(message.type)};
    const HarValue &shown = firstOf(message.type, message.otherType);
    std::optional<HarMessageKind> kind = kindIn(message.type);
    if (!kind)
        kind = kindIn(message.otherType);
    if (!kind && message.fromClient.is(JsonValue::Kind::Boolean))
        kind = message.fromClient.text == "true" ? HarMessageKind::Sent : HarMessageKind::Received;
    HarRead<std::optional<HarMessageKind>> read{
        .value = kind, .expected = expectedType, .found = wordsFor(shown), .done = {}};
    if (!kind) {
        read.done = "the message is left out, because nobody can know who has sent it";
        return read;
    }
    switch (*kind) {
    case HarMessageKind::Sent:
        read.done = "the message is taken as one of the client";
        break;
    case HarMessageKind::Received:
        read.done = "the message is taken as one of the server";
        break;
    case HarMessageKind::Error:
        read.done = "it is taken as a note";
        break;
    case HarMessageKind::Close:
        read.done = "it is taken as the end of the connection";
        break;
    }
    return read;
}

HarRead<std::optional<Opcode>> opcodeOf(const HarMessage &message)
{
    const HarValue &opcode = message.opcode;
    const auto number = wholeNumberIn(opcode, largestOpcode);
    if (number && opcode.is(JsonValue::Kind::Number))
        return {.value = opcodeOf(*number)};
    HarRead<std::optional<Opcode>> read{.value = {},
                                        .expected = "a whole number from 0 to 15",
                                        .found = wordsFor(opcode),
                                        .done =
                                            "the message is taken as text, or as binary if it is not UTF-8"};
    if (number)
        read.value = opcodeOf(*number);
    // There are programs that write the direction elsewhere, and "text" as the type.
    const HarValue &named = opcode.isThere ? opcode : message.type;
    for (const auto &[word, known] : opcodeWords) {
        if (named.is(JsonValue::Kind::String) && equalsIgnoringCase(named.text, word))
            read.value = known;
    }
    if (read.value)
        read.done = "the opcode that it names is taken";
    return read;
}

HarRead<HarEncoding> encodingOf(const HarMessage &message)
{
    const HarValue &encoding = message.encoding;
    const bool isEmpty = encoding.is(JsonValue::Kind::String) && encoding.raw.size() <= 2;
    if (encoding.isNull() || isEmpty)
        return {.value = HarEncoding::Unsaid};
    for (const auto &[word, known] : encodingWords) {
        if (encoding.hasText() && equalsIgnoringCase(encoding.text, word))
            return {.value = known};
    }
    return {.value = HarEncoding::Unsaid,
            .expected = "\"base64\", \"hex\" or \"text\"",
            .found = wordsFor(encoding),
            .done = "the data is taken as if it was not there"};
}

HarRead<OctetBuffer> payloadOf(const HarMessage &message, std::optional<Opcode> opcode)
{
    const HarValue &data = firstOf(message.data, message.otherData);
    const bool mayBeMissing = opcode && isControl(*opcode);
    if (data.isNull()) {
        if (mayBeMissing)
            return {};
        return {.value = {},
                .expected = "a text",
                .found = wordsFor(data),
                .done = "the message is taken as an empty one"};
    }
    if (data.kind == JsonValue::Kind::String)
        return payloadOfText(message, data, opcode);
    if (std::optional<OctetBuffer> octets = octetsIn(data))
        return {.value = std::move(*octets),
                .expected = "a text",
                .found = wordsFor(data),
                .done = "the octets that it lists are taken"};
    return {.value = bufferOf(data.raw),
            .expected = "a text",
            .found = wordsFor(data),
            .done = "what is written there is taken as the text"};
}

HarRead<OctetBuffer> closePayloadOf(const HarMessage &message)
{
    const HarValue &data = firstOf(message.data, message.otherData);
    const bool hasCode = message.code.isThere && !message.code.isNull();
    if (!hasCode && (data.isNull() || data.is(JsonValue::Kind::String)))
        return data.hasText() ? closePayloadIn(message, data) : HarRead<OctetBuffer>{};
    if (!hasCode && octetsIn(data))
        return payloadOf(message, Opcode::Close);
    const HarValue &written = hasCode ? message.code : data;
    const auto code = wholeNumberIn(written, 0xFFFF);
    if (!code)
        return {.value = {}, .expected = "a close code", .found = wordsFor(written), .done = withoutCode};
    return closePayloadFor(*code, closeReasonOf(message, data));
}

bool hasCloseFrame(unsigned code)
{
    return code == noCloseCode || (code <= 0xFFFF && isCloseCodeAllowed(static_cast<std::uint16_t>(code)));
}

HarRead<OctetBuffer> closePayloadFor(unsigned code, std::string_view reason)
{
    if (code == noCloseCode)
        return {};
    if (!hasCloseFrame(code))
        return {.value = {},
                .expected = "a close code that a close frame may have",
                .found = std::to_string(code),
                .done = withoutCode};
    const std::string_view cut = cutText(reason, longestReason);
    HarRead<OctetBuffer> read;
    encodeClosePayload(static_cast<std::uint16_t>(code), octetsOf(cut), read.value);
    if (cut.size() < reason.size()) {
        read.expected = "a reason of at most 123 octets";
        read.found = std::to_string(reason.size()) + " octets";
        read.done = "the rest of the reason is left out";
    }
    return read;
}

} // namespace fg
