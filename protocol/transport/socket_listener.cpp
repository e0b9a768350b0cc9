#include "protocol/transport/socket_listener.h"

#include "protocol/transport/socket_driver.h"
#include "protocol/transport/tls_files.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpServer>

#include <utility>

namespace fg {

// Shared with the connections, which may outlive the listener.
struct ConnectionCount
{
    std::size_t open = 0;
    std::function<void()> freed; // emptied when the listener is destroyed
};

class SocketListener::Server : public QTcpServer
{
public:
    Server()
    {
        m_count->freed = [this] { acceptWithinLimit(); };
    }
    ~Server() override { m_count->freed = nullptr; }

    void setHandler(Handler handler) { m_handler = std::move(handler); }

    std::optional<TransportError> start(const ListenSettings &settings)
    {
        close();
        m_tls.reset();
        m_limit = settings.maxConnections;
        if (settings.tls) {
            TlsConfiguration configuration = serverConfiguration(*settings.tls);
            if (auto *error = std::get_if<TransportError>(&configuration))
                return std::move(*error);
            m_tls = std::get<QSslConfiguration>(configuration);
        }
        const QHostAddress address(QString::fromStdString(settings.address));
        if (address.isNull())
            return failure(settings, "not a numeric IP address");
        setProxy(QNetworkProxy::NoProxy);
        if (!listen(address, settings.port))
            return failure(settings, errorString().toStdString());
        acceptWithinLimit();
        return std::nullopt;
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto socket = std::make_unique<QSslSocket>();
        if (!socket->setSocketDescriptor(descriptor))
            return;
        std::shared_ptr<void> slot = reserveSlot();
        acceptWithinLimit();
        m_handler(std::make_unique<SocketDriver>(
            AcceptedSocket{.socket = std::move(socket), .tls = m_tls, .slot = std::move(slot)}));
    }

private:
    // pauseAccepting() would not stop the loop in which QTcpServer accepts all waiting connections; a limit
    // of 0 does.
    void acceptWithinLimit()
    {
        const bool isFull = m_count->open >= m_limit;
        setMaxPendingConnections(isFull ? 0 : 1);
        if (!isFull && isListening())
            resumeAccepting();
    }

    std::shared_ptr<void> reserveSlot()
    {
        ++m_count->open;
        return {nullptr, [count = m_count](std::nullptr_t) {
                    --count->open;
                    if (count->freed)
                        count->freed();
                }};
    }

    static TransportError failure(const ListenSettings &settings, const std::string &why)
    {
        return {.kind = TransportErrorKind::Other,
                .detail = settings.address + " port " + std::to_string(settings.port) + ": " + why,
                .certificateFaults = {}};
    }

    Handler m_handler;
    std::optional<QSslConfiguration> m_tls;
    std::size_t m_limit = 0;
    std::shared_ptr<ConnectionCount> m_count = std::make_shared<ConnectionCount>();
};

SocketListener::SocketListener()
    : m_server(std::make_unique<Server>())
{
}

SocketListener::~SocketListener() = default;

void SocketListener::setHandler(Handler handler) { m_server->setHandler(std::move(handler)); }

std::optional<TransportError> SocketListener::start(const ListenSettings &settings)
{
    return m_server->start(settings);
}

std::uint16_t SocketListener::port() const { return m_server->serverPort(); }

void SocketListener::stop() { m_server->close(); }

} // namespace fg
