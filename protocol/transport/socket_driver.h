// The Transport over a QSslSocket: a client's or an accepted one, with or without TLS.
#pragma once

#include "protocol/transport/closing.h"
#include "protocol/transport/socket_transport.h"
#include "protocol/transport/socket_twin.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <variant>

namespace fg {

// A socket that a listener accepted.
struct AcceptedSocket
{
    std::unique_ptr<QSslSocket> socket; // already connected
    std::optional<QSslConfiguration> tls;
    // The connection's place in the listener's count, released together with the socket.
    std::shared_ptr<void> slot;
};

// How octets are sent. QSslSocket buffers, and merges what it has buffered. An Alone write is therefore
// flushed before and after, and each flush is one send (or more, if the system accepts only a part). Buffered
// writes are flushed together: replies to received data as soon as all of it has been handled, others in the
// next turn of the event loop. Qt does not report acknowledgements, so after an Acknowledged write this class
// checks for one every millisecond.
//
// The listener is called from report(), which the event loop calls, or directly from QSslSocket's readyRead
// if there is no TLS. With TLS it is never called from there, because QSslSocket emits readyRead while it is
// using OpenSSL's buffers.
class SocketDriver : public QObject, public Transport
{
public:
    explicit SocketDriver(ConnectSettings settings);
    explicit SocketDriver(AcceptedSocket accepted);
    ~SocketDriver() override;

    void setListener(TransportListener *listener) override { m_listener = listener; }
    void open() override;
    void write(OctetView octets, WriteMode mode) override;
    [[nodiscard]] bool isDrained() const override;
    [[nodiscard]] std::size_t waitingOctets() const override;
    void drop() override;
    void setReading(bool on) override;

private:
    enum class Stage : std::uint8_t { New, Opening, Ready, Over };

    // The role of a server: a listener accepted the connection.
    struct ServerSettings
    {
        std::optional<QSslConfiguration> tls; // none: without TLS
    };

    [[nodiscard]] bool isTls() const;
    [[nodiscard]] Duration connectTimeout() const;
    void listenToSocket();
    void openClient(const ConnectSettings &settings);
    void openAccepted(const ServerSettings &settings);

    void onConnected();
    void onReady();
    void onReadyRead();
    void onStreamOver();
    void onError(QAbstractSocket::SocketError error);
    void onAlert(QSsl::AlertLevel level, QSsl::AlertType type);
    void onCertificateFaults(const QList<QSslError> &errors);

    // Reports everything that is new to the listener. The steps that call the listener return false if the
    // listener destroyed this object.
    void report();
    void reportSoon();
    void reportProgress();
    [[nodiscard]] bool reportReady();
    [[nodiscard]] bool reportReceived();
    [[nodiscard]] bool reportDrained();
    [[nodiscard]] std::size_t readSome();
    [[nodiscard]] bool isBroken();
    void flushUnlessBroken();
    [[nodiscard]] bool hasLeft() const;
    void awaitAcknowledgement();
    void checkAcknowledgement();

    void conclude();
    void endOwnSide();
    void reportEnded(TcpEnd how);
    void reportFailed(const TransportError &error);
    void releaseSocket();

    [[nodiscard]] PeerInfo describePeer() const;
    [[nodiscard]] TransportError describeError() const;
    [[nodiscard]] std::optional<std::uint8_t> fatalAlert() const;
    [[nodiscard]] TlsEnd tlsEnd();

    TransportListener *m_listener = nullptr;
    const std::variant<ConnectSettings, ServerSettings> m_role;
    std::shared_ptr<void> m_slot;

    std::unique_ptr<QSslSocket> m_socket; // null once the stream has ended
    SocketTwin m_twin;
    std::unique_ptr<TailWatch> m_tail;
    QTimer m_handshakeLimit;
    QTimer m_acknowledgementTimer; // runs while an acknowledgement is expected
    QDeadlineTimer m_acknowledgementLimit;
    std::chrono::milliseconds m_waitedInVain{};
    OctetBuffer m_readBuffer;

    Stage m_stage = Stage::New;
    bool m_isReading = true;
    bool m_isReportingReceived = false;
    bool m_isReportDue = false;
    bool m_isDrainedOwed = false; // something was written since the last transportDrained
    bool m_hasReceived = false;

    std::optional<PeerInfo> m_peer; // set once octets can be written
    // What is known of the end, reported after everything that arrived before it.
    bool m_isStreamOver = false;
    bool m_hasTimedOut = false;
    // The alert with which the peer ended TLS: close_notify, or a fatal one (RFC 8446 6.1 and 6.2).
    std::optional<QSsl::AlertType> m_lastAlert;
    std::vector<CertificateFault> m_faults;
    std::optional<TransportError> m_setupError;
    QAbstractSocket::SocketError m_error = QAbstractSocket::UnknownSocketError;
    std::string m_errorText;
};

} // namespace fg
