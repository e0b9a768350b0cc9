// What the connection of a SocketDriver is doing, and what is known only while it does that.
//
// A connection is Unopened, Connecting, in its TlsHandshake (if it uses TLS), NewlyEstablished, Established,
// StreamOver, HalfClosed (only if TLS ends before TCP does) and Closed, in this order. Connecting and
// TlsHandshake may lead to Failed instead, and that to Closed. drop() leads from any of them to Closed.
#pragma once

#include "protocol/transport/closing.h"
#include "protocol/transport/transport.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fg::socket_state {

struct Unopened
{
};

// A client looks up the host's name, then connects with TCP. An accepted connection passes through at once.
struct Connecting
{
};

// TCP is connected.
struct TlsHandshake
{
    // Of the peer's certificates; none: they have not been checked yet.
    std::optional<std::vector<CertificateFault>> faults;
};

// The stream was not established, and will not be. The listener has not been told yet.
struct Failed
{
    TransportError error;
};

// Octets can pass. The listener has not been told yet, and will be even if the stream has already ended.
struct NewlyEstablished
{
    PeerInfo peer;
    std::optional<std::string> end; // set once the stream has ended: Qt's words for it, if there are any
};

// What has happened since the listener was told that octets can pass.
struct Flow
{
    bool isDrainedOwed = false; // something was written since the last transportDrained
    bool hasReceived = false;
};

// Octets pass in both directions.
struct Established
{
    Flow flow;
};

// Nothing more can leave, but octets that arrived before the end may still be unread.
struct StreamOver
{
    Flow flow;
    std::string end; // as in NewlyEstablished
};

// Everything was read. TLS is over and our side of TCP has ended, the peer's has not. Qt's socket is gone.
struct HalfClosed
{
    std::unique_ptr<TailWatch> tail;
};

// The listener was told of the end or the failure, or the connection was dropped. Qt's socket is gone.
struct Closed
{
};

using State = std::variant<Unopened, Connecting, TlsHandshake, Failed, NewlyEstablished, Established,
                           StreamOver, HalfClosed, Closed>;

} // namespace fg::socket_state
