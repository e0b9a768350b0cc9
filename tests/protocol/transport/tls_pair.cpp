#include "tests/protocol/transport/tls_pair.h"

#include <QHostAddress>

#include <gtest/gtest.h>

#include <sys/socket.h>

namespace fg::test {

TlsRelay::TlsRelay(const SocketListener &server)
    : m_serverPort(server.port())
{
    m_listener.listen(QHostAddress::LocalHost);
    QObject::connect(&m_listener, &QTcpServer::newConnection, &m_listener, [this] { join(); });
}

TlsRelay::~TlsRelay()
{
    // Sockets emit disconnected() while they are destroyed.
    for (QTcpSocket *socket : {m_client.get(), m_server.get()}) {
        if (socket != nullptr)
            socket->disconnect(&m_listener);
    }
}

void TlsRelay::join()
{
    m_client.reset(m_listener.nextPendingConnection());
    m_client->setParent(nullptr);
    m_server = std::make_unique<QTcpSocket>();
    m_client->setReadBufferSize(64 * 1024);
    m_server->setReadBufferSize(64 * 1024);
    // Reads no more than the other side accepts, so that a slow reader slows down the sender.
    const auto pass = [](QTcpSocket &from, QTcpSocket &to, Records &records) {
        const bool isLast = from.state() == QAbstractSocket::UnconnectedState;
        while (to.state() == QAbstractSocket::ConnectedState && (isLast || to.bytesToWrite() < 64 * 1024)) {
            const QByteArray octets = from.read(16 * 1024);
            if (octets.isEmpty())
                return;
            records.add(octets);
            to.write(octets);
        }
    };
    const auto up = [this, pass] { pass(*m_client, *m_server, m_fromClient); };
    const auto down = [this, pass] { pass(*m_server, *m_client, m_fromServer); };
    QObject::connect(m_client.get(), &QTcpSocket::readyRead, &m_listener, up);
    QObject::connect(m_server.get(), &QTcpSocket::bytesWritten, &m_listener, up);
    QObject::connect(m_server.get(), &QTcpSocket::connected, &m_listener, up);
    QObject::connect(m_server.get(), &QTcpSocket::readyRead, &m_listener, down);
    QObject::connect(m_client.get(), &QTcpSocket::bytesWritten, &m_listener, down);
    QObject::connect(m_client.get(), &QTcpSocket::disconnected, &m_listener, [this] {
        m_hasClientEnded = true;
        m_server->disconnectFromHost();
    });
    QObject::connect(m_server.get(), &QTcpSocket::disconnected, &m_listener, [this, down] {
        down();
        if (!m_isClientKept)
            m_client->disconnectFromHost();
    });
    m_server->connectToHost(QHostAddress::LocalHost, m_serverPort);
}

void TlsRelay::Records::add(const QByteArray &octets)
{
    constexpr qsizetype headerSize = 5;
    constexpr char applicationData = 23;
    pending += octets;
    while (pending.size() >= headerSize) {
        const auto high = static_cast<unsigned char>(pending[3]);
        const auto low = static_cast<unsigned char>(pending[4]);
        const std::size_t size = static_cast<std::size_t>(high) * 256 + low;
        if (pending.size() < headerSize + static_cast<qsizetype>(size))
            return;
        if (pending[0] == applicationData)
            sizes.push_back(size);
        pending.remove(0, headerSize + static_cast<qsizetype>(size));
    }
}

void TlsRelay::forgetRecords()
{
    m_fromClient.sizes.clear();
    m_fromServer.sizes.clear();
}

void TlsRelay::closeClient() { m_client->disconnectFromHost(); }

void TlsRelay::resetClient()
{
    const linger atOnce{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(static_cast<int>(m_client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                 sizeof atOnce);
    m_client->abort();
}

void TlsRelay::forge(std::string_view octets)
{
    m_client->write(octets.data(), static_cast<qint64>(octets.size()));
}

namespace {

const SocketListener &started(SocketListener &listener, const TestAuthority &authority,
                              const CertificateFiles &files, bool isClientCertificateDemanded)
{
    TlsServerSettings tls{.certificateFile = files.certificate, .keyFile = files.key, .clientCaFile = {}};
    if (isClientCertificateDemanded)
        tls.clientCaFile = authority.files().certificate;
    const auto error = listener.start({.address = "127.0.0.1", .port = 0, .tls = tls});
    EXPECT_FALSE(error.has_value()) << error->detail;
    return listener;
}

} // namespace

TlsPair::TlsPair(const TlsPairSettings &settings)
    : serverFiles(authority.sign("the server", settings.names, settings.validity))
    , relay(started(listener, authority, serverFiles, settings.isClientCertificateDemanded))
{
    listener.setHandler([this](std::unique_ptr<Transport> accepted) {
        server = std::move(accepted);
        server->setListener(&serverRecorder);
        server->open();
    });
    clientSettings.host = "127.0.0.1";
    clientSettings.port = relay.port();
    clientSettings.tls = TlsClientSettings{};
    clientSettings.tls->caFile = authority.files().certificate;
}

void TlsPair::open()
{
    client = makeClientTransport(clientSettings);
    client->setListener(&clientRecorder);
    client->open();
}

bool TlsPair::connect()
{
    open();
    const bool isReady =
        waitUntil([this] { return clientRecorder.has("ready") && serverRecorder.has("ready"); });
    EXPECT_TRUE(isReady) << (clientRecorder.failure ? clientRecorder.failure->detail : "");
    return isReady;
}

bool TlsPair::failed()
{
    open();
    return waitUntil([this] { return clientRecorder.has("failed"); });
}

} // namespace fg::test
