// A TLS client and its server, with a relay between them that sees the records and can cut the stream as no
// library would.
#pragma once

#include "protocol/transport/socket_listener.h"
#include "protocol/transport/socket_transport.h"
#include "tests/protocol/transport/certificates.h"
#include "tests/protocol/transport/loopback.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace fg::test {

class TlsRelay
{
public:
    explicit TlsRelay(const SocketListener &server);
    ~TlsRelay();
    TlsRelay(const TlsRelay &) = delete;
    TlsRelay &operator=(const TlsRelay &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_listener.serverPort(); }
    // Lengths of the application data records (RFC 8446 5.1) so far.
    [[nodiscard]] const std::vector<std::size_t> &recordsFromClient() const { return m_fromClient.sizes; }
    [[nodiscard]] const std::vector<std::size_t> &recordsFromServer() const { return m_fromServer.sizes; }
    void forgetRecords();

    // Does not pass the server's end on to the client.
    void keepClientOpen() { m_isClientKept = true; }
    // Ends the client's connection with FIN or RST, without any TLS alert.
    void closeClient();
    void resetClient();
    // Passes octets to the client that the server never sent.
    void forge(std::string_view octets);
    // Whether the client has ended its direction or the whole connection.
    [[nodiscard]] bool hasClientEnded() const { return m_hasClientEnded; }

private:
    struct Records
    {
        QByteArray pending;
        std::vector<std::size_t> sizes;
        void add(const QByteArray &octets);
    };

    void join();

    QTcpServer m_listener;
    std::unique_ptr<QTcpSocket> m_client;
    std::unique_ptr<QTcpSocket> m_server;
    std::uint16_t m_serverPort;
    Records m_fromClient;
    Records m_fromServer;
    bool m_isClientKept = false;
    bool m_hasClientEnded = false;
};

// The differences from a client that trusts the authority and a server with a valid certificate.
struct TlsPairSettings
{
    std::string names = "IP:127.0.0.1,DNS:localhost";
    TestAuthority::Validity validity = TestAuthority::Validity::Current;
    bool isClientCertificateDemanded = false;
};

class TlsPair
{
public:
    explicit TlsPair(const TlsPairSettings &settings = {});

    // Opens the client and returns true once both ends are ready.
    [[nodiscard]] bool connect();
    void open();
    [[nodiscard]] bool failed();

    TestAuthority authority;
    CertificateFiles serverFiles;
    SocketListener listener;
    TlsRelay relay;
    ConnectSettings clientSettings;
    Recorder clientRecorder;
    Recorder serverRecorder;
    std::unique_ptr<Transport> client;
    std::unique_ptr<Transport> server;
};

} // namespace fg::test
