// A server without cases on a port of this machine, for any number of clients within limits. A derived class
// processes their messages. It is used only in the thread that creates it.
#pragma once

#include "protocol/handshake/access.h"
#include "protocol/session/live/live_session.h"
#include "protocol/transport/socket_listener.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace fg {

struct PeerLimits
{
    // A longer message fails its connection with 1009.
    std::uint64_t messageOctets = 64ull * 1024 * 1024;
    // Limit for everything that all connections hold together, in octets of memory: see ConnectionBudget.
    std::uint64_t memoryOctets = ConnectionBudget::usualLimit;
    // Limit for incomplete messages of all connections. The connection that exceeds it is closed with 1013
    // (try again later) and dropped. nullopt: only the limit for everything applies.
    std::optional<std::uint64_t> unfinishedOctets;
    // A connection on which no whole frame is received for this long is closed with 1001, and one that takes
    // nothing of what waits for it is dropped, at most a quarter of this time later; 0: never.
    Duration idle{};
};

struct PeerSettings
{
    // Limits the number of connections. By default it is the loopback address and a free port.
    ListenSettings listen;
    AccessSettings access;
    PeerLimits limits;
    // How offers of permessage-deflate are answered; nullopt: they are declined. They also are while the
    // contexts of all connections may take as much as ConnectionBudget::mostForContexts().
    std::optional<DeflateServerSettings> deflate = DeflateServerSettings{};
    // Called when a connection was dropped because of limits.memoryOctets; may be empty.
    ConnectionBudget::Report onMemoryDrop;
    // Called with a sentence when limits.idle was stretched (time_limit.h), because the connections have no
    // log; may be empty.
    std::function<void(const std::string &)> onStretch;
};

class PlainPeer : private LiveSessionListener
{
public:
    ~PlainPeer() override;

    // nullopt if it listens.
    [[nodiscard]] std::optional<TransportError> start();
    // For example "ws://127.0.0.1:49152/".
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::size_t connections() const { return m_connections.size(); }

protected:
    // `replyLimit`: see LiveSettings.
    PlainPeer(PeerSettings settings, std::size_t replyLimit, TimeSource &time, Entropy &entropy);

    // Called with a complete message; its payload is borrowed. May give commands to any session.
    virtual void messageReceived(LiveSession &from, const EndpointEvent &message) = 0;
    // All messages of a read have been passed to messageReceived(), or the session that sent them has ended.
    virtual void readEnded() { }
    // A message to send that is the same as the received one. It is compressed if that one was and if the
    // recipient's connection agreed on compression.
    [[nodiscard]] static MessageSpec sameAs(const EndpointEvent &message);

    // Calls `visit(LiveSession &)` for each connection that is open and not closing.
    template <typename Visit> void forEachOpen(Visit &&visit)
    {
        for (const auto &[session, connection] : m_connections) {
            if (connection.session->endpoint().state() == ConnectionState::Open)
                visit(*connection.session);
        }
    }
    [[nodiscard]] TimeSource &time() const { return m_time; }
    [[nodiscard]] ConnectionBudget &budget() { return m_budget; }

private:
    struct Connection
    {
        std::unique_ptr<LiveSession> session;
        std::uint64_t unfinished = 0; // The part of m_unfinished that belongs to this connection.
        Standstill received; // End of the last whole frame.
    };

    void accept(std::unique_ptr<Transport> transport);
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionReceived(LiveSession &session) override;
    void sessionEnded(LiveSession &session) override;
    void answer(LiveSession &session);
    [[nodiscard]] bool hasRoomForContexts() const;
    void watchIdle();
    void closeIdle();

    PeerSettings m_settings;
    std::size_t m_replyLimit;
    TimeSource &m_time;
    Entropy &m_entropy;
    AccessGuard m_guard;
    SocketListener m_listener;
    ConnectionBudget m_budget; // Outlives the connections.
    std::unordered_map<const LiveSession *, Connection> m_connections;
    std::uint64_t m_unfinished = 0;
    std::unique_ptr<Timer> m_idleTimer;
};

} // namespace fg
