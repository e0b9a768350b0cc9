#include "protocol/session/live/echo_peer.h"

#include <utility>

namespace fg {

namespace {

// Beyond this the peer has to read before more of it is read.
constexpr std::size_t replyLimit = 16 * 1024 * 1024;

} // namespace

EchoPeer::EchoPeer(PeerSettings settings, TimeSource &time, Entropy &entropy)
    : PlainPeer(std::move(settings), replyLimit, time, entropy)
{
}

void EchoPeer::messageCame(LiveSession &from, const EndpointEvent &message)
{
    from.sendMessage(sameAs(message));
}

} // namespace fg
