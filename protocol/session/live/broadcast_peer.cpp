#include "protocol/session/live/broadcast_peer.h"

#include "protocol/wire/close_payload.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

constexpr std::size_t noReplyLimit = 0; // What is sent is not a reply; the queue has its own limit.

} // namespace

BroadcastPeer::BroadcastPeer(BroadcastSettings settings, TimeSource &time, Entropy &entropy)
    : PlainPeer(std::move(settings.peer), noReplyLimit, time, entropy)
    , m_queue(settings.queue)
    , m_every(settings.every)
    , m_text(std::move(settings.text))
{
}

std::optional<TransportError> BroadcastPeer::start()
{
    if (auto error = PlainPeer::start())
        return error;
    if (m_every)
        tickLater();
    return std::nullopt;
}

void BroadcastPeer::send(const MessageSpec &message)
{
    forward(message);
    readEnded();
}

void BroadcastPeer::messageReceived(LiveSession &, const EndpointEvent &message) { forward(sameAs(message)); }

void BroadcastPeer::forward(const MessageSpec &message)
{
    const std::size_t share = shareOfEach();
    forEachOpen([&](LiveSession &session) {
        const std::size_t waiting = session.waitingOctets();
        const std::size_t before = m_waitedBefore.try_emplace(&session, waiting).first->second;
        const bool isBehind = before > std::min(m_queue.octets, share);
        if (waiting == 0 || (!isBehind && waiting + message.payload.size() <= share)) {
            session.sendMessage(message);
        } else if (m_queue.overflow == BroadcastQueue::Overflow::Close) {
            session.startClose(close_code::tryAgainLater, {});
            session.drop();
        }
    });
}

void BroadcastPeer::readEnded() { m_waitedBefore.clear(); }

std::size_t BroadcastPeer::shareOfEach() const
{
    return m_queue.octetsTogether / std::max<std::size_t>(connections(), 1);
}

void BroadcastPeer::tickLater()
{
    m_timer = time().startTimer(*m_every, [this] { tick(); });
}

void BroadcastPeer::tick()
{
    ++m_ticks;
    const std::string text = m_text.empty() ? "tick " + std::to_string(m_ticks) : m_text;
    send({.opcode = Opcode::Text, .payload = octetsOf(text)});
    tickLater();
}

} // namespace fg
