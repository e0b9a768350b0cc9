// One WebSocket message of an HTTP Archive: {"type": "send", "time": 1.5, "opcode": 1, "data": "a"}. There is
// no standard for it; what public writers write is read, under their names. Internal to report/.
#pragma once

#include "protocol/report/import/har_value.h"
#include "protocol/wire/frame.h"

#include <functional>
#include <optional>

namespace fg {

// The members of a message, as they stand there.
struct HarMessage
{
    JsonPlace place;
    HarValue type;
    HarValue fromClient; // true: the client has sent it
    HarValue time;
    HarValue opcode;
    HarValue data;
    HarValue encoding;
    HarValue file; // the name of an attached file with the payload
    HarValue code; // of a close frame
    HarValue reason;

    // The members that carry the same: for a member that is missing, the one that others write in its place.
    HarValue otherType;
    HarValue otherTime;
    HarValue otherData;

    std::string_view twice; // The first member that is there again. The last one of its name counts.
};

// Reads the object at which the cursor stands; false if the text is cut or damaged there. The cursor's memory
// limits the payload.
[[nodiscard]] bool readHarMessage(JsonCursor &json, HarMessage &message);

// What a message is.
enum class HarMessageKind : std::uint8_t {
    Sent, // by the client
    Received, // by the client
    Error, // not a message: what the browser says about the connection
    Close, // the end of the connection, by an unknown end
};

// What is made of one member of a message: a value, and the oddity if it was not what one expects.
template <typename Value> struct HarRead
{
    Value value;
    std::string_view expected{}; // Empty: the member is as it should be.
    std::string found{};
    std::string_view done{};
};

// Nullopt: nobody can know who has sent it.
[[nodiscard]] HarRead<std::optional<HarMessageKind>> kindOf(const HarMessage &message);
// Nullopt: the message does not say it, or not in a way that is known.
[[nodiscard]] HarRead<std::optional<Opcode>> opcodeOf(const HarMessage &message);
// How the payload is written, if the message says it in a way that is known.
enum class HarEncoding : std::uint8_t { Unsaid, Text, Base64, Hex };
[[nodiscard]] HarRead<HarEncoding> encodingOf(const HarMessage &message);
// The octets of the payload. `opcode`: nullopt if it is not known.
[[nodiscard]] HarRead<OctetBuffer> payloadOf(const HarMessage &message, std::optional<Opcode> opcode);
// The payload of a close frame. Octets that the message has, listed or in base64, are taken as they are, even
// if they break rules for a close frame; from a code and a reason it is made up by closePayloadFor().
[[nodiscard]] HarRead<OctetBuffer> closePayloadOf(const HarMessage &message);

// Octets of a control frame's payload (RFC 6455 5.5).
inline constexpr std::size_t maxControlPayload = 125;

// The code that stands for a close frame without one (RFC 6455 7.4.1).
inline constexpr unsigned noCloseCode = 1005;
// Whether there can be a close frame for this code: it has the code, or none for noCloseCode.
[[nodiscard]] bool hasCloseFrame(unsigned code);
// The payload of the close frame that is made up for a code and a reason. What no close frame may have is
// left out, so that no end is blamed for what it has not sent: the code and the reason, or the end of the
// reason (RFC 6455 5.5 and 7.4).
[[nodiscard]] HarRead<OctetBuffer> closePayloadFor(unsigned code, std::string_view reason);

// The kind that a word names; nullopt if it names none.
[[nodiscard]] std::optional<HarMessageKind> kindNamed(std::string_view word);

} // namespace fg
