#include "protocol/session/live/echo_peer.h"

#include <utility>

namespace fg {

EchoPeer::EchoPeer(PeerSettings settings, TimeSource &time, Entropy &entropy)
    : PlainPeer(std::move(settings), usualReplyLimit, time, entropy)
{
}

void EchoPeer::messageReceived(LiveSession &from, const EndpointEvent &message)
{
    from.sendMessage(sameAs(message));
}

} // namespace fg
