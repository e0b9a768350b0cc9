#include "protocol/transport/socket_driver.h"

#include "protocol/transport/tls_files.h"
#include "protocol/wire/overloaded.h"

#include <QHostAddress>
#include <QMetaEnum>
#include <QNetworkProxy>
#include <QSslCipher>

#include <utility>

namespace fg {

namespace {

// The most that Qt may hold unread of a stream, in octets; with TLS, once as received and once decrypted.
constexpr qint64 qtReadBufferLimit = 256 * 1024;
// The most octets that one transportReceived hands over.
constexpr std::size_t longestRead = 64 * 1024;
// The time that a connecting client has for its part of the TLS handshake.
constexpr std::chrono::seconds acceptedHandshakeTimeout{10};
constexpr std::chrono::milliseconds acknowledgementCheckInterval{1};
// Counted from the write. A system may delay an acknowledgement for longer, to send it together with data:
// Linux does so for every other octet once data has been sent in reply.
constexpr std::chrono::milliseconds acknowledgementLimit{15};
// Once a connection has waited in vain for this long in total, each write waits no longer than
// shortAcknowledgementLimit.
constexpr std::chrono::milliseconds waitsInVain{300};
constexpr std::chrono::milliseconds shortAcknowledgementLimit{2};

std::string addressText(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 ipv4 = address.toIPv4Address(&isMapped);
    return (isMapped ? QHostAddress(ipv4) : address).toString().toStdString();
}

std::string tlsVersionName(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return "TLSv1.2";
    case QSsl::TlsV1_3:
        return "TLSv1.3";
    default:
        return "TLS, older than 1.2";
    }
}

CertificateFault faultOf(const QSslError &error)
{
    const char *name = QMetaEnum::fromType<QSslError::SslError>().valueToKey(error.error());
    return {.name = name != nullptr ? name : "UnspecifiedError",
            .subject = error.certificate().subjectDisplayName().toStdString(),
            .detail = error.errorString().toStdString()};
}

} // namespace

std::unique_ptr<Transport> makeClientTransport(ConnectSettings settings)
{
    return std::make_unique<SocketDriver>(std::move(settings));
}

SocketDriver::SocketDriver(ConnectSettings settings)
    : m_role(std::move(settings))
    , m_socket(std::make_unique<QSslSocket>())
{
}

SocketDriver::SocketDriver(AcceptedSocket accepted)
    : m_role(ServerSettings{std::move(accepted.tls)})
    , m_slot(std::move(accepted.slot))
    , m_socket(std::move(accepted.socket))
{
    m_socket->setReadBufferSize(qtReadBufferLimit);
}

SocketDriver::~SocketDriver() { drop(); }

bool SocketDriver::isTls() const
{
    return std::visit([](const auto &role) { return role.tls.has_value(); }, m_role);
}

Duration SocketDriver::connectTimeout() const
{
    return std::visit(Overloaded{[](const ConnectSettings &settings) { return settings.connectTimeout; },
                                 [](const ServerSettings &) -> Duration { return acceptedHandshakeTimeout; }},
                      m_role);
}

void SocketDriver::open()
{
    if (m_stage != Stage::New)
        return;
    m_stage = Stage::Opening;
    m_readBuffer.resize(longestRead);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(qtReadBufferLimit);
    listenToSocket();

    m_handshakeLimit.setSingleShot(true);
    connect(&m_handshakeLimit, &QTimer::timeout, this, [this] {
        m_hasTimedOut = true;
        onStreamOver();
    });
    m_handshakeLimit.start(std::chrono::ceil<std::chrono::milliseconds>(connectTimeout()));
    std::visit(Overloaded{[this](const ConnectSettings &settings) { openClient(settings); },
                          [this](const ServerSettings &settings) { openAccepted(settings); }},
               m_role);
}

void SocketDriver::listenToSocket()
{
    QSslSocket *socket = m_socket.get();
    connect(socket, &QSslSocket::connected, this, &SocketDriver::onConnected);
    connect(socket, &QSslSocket::encrypted, this, &SocketDriver::onReady);
    connect(socket, &QSslSocket::readyRead, this, &SocketDriver::onReadyRead);
    connect(socket, &QSslSocket::bytesWritten, this, &SocketDriver::reportSoon);
    connect(socket, &QSslSocket::encryptedBytesWritten, this, &SocketDriver::reportSoon);
    connect(socket, &QSslSocket::disconnected, this, &SocketDriver::onStreamOver);
    connect(socket, &QSslSocket::errorOccurred, this, &SocketDriver::onError);
    connect(socket, &QSslSocket::alertReceived, this, &SocketDriver::onAlert);
    connect(socket, qOverload<const QList<QSslError> &>(&QSslSocket::sslErrors), this,
            &SocketDriver::onCertificateFaults);
    m_acknowledgementTimer.setTimerType(Qt::PreciseTimer);
    m_acknowledgementTimer.setInterval(acknowledgementCheckInterval);
    connect(&m_acknowledgementTimer, &QTimer::timeout, this, &SocketDriver::checkAcknowledgement);
}

void SocketDriver::openClient(const ConnectSettings &settings)
{
    const QString host = QString::fromStdString(settings.host);
    if (!settings.tls) {
        m_socket->connectToHost(host, settings.port);
        return;
    }
    TlsConfiguration configuration = clientConfiguration(*settings.tls);
    if (auto *error = std::get_if<TransportError>(&configuration)) {
        m_setupError = std::move(*error);
        onStreamOver();
        return;
    }
    m_socket->setSslConfiguration(std::get<QSslConfiguration>(configuration));
    m_socket->setPeerVerifyName(QString::fromStdString(settings.tls->serverName));
    m_socket->connectToHostEncrypted(host, settings.port);
}

void SocketDriver::openAccepted(const ServerSettings &settings)
{
    if (m_socket->socketDescriptor() == -1) { // the connection has already gone
        m_peer = describePeer();
        onStreamOver();
        return;
    }
    onConnected();
    if (settings.tls) {
        m_socket->setSslConfiguration(*settings.tls);
        m_socket->startServerEncryption();
    }
}

void SocketDriver::onConnected()
{
    m_twin = SocketTwin(m_socket->socketDescriptor());
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (!isTls())
        onReady();
}

void SocketDriver::onReady()
{
    m_peer = describePeer();
    m_handshakeLimit.stop();
    reportSoon();
}

void SocketDriver::onReadyRead()
{
    if (isTls() || m_stage != Stage::Ready)
        reportSoon();
    else
        reportProgress();
}

void SocketDriver::onStreamOver()
{
    m_isStreamOver = true;
    reportSoon();
}

void SocketDriver::onError(QAbstractSocket::SocketError error)
{
    // The first error is the cause: later ones concern the closing that it led to.
    if (m_errorText.empty()) {
        m_error = error;
        m_errorText = m_socket->errorString().toStdString();
    }
    onStreamOver();
}

void SocketDriver::onAlert(QSsl::AlertLevel level, QSsl::AlertType type)
{
    if (!m_lastAlert && (type == QSsl::AlertType::CloseNotify || level == QSsl::AlertLevel::Fatal))
        m_lastAlert = type;
}

void SocketDriver::onCertificateFaults(const QList<QSslError> &errors)
{
    for (const QSslError &error : errors)
        m_faults.push_back(faultOf(error));
    const auto *client = std::get_if<ConnectSettings>(&m_role);
    if (client != nullptr && client->tls->verification == TlsClientSettings::Verification::AllowFaults)
        m_socket->ignoreSslErrors();
}

void SocketDriver::write(OctetView octets, WriteMode mode)
{
    if (m_stage != Stage::Ready || octets.empty() || !m_socket)
        return;
    const bool isAlone = mode != WriteMode::Buffered;
    if (isAlone)
        flushUnlessBroken();
    // Checking each of thousands of buffered writes with the system would be expensive: they share the result
    // of the first one's check.
    const bool isFirst = hasLeft();
    if (isAlone || isFirst ? isBroken() : m_isStreamOver)
        return;
    m_isDrainedOwed = true;
    m_socket->write(reinterpret_cast<const char *>(octets.data()), static_cast<qint64>(octets.size()));
    if (isAlone)
        m_socket->flush();
    if (mode == WriteMode::Acknowledged)
        awaitAcknowledgement();
    reportSoon();
}

// If a write fails, Qt closes at once and discards what it has not read yet. Reading finds the same end after
// all octets that arrived before it, so a broken connection is only read from.
bool SocketDriver::isBroken() { return m_isStreamOver || m_twin.hasFailed(); }

void SocketDriver::flushUnlessBroken()
{
    if (!hasLeft() && !isBroken())
        m_socket->flush();
}

bool SocketDriver::isDrained() const
{
    return !m_socket || (hasLeft() && !m_acknowledgementTimer.isActive());
}

std::size_t SocketDriver::waitingOctets() const
{
    return m_socket ? static_cast<std::size_t>(m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite())
                    : 0;
}

bool SocketDriver::hasLeft() const
{
    return m_socket->bytesToWrite() == 0 && m_socket->encryptedBytesToWrite() == 0;
}

void SocketDriver::awaitAcknowledgement()
{
    const auto limit = m_waitedInVain < waitsInVain ? acknowledgementLimit : shortAcknowledgementLimit;
    m_acknowledgementLimit = QDeadlineTimer(limit, Qt::PreciseTimer);
    m_acknowledgementTimer.start();
}

void SocketDriver::checkAcknowledgement()
{
    const bool isOpen = m_stage == Stage::Ready && m_socket && !m_isStreamOver;
    const bool isAcknowledged = isOpen && hasLeft() && m_twin.isAcknowledged();
    if (isOpen && !isAcknowledged && !m_acknowledgementLimit.hasExpired())
        return;
    if (!isAcknowledged)
        m_waitedInVain += acknowledgementLimit;
    m_acknowledgementTimer.stop();
    report();
}

void SocketDriver::drop()
{
    const Stage stage = std::exchange(m_stage, Stage::Over);
    m_tail.reset();
    m_acknowledgementTimer.stop();
    if (!m_socket)
        return;
    const bool isOpen = stage == Stage::Ready && m_socket->state() == QAbstractSocket::ConnectedState;
    if (!isOpen) {
        releaseSocket();
        return;
    }
    m_handshakeLimit.stop();
    m_socket->disconnect(this);
    closeInBackground(std::move(m_socket), std::move(m_twin), std::move(m_slot));
}

void SocketDriver::setReading(bool on)
{
    m_isReading = on;
    if (on && m_stage == Stage::Ready)
        reportSoon();
}

void SocketDriver::reportSoon()
{
    if (std::exchange(m_isReportDue, true))
        return;
    QMetaObject::invokeMethod(this, &SocketDriver::report, Qt::QueuedConnection);
}

void SocketDriver::report()
{
    m_isReportDue = false;
    if (m_stage == Stage::Over || !m_socket)
        return;
    if (m_stage == Stage::Opening && m_peer && !reportReady())
        return;
    reportProgress();
}

void SocketDriver::reportProgress()
{
    if (m_stage == Stage::Ready) {
        if (!reportReceived())
            return;
        flushUnlessBroken();
        if (!reportDrained())
            return;
    }
    const bool hasReadAll = !m_isReportDue && !m_isReportingReceived;
    if (m_isStreamOver && hasReadAll && (m_isReading || m_stage == Stage::Opening))
        conclude();
}

bool SocketDriver::reportReady()
{
    const QPointer<SocketDriver> self(this);
    m_stage = Stage::Ready;
    m_listener->transportReady(*m_peer);
    return self && m_stage == Stage::Ready;
}

bool SocketDriver::reportReceived()
{
    if (m_isReportingReceived) // a listener is running its own event loop
        return true;
    const QPointer<SocketDriver> self(this);
    m_isReportingReceived = true;
    // One read, then other sockets and timers have their turn: a peer can send faster than we read.
    if (const std::size_t size = m_isReading ? readSome() : 0; size > 0) {
        m_hasReceived = true;
        m_listener->transportReceived(OctetView(m_readBuffer).first(size));
        if (!self)
            return false;
        // Qt signals octets that the system still has, but does not signal again the ones that it has read
        // itself.
        if (isTls() || m_isStreamOver || (m_socket && m_socket->bytesAvailable() > 0))
            reportSoon();
    }
    m_isReportingReceived = false;
    return m_stage == Stage::Ready;
}

std::size_t SocketDriver::readSome()
{
    // Read even if Qt has nothing: reading makes Qt continue after its buffer was full.
    const bool hasMore =
        m_socket->state() == QAbstractSocket::ConnectedState || m_socket->bytesAvailable() > 0;
    if (m_socket->isOpen() && hasMore) {
        const qint64 size = m_socket->read(reinterpret_cast<char *>(m_readBuffer.data()), longestRead);
        if (size > 0)
            return static_cast<std::size_t>(size);
    }
    if (!m_isStreamOver || isTls())
        return 0;
    // Qt closes if a write fails. The system still has the octets that arrived before that.
    return m_twin.read(m_readBuffer).size;
}

bool SocketDriver::reportDrained()
{
    // Octets that still wait when the stream ends will never leave. A listener that waits for them must be
    // told, or it never reads again.
    if (!m_isDrainedOwed || (!m_isStreamOver && !isDrained()))
        return true;
    const QPointer<SocketDriver> self(this);
    m_isDrainedOwed = false;
    m_listener->transportDrained();
    return self && m_stage == Stage::Ready;
}

void SocketDriver::conclude()
{
    if (m_stage == Stage::Opening) {
        reportFailed(describeError());
        return;
    }
    if (fatalAlert() && !m_hasReceived) {
        reportFailed({.kind = TransportErrorKind::TlsHandshake,
                      .detail = m_errorText,
                      .certificateFaults = {},
                      .tlsAlert = fatalAlert()});
        return;
    }
    if (m_socket->state() == QAbstractSocket::UnconnectedState)
        reportEnded(m_twin.howEnded());
    else
        endOwnSide();
}

// TLS has ended but TCP has not. The peer may wait for our side to end (asyncio does, for half a minute), so
// our side ends, and this object waits for what the peer then does with TCP. Qt sends no close_notify in
// reply to one; FIN has to be enough.
void SocketDriver::endOwnSide()
{
    m_socket->flush();
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater();
    m_tail = std::make_unique<TailWatch>(std::move(m_twin), [this](TcpEnd how) { reportEnded(how); });
}

void SocketDriver::reportEnded(TcpEnd how)
{
    m_stage = Stage::Over;
    const TlsEnd tls = tlsEnd();
    releaseSocket();
    m_listener->transportEnded(how, tls);
}

void SocketDriver::reportFailed(const TransportError &error)
{
    m_stage = Stage::Over;
    releaseSocket();
    m_listener->transportFailed(error);
}

// Deleted later, because this may run inside one of its signals.
void SocketDriver::releaseSocket()
{
    m_handshakeLimit.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket.release()->deleteLater();
    }
    m_twin.close();
    m_slot.reset();
}

PeerInfo SocketDriver::describePeer() const
{
    PeerInfo peer;
    peer.localAddress = addressText(m_socket->localAddress());
    peer.localPort = m_socket->localPort();
    peer.peerAddress = addressText(m_socket->peerAddress());
    peer.peerPort = m_socket->peerPort();
    if (isTls()) {
        peer.tlsVersion = tlsVersionName(m_socket->sessionProtocol());
        peer.tlsCipher = m_socket->sessionCipher().name().toStdString();
        if (const QSslCertificate certificate = m_socket->peerCertificate(); !certificate.isNull())
            peer.tlsPeerSubject = certificate.subjectDisplayName().toStdString();
        peer.allowedFaults = m_faults;
    }
    return peer;
}

TransportError SocketDriver::describeError() const
{
    using Kind = TransportErrorKind;
    if (m_setupError)
        return *m_setupError;
    if (m_hasTimedOut) {
        const bool isTcpUp = m_twin.isValid();
        return {.kind = Kind::ConnectTimeout,
                .detail = isTcpUp ? "TCP is connected, but the TLS handshake was not completed in time"
                                  : "no answer in time",
                .certificateFaults = {}};
    }
    TransportError error{
        .kind = Kind::Other, .detail = m_errorText, .certificateFaults = m_faults, .tlsAlert = fatalAlert()};
    if (!m_faults.empty()) {
        error.kind = Kind::Certificate;
        return error;
    }
    switch (m_error) {
    case QAbstractSocket::ConnectionRefusedError:
        error.kind = Kind::ConnectionRefused;
        break;
    case QAbstractSocket::HostNotFoundError:
        error.kind = Kind::HostNotFound;
        break;
    case QAbstractSocket::NetworkError:
        error.kind = Kind::NetworkUnreachable;
        break;
    case QAbstractSocket::SocketTimeoutError:
        error.kind = Kind::ConnectTimeout;
        break;
    case QAbstractSocket::SslHandshakeFailedError:
        error.kind = Kind::TlsHandshake;
        break;
    case QAbstractSocket::RemoteHostClosedError:
        error.kind = isTls() ? Kind::TlsHandshake : Kind::Other;
        break;
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        error.kind = Kind::TlsSetup;
        break;
    default:
        break;
    }
    return error;
}

std::optional<std::uint8_t> SocketDriver::fatalAlert() const
{
    if (!m_lastAlert || m_lastAlert == QSsl::AlertType::CloseNotify)
        return std::nullopt;
    return static_cast<std::uint8_t>(*m_lastAlert);
}

TlsEnd SocketDriver::tlsEnd()
{
    if (!isTls())
        return TlsEnd::NotTls;
    if (m_lastAlert == QSsl::AlertType::CloseNotify)
        return TlsEnd::CloseNotify;
    // Only Qt's OpenSSL backend reports the peer's alerts. If a write of ours met the peer's reset, Qt has
    // closed with records unread, and one of them may be the close_notify.
    const bool isAllRead = m_twin.read(m_readBuffer).kind != SocketTwin::Rest::Kind::Octets;
    const bool tellsAlerts = QSslSocket::activeBackend() == QLatin1String("openssl");
    return tellsAlerts && isAllRead ? TlsEnd::Missing : TlsEnd::Unknown;
}

} // namespace fg
