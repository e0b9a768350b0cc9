// A server without cases on a port of this machine, for any number of clients within limits: what becomes of
// their messages is up to the class that derives from it. Lives in the thread that it is made in.
#pragma once

#include "protocol/session/live/live_session.h"
#include "protocol/transport/socket_listener.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace fg {

struct PeerLimits
{
    // A longer message fails its connection with 1009.
    std::uint64_t messageOctets = 64ull * 1024 * 1024;
    // Of messages that are not complete yet, over all connections. The one that goes beyond is closed with
    // 1013 (try again later) and dropped.
    std::uint64_t unfinishedOctets = 256ull * 1024 * 1024;
    // A connection of which nothing has come for so long is closed with 1001, at most a quarter later; 0:
    // never.
    Duration idle{};
};

struct PeerSettings
{
    ListenSettings listen; // bounds the connections; loopback and a free port unless told otherwise
    PeerLimits limits;
    // How offers of permessage-deflate are answered; none: not at all.
    std::optional<DeflateServerSettings> deflate = DeflateServerSettings{};
};

class PlainPeer : private LiveSessionListener
{
public:
    ~PlainPeer() override;

    // nullopt when it listens.
    [[nodiscard]] std::optional<TransportError> start();
    // "ws://127.0.0.1:49152/".
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::size_t connections() const { return m_connections.size(); }

protected:
    // `replyLimit`: of LiveSettings.
    PlainPeer(PeerSettings settings, std::size_t replyLimit, TimeSource &time, Entropy &entropy);

    // A whole message; its payload is borrowed. May give commands to any session.
    virtual void messageCame(LiveSession &from, const EndpointEvent &message) = 0;
    // All messages of a read have come, or the session they came from is over.
    virtual void readEnded() { }
    // Goes out as it came: compressed, where it was and that is agreed with whom it goes to.
    [[nodiscard]] static MessageSpec sameAs(const EndpointEvent &message);

    // Calls `visit(LiveSession &)` for each connection whose closing has not begun.
    template <typename Visit> void forEachOpen(Visit &&visit)
    {
        for (const auto &[session, connection] : m_connections) {
            if (connection.session->endpoint().state() == ConnectionState::Open)
                visit(*connection.session);
        }
    }
    [[nodiscard]] TimeSource &time() const { return m_time; }

private:
    struct Connection
    {
        std::unique_ptr<LiveSession> session;
        std::uint64_t unfinished = 0; // as counted in m_unfinished
        std::uint64_t position = 0; // octets of the peer when they were last looked at
        unsigned idleLooks = 0; // since then
    };

    void accept(std::unique_ptr<Transport> transport);
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionReceived(LiveSession &session) override;
    void sessionEnded(LiveSession &session) override;
    void watchIdle();
    void lookForIdle();

    PeerSettings m_settings;
    std::size_t m_replyLimit;
    TimeSource &m_time;
    Entropy &m_entropy;
    SocketListener m_listener;
    std::unordered_map<const LiveSession *, Connection> m_connections;
    std::uint64_t m_unfinished = 0;
    std::unique_ptr<Timer> m_idleTimer;
};

} // namespace fg
