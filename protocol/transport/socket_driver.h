// The Transport over QSslSocket: client or accepted, in the clear or through TLS.
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

namespace fg {

// A socket that a listener accepted.
struct AcceptedSocket
{
    std::unique_ptr<QSslSocket> socket; // connected
    std::optional<QSslConfiguration> tls;
    std::shared_ptr<void> slot; // the listener's count of it, given back with the socket
};

// How the octets leave. QSslSocket buffers, and merges what it has buffered: an Alone write is flushed before
// and after, and each flush is one send (or more, where the system takes only a part). Buffered writes are
// flushed together: those that answer what was read, as soon as that is answered, others by the next turn
// of the event loop. Nothing tells Qt of an acknowledgement, so after an Acknowledged write it is looked for
// every millisecond.
//
// Notices come from serve(), which the event loop calls, or straight from QSslSocket's readyRead without TLS.
// With TLS they never do, since QSslSocket is in the middle of OpenSSL's buffers when it emits.
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

    void listenToSocket();
    void openClient();
    void openAccepted();
    void startTls(const QSslConfiguration &configuration);

    void onConnected();
    void onReady();
    void onReadyRead();
    void onStreamOver();
    void onError(QAbstractSocket::SocketError error);
    void onAlert(QSsl::AlertLevel level, QSsl::AlertType type);
    void onCertificateFaults(const QList<QSslError> &errors);

    // Brings the listener up to date. The steps that tell something return false when that was the last the
    // object saw.
    void serve();
    void serveSoon();
    void takeTurn();
    [[nodiscard]] bool tellReady();
    [[nodiscard]] bool tellReceived();
    [[nodiscard]] bool tellDrained();
    [[nodiscard]] std::size_t readSome();
    [[nodiscard]] bool isBroken();
    void flushUnlessBroken();
    [[nodiscard]] bool hasLeft() const;
    void awaitAcknowledgement();
    void lookForAcknowledgement();

    void conclude();
    void settle();
    void tellEnded(TcpEnd how);
    void tellFailed(const TransportError &error);
    void releaseSocket();

    [[nodiscard]] PeerInfo describePeer() const;
    [[nodiscard]] TransportError describeError() const;
    [[nodiscard]] TlsEnd tlsEnd();

    TransportListener *m_listener = nullptr;
    ConnectSettings m_settings; // of a client
    std::optional<QSslConfiguration> m_serverTls;
    std::shared_ptr<void> m_slot;
    const bool m_isClient;
    const bool m_isTls;

    std::unique_ptr<QSslSocket> m_socket; // null once the stream is over
    SocketTwin m_twin;
    std::unique_ptr<TailWatch> m_tail;
    QTimer m_handshakeLimit;
    QTimer m_acknowledgementLook; // runs while an acknowledgement is waited for
    QDeadlineTimer m_acknowledgementLimit;
    std::chrono::milliseconds m_waitedInVain{};
    OctetBuffer m_readBuffer;

    Stage m_stage = Stage::New;
    bool m_isReading = true;
    bool m_isTellingReceived = false;
    bool m_isServeDue = false;
    bool m_isDrainedOwed = false; // something was written since the last transportDrained
    bool m_hasReceived = false;

    std::optional<PeerInfo> m_peer; // once octets can be written
    // What is known of the end, told after all that came before it.
    bool m_isStreamOver = false;
    bool m_hasTimedOut = false;
    bool m_hasCloseNotify = false;
    std::optional<std::uint8_t> m_fatalAlert;
    std::vector<CertificateFault> m_faults;
    std::optional<TransportError> m_setupError;
    QAbstractSocket::SocketError m_error = QAbstractSocket::UnknownSocketError;
    std::string m_errorText;
};

} // namespace fg
