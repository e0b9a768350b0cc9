// A server that sends every message back: the engine's server role on a port of this machine. Lives in
// the thread that it is made in.
#pragma once

#include "protocol/session/live_session.h"
#include "protocol/transport/socket_listener.h"

#include <list>
#include <memory>

namespace fg {

struct EchoSettings
{
    ListenSettings listen; // loopback and a free port unless told otherwise
    std::uint64_t messageLimit = 64ull * 1024 * 1024;
    // How offers of permessage-deflate are answered; none: not at all. What comes compressed goes back
    // compressed.
    std::optional<DeflateServerSettings> deflate = DeflateServerSettings{};
};

class EchoPeer final : private LiveSessionListener
{
public:
    EchoPeer(EchoSettings settings, TimeSource &time, Entropy &entropy);
    ~EchoPeer() override;

    // nullopt when it listens.
    [[nodiscard]] std::optional<TransportError> start();
    // "ws://127.0.0.1:49152/".
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::size_t connections() const { return m_sessions.size(); }

private:
    void accept(std::unique_ptr<Transport> transport);
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;

    EchoSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    SocketListener m_listener;
    std::list<std::unique_ptr<LiveSession>> m_sessions;
};

} // namespace fg
