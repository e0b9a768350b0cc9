// The built-in echo peer: started in the network thread on a free loopback port, so that there is always a
// server to connect to.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "protocol/session/live/echo_peer.h"
#include "protocol/transport/network_thread.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>

namespace fg {

class EchoHost final : public QObject
{
    Q_OBJECT

public:
    // Starts the peer at once; the thread must outlive it.
    explicit EchoHost(NetworkThread &network, QObject *parent = nullptr);
    ~EchoHost() override;

    // Empty until it listens.
    [[nodiscard]] const std::string &url() const { return m_url; }
    // Why it cannot listen; nullopt if it can or is still starting.
    [[nodiscard]] const std::optional<TransportError> &error() const { return m_error; }
    [[nodiscard]] bool isStarting() const { return m_url.empty() && !m_error; }

signals:
    void startFinished();
    // It has disconnected a client.
    void noticed(const fg::Trouble &trouble);

private:
    struct Worker; // lives in the network thread

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
    std::string m_url;
    std::optional<TransportError> m_error;
};

} // namespace fg
