// The Transport over a QSslSocket: a client's or an accepted one, with or without TLS.
#pragma once

#include "protocol/transport/one_way_sender.h"
#include "protocol/transport/qt_time_source.h"
#include "protocol/transport/socket_state.h"
#include "protocol/transport/socket_transport.h"
#include "protocol/transport/socket_twin.h"
#include "protocol/transport/time_limit.h"
#include "protocol/transport/tls_overhead.h"
#include "protocol/transport/write_queue.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

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
    void writeShared(const SharedOctets &octets) override;
    [[nodiscard]] bool isDrained() const override;
    [[nodiscard]] std::size_t waitingOctets() const override;
    [[nodiscard]] std::size_t waitingSharedOctets() const override { return m_queue.shared(); }
    [[nodiscard]] std::size_t unreadOctets() const override;
    [[nodiscard]] std::uint64_t takenOctets() const override { return m_taken; }
    void drop() override;
    void abort() override;
    void setReading(bool on) override;
    // See one_way_sender.h.
    [[nodiscard]] std::optional<PlainStream> detach();

private:
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
    void onTaken(qint64 octets);
    void onConnectTimeout();
    void onError(QAbstractSocket::SocketError error);
    // Called with UnknownSocketError and no text if Qt reports an end without an error.
    void onStreamOver(QAbstractSocket::SocketError error, const std::string &text);
    void onAlert(QSsl::AlertLevel level, QSsl::AlertType type);
    void onAlertSent(QSsl::AlertLevel level, QSsl::AlertType type, const QString &words);
    void onCertificateFaults(const QList<QSslError> &errors);
    void onClientRefused(const QSslError &error);

    [[nodiscard]] std::vector<CertificateFault>
    refusedFaults(const socket_state::TlsHandshake &handshake) const;
    [[nodiscard]] bool areAcceptable(const std::vector<CertificateFault> &faults) const;
    void fail(TransportError error);
    [[nodiscard]] bool isConnecting() const; // including the TLS handshake
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] bool isFlowing() const; // Established or StreamOver
    [[nodiscard]] socket_state::Flow &flow(); // only while isFlowing()

    // Reports everything that is new to the listener. The steps that call the listener return false if the
    // listener destroyed this object or dropped the connection.
    void report();
    void reportSoon();
    void reportProgress();
    void watchRecords();
    // Octets that TLS has taken from the stream; nullopt if the system does not say.
    [[nodiscard]] std::optional<std::uint64_t> octetsTakenByTls() const;
    [[nodiscard]] bool sendsTooMuchForNothing();
    [[nodiscard]] bool reportReady();
    [[nodiscard]] bool reportReceived();
    [[nodiscard]] bool reportDrained();
    [[nodiscard]] std::size_t readSome(std::span<std::byte> into);
    void handToSocket(OctetView octets, WriteMode mode);
    void feedUnlessBroken();
    [[nodiscard]] bool isBroken();
    void flushUnlessBroken();
    [[nodiscard]] bool hasLeft() const;
    void awaitAcknowledgement();
    void checkAcknowledgement();

    void finish();
    void endOwnSide();
    void reportEnded(TcpEnd how);
    void reportFailed(TransportError error);
    void releaseSocket();
    void abandonSocket();

    [[nodiscard]] PeerInfo describePeer() const;
    [[nodiscard]] TransportError describeError(QAbstractSocket::SocketError error, const std::string &text,
                                               const std::vector<CertificateFault> &faults) const;
    [[nodiscard]] std::optional<std::uint8_t> fatalAlert() const;
    [[nodiscard]] TlsEnd tlsEnd();

    TransportListener *m_listener = nullptr;
    const std::variant<ConnectSettings, ServerSettings> m_role;
    std::shared_ptr<void> m_slot;

    std::unique_ptr<QSslSocket> m_socket; // null when HalfClosed or Closed
    SocketTwin m_twin;
    QtTimeSource m_time;
    std::unique_ptr<Timer> m_handshakeLimit; // runs while Connecting and during the TlsHandshake
    QTimer m_acknowledgementTimer; // runs while an acknowledgement is expected
    QDeadlineTimer m_acknowledgementLimit;
    std::chrono::milliseconds m_waitedInVain{};
    WriteQueue m_queue; // what follows what Qt has
    std::uint64_t m_taken = 0; // octets that the system has taken, as Qt reports them
    std::uint64_t m_handedOver = 0; // octets, to the listener
    TlsOverhead m_overhead;
    bool m_haveRecordsArrived = false; // since m_overhead looked last; only with TLS

    socket_state::State m_state;
    bool m_isReading = true; // as the owner set it
    bool m_isReportingReceived = false; // transportReceived has not returned
    bool m_isReportDue = false; // the event loop will call report()

    // The alert with which the peer ended TLS: close_notify, or a fatal one (RFC 8446 6.1 and 6.2).
    std::optional<QSsl::AlertType> m_lastAlert;
    // Qt's words for the fatal alert with which we ended the TLS handshake; empty if there was none.
    std::string m_sentAlert;
};

} // namespace fg
