// Where an endpoint takes what its peer has sent: from octets that are passed to it, or from the log of the
// connection, which reads them for both.
#pragma once

#include "protocol/endpoint/stream_reader.h"

namespace fg {

class PeerOctets
{
public:
    virtual ~PeerOctets() = default;

    // The next event of what has arrived; None: there is none before more octets arrive. It and what it
    // borrows are valid until the next call.
    [[nodiscard]] virtual const InboundEvent &next() = 0;
    [[nodiscard]] virtual StreamReader &reader() = 0;
    [[nodiscard]] virtual const OpeningHandshake &handshake() const = 0;

    // The heads that the endpoint has sent.
    virtual void requestSent(const HttpHead &request) = 0;
    virtual void answerSent(const HttpHead &answer) = 0;
    // The endpoint has refused the request with an answer of the caller.
    virtual void refused() = 0;
};

} // namespace fg
