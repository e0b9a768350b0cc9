// A server that sends every message back, compressed if it was received compressed.
#pragma once

#include "protocol/session/live/plain_peer.h"

namespace fg {

class EchoPeer final : public PlainPeer
{
public:
    EchoPeer(PeerSettings settings, TimeSource &time, Entropy &entropy);

private:
    void messageReceived(LiveSession &from, const EndpointEvent &message) override;
};

} // namespace fg
