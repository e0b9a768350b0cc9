// The replies of an endpoint that follows the RFC. Each reply can be switched off, to see what a peer does
// without it.
#pragma once

#include "protocol/endpoint/endpoint.h"

namespace fg {

struct Policies
{
    bool answersPings = true; // RFC 6455 5.5.2, while open
    bool answersClose = true; // 5.5.1, with code 1000
    bool failsOnViolation = true; // 7.1.7
    // 7.1.1: after a timeout, a refused handshake, or as a server after both close frames.
    bool dropsWhenDue = true;
    bool acceptsRequests = true; // 4.2.2
};

struct Reply
{
    enum class Kind : std::uint8_t { None, Accept, Refuse, Pong, Close, Fail, Drop };
    Kind kind = Kind::None;
    OctetView payload; // Pong: borrowed from the event
    std::uint16_t code = 0; // Close, Fail
};

[[nodiscard]] Reply replyTo(const EndpointEvent &event, const Endpoint &endpoint, const Policies &policies);

} // namespace fg
