#include "protocol/session/live/broadcast_peer.h"

#include "protocol/wire/close_payload.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fg {

namespace {

// A shorter message is copied for each client, which costs less than sharing it.
constexpr std::size_t worthSharing = 16 * 1024;

// The frame of a whole message as a server sends it.
OctetBuffer frameOf(const MessageSpec &message)
{
    FrameHeader header{.opcode = message.opcode, .fin = true};
    header.payloadLength = message.payload.size();
    header.lengthForm = shortestForm(header.payloadLength);
    std::array<std::byte, maxHeaderSize> head;
    const std::size_t size = encodeHeader(header, head);
    OctetBuffer frame;
    frame.reserve(size + message.payload.size());
    frame.assign(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(size));
    frame.insert(frame.end(), message.payload.begin(), message.payload.end());
    return frame;
}

} // namespace

std::size_t BroadcastQueue::shareOfEach(std::size_t clients) const
{
    return octetsTogether / std::max<std::size_t>(clients, 1);
}

std::size_t BroadcastQueue::mostWaiting(std::size_t clients, const ConnectionBudget &budget) const
{
    const std::size_t most = std::min(octets, shareOfEach(clients));
    return budget.room() > 0 ? most
                             : static_cast<std::size_t>(std::min<std::uint64_t>(most, budget.littleEnough()));
}

BroadcastPeer::BroadcastPeer(BroadcastSettings settings, TimeSource &time, Entropy &entropy)
    : PlainPeer(std::move(settings.peer), settings.queue.octets, time, entropy)
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
    const std::size_t share = m_queue.shareOfEach(connections());
    // Looked at for each client, because what it is sent is part of the memory of all.
    const auto mostWaiting = [&] { return m_queue.mostWaiting(connections(), budget()); };
    const bool compresses = mayCompress(message);
    SharedOctets frame; // Made for the first client that is sent it.
    forEachOpen([&](LiveSession &session) {
        const std::size_t waiting = session.waitingOctets();
        const std::size_t before = m_waitedBefore.try_emplace(&session, waiting).first->second;
        const bool isBehind = before > mostWaiting();
        if (waiting == 0 || (!isBehind && waiting + message.payload.size() <= share)) {
            if (message.payload.size() < worthSharing || (compresses && session.endpoint().canCompress())) {
                session.sendMessage(message);
                return;
            }
            if (!frame)
                frame = budget().share(frameOf(message));
            session.sendShared(frame);
        } else if (m_queue.overflow == BroadcastQueue::Overflow::Close) {
            session.startClose(close_code::tryAgainLater, {});
            session.drop();
        }
    });
}

bool BroadcastPeer::mayCompress(const MessageSpec &message)
{
    return message.compression == Compression::On
        && message.payload.size() <= budget().room() / std::max<std::size_t>(connections(), 1);
}

void BroadcastPeer::readEnded() { m_waitedBefore.clear(); }

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
