// A server that sends every message of one client to all that are connected, the one it came from too, and on
// request a message of its own from time to time.
#pragma once

#include "protocol/session/live/plain_peer.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace fg {

// What waits for a client that reads slower than the others send. A message that finds nothing waiting is
// always sent. A single read of a sender may hold many messages, far longer ones where it compresses, and
// none of them can leave before it is taken in: for `octets` only what had waited before that read counts.
struct BroadcastQueue
{
    enum class Overflow : std::uint8_t {
        Close, // the client is closed with 1013 (try again later) and dropped
        SkipMessage, // it does not get this message
    };

    std::size_t octets = 4 * 1024 * 1024; // for one client
    std::size_t octetsTogether = 256 * 1024 * 1024; // for all; each has an equal share
    Overflow overflow = Overflow::Close;
};

struct BroadcastSettings
{
    PeerSettings peer{.listen = {}, .limits = {.messageOctets = 1024 * 1024}};
    BroadcastQueue queue;
    std::optional<Duration> every; // between messages of our own; none: there are none
    std::string text; // of these, UTF-8; empty: "tick 1", "tick 2" ...
};

class BroadcastPeer final : public PlainPeer
{
public:
    BroadcastPeer(BroadcastSettings settings, TimeSource &time, Entropy &entropy);

    // nullopt when it listens.
    [[nodiscard]] std::optional<TransportError> start();
    // To all that are connected.
    void send(const MessageSpec &message);

private:
    void messageCame(LiveSession &from, const EndpointEvent &message) override;
    void readEnded() override;
    void sendOn(const MessageSpec &message);
    [[nodiscard]] std::size_t shareOfEach() const;
    void tickLater();
    void tick();

    BroadcastQueue m_queue;
    std::optional<Duration> m_every;
    std::string m_text;
    // Octets that waited for each client when the first message of the read that is taken in came.
    std::unordered_map<const LiveSession *, std::size_t> m_waitedBefore;
    std::unique_ptr<Timer> m_timer;
    std::uint64_t m_ticks = 0;
};

} // namespace fg
