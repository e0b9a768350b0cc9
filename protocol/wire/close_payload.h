// The payload of a close frame, RFC 6455 5.5.1 and 7.4: empty, or a status code of two octets followed by a
// reason in UTF-8. Parsing keeps every payload as it is, including one that the RFC forbids.
#pragma once

#include "protocol/wire/octets.h"
#include "protocol/wire/where.h"

#include <cstdint>
#include <optional>

namespace fg {

// Status codes of RFC 6455 7.4.1.
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t goingAway = 1001;
inline constexpr std::uint16_t protocolError = 1002;
inline constexpr std::uint16_t invalidPayload = 1007;
inline constexpr std::uint16_t messageTooBig = 1009;
inline constexpr std::uint16_t tryAgainLater = 1013; // From IANA's registry, RFC 6455 11.7.
} // namespace close_code

struct ClosePayload
{
    std::optional<std::uint16_t> code;
    // Borrowed from the payload; empty if there is no reason.
    OctetView reason;
    // True if the payload is a single octet, which is not a status code.
    bool isCutCode = false;
};

[[nodiscard]] ClosePayload parseClosePayload(OctetView payload);

// Appends the code (if given) and the reason without any check: a reason without a code, a reason of more
// than 123 octets and a forbidden code are written too.
void encodeClosePayload(std::optional<std::uint16_t> code, OctetView reason, OctetBuffer &out);

// Whether an endpoint may send this code in a close frame: 1000 to 1003, 1007 to 1014, 3000 to 4999
// (RFC 6455 7.4.1 and 7.4.2, and the IANA registry that 11.7 sets up).
[[nodiscard]] bool isCloseCodeAllowed(std::uint16_t code);
// Why it may not; None if it may.
[[nodiscard]] FaultReason faultOfCloseCode(std::uint16_t code);

} // namespace fg
