// A server that sends every message of a client to all connected clients, including the sender, and if asked
// to also a message of its own at regular intervals.
#pragma once

#include "protocol/session/live/plain_peer.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace fg {

// Limits for the octets that wait for a client that reads more slowly than the others send. A message is
// always sent if nothing waits for the client. One read may hold many messages, which are much longer once
// inflated, and none of them can be sent before the whole read has been processed. Therefore `octets` only
// counts what was waiting before that read.
struct BroadcastQueue
{
    enum class Overflow : std::uint8_t {
        Close, // The client is closed with 1013 (try again later) and dropped.
        SkipMessage, // The client does not get this message.
    };

    // For one client. If its pongs and other replies are more than this, it is not read until they have left.
    std::size_t octets = 4 * 1024 * 1024;
    std::size_t octetsTogether = 64 * 1024 * 1024; // For all clients, each with an equal share.
    Overflow overflow = Overflow::Close;

    // What may have been waiting for each of as many clients: an equal share, and no more than `octets`. If
    // the memory of all connections has no room left, it is also no more than the budget lets everybody hold:
    // whoever took the memory pays for it, not a client for which a few octets wait.
    [[nodiscard]] std::size_t mostWaiting(std::size_t clients, const ConnectionBudget &budget) const;
    [[nodiscard]] std::size_t shareOfEach(std::size_t clients) const;
};

struct BroadcastSettings
{
    PeerSettings peer{.listen = {}, .limits = {.messageOctets = 1024 * 1024}};
    BroadcastQueue queue;
    std::optional<Duration> every; // Interval of our own messages; nullopt: none are sent.
    std::string text; // Text of our own messages, in UTF-8; empty: "tick 1", "tick 2" ...
};

class BroadcastPeer final : public PlainPeer
{
public:
    BroadcastPeer(BroadcastSettings settings, TimeSource &time, Entropy &entropy);

    // nullopt if it listens.
    [[nodiscard]] std::optional<TransportError> start();
    // Sends to all connected clients.
    void send(const MessageSpec &message);

private:
    void messageReceived(LiveSession &from, const EndpointEvent &message) override;
    void readEnded() override;
    void forward(const MessageSpec &message);
    // Whether there is room for as many compressed copies of a message as there are clients.
    [[nodiscard]] bool mayCompress(const MessageSpec &message);
    void tickLater();
    void tick();

    BroadcastQueue m_queue;
    std::optional<Duration> m_every;
    std::string m_text;
    // Octets that waited for each client when the first message of the current read was processed.
    std::unordered_map<const LiveSession *, std::size_t> m_waitedBefore;
    std::unique_ptr<Timer> m_timer;
    std::uint64_t m_ticks = 0;
};

} // namespace fg
