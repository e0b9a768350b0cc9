// What an endpoint that keeps the RFC replies to an event. Each reply can be switched off, for whoever
// wants to see what a peer does without it.
#pragma once

#include "protocol/endpoint/endpoint.h"

namespace fg {

struct Policies
{
    bool answersPings = true; // RFC 6455 5.5.2, while open
    bool answersClose = true; // 5.5.1, with 1000
    bool failsOnViolation = true; // 7.1.7
    bool dropsWhenDue = true; // 7.1.1: timeouts, a refused handshake, a server after both close frames
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
