#include "protocol/transport/socket_driver.h"

#include "protocol/text/text_tools.h"
#include "protocol/transport/closing.h"
#include "protocol/transport/peer_check.h"
#include "protocol/transport/tls_files.h"
#include "protocol/wire/overloaded.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslCipher>
#include <QTcpSocket>

#include <algorithm>
#include <iterator>
#include <utility>

namespace fg {

using namespace socket_state;

namespace {

// The most that Qt may hold unread of a stream, in octets; with TLS, once as received and once decrypted.
constexpr qint64 qtReadBufferLimit = 64 * 1024;
// The most octets that one transportReceived hands over.
constexpr std::size_t longestRead = 64 * 1024;
// The time that a connecting client has for its part of the TLS handshake.
constexpr std::chrono::seconds acceptedHandshakeTimeout{10};
// Number of rooms for reads that a thread keeps: more than one is in use only while a listener runs its own
// event loop.
constexpr std::size_t keptReadRooms = 2;
constexpr std::chrono::milliseconds acknowledgementCheckInterval{1};
// Counted from the write. A system may delay an acknowledgement for longer, to send it together with data:
// Linux does so for every other octet once data has been sent in reply.
constexpr std::chrono::milliseconds acknowledgementLimit{15};
// Once a connection has waited in vain for this long in total, each write waits no longer than
// shortAcknowledgementLimit.
constexpr std::chrono::milliseconds waitsInVain{300};
constexpr std::chrono::milliseconds shortAcknowledgementLimit{2};

// Room for one read. All connections of a thread use the same, so that one that is idle has none.
class ReadRoom
{
public:
    ReadRoom()
        : m_octets(spare().empty() ? std::make_unique_for_overwrite<std::byte[]>(longestRead)
                                   : std::move(spare().back()))
    {
        if (!spare().empty())
            spare().pop_back();
    }
    ~ReadRoom()
    {
        if (spare().size() < keptReadRooms)
            spare().push_back(std::move(m_octets));
    }
    ReadRoom(const ReadRoom &) = delete;
    ReadRoom &operator=(const ReadRoom &) = delete;

    [[nodiscard]] std::span<std::byte> octets() const { return {m_octets.get(), longestRead}; }

private:
    using Octets = std::unique_ptr<std::byte[]>;

    static std::vector<Octets> &spare()
    {
        thread_local std::vector<Octets> kept;
        return kept;
    }

    Octets m_octets;
};

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

TransportErrorKind kindOf(QAbstractSocket::SocketError error, bool isTls)
{
    using Kind = TransportErrorKind;
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Kind::ConnectionRefused;
    case QAbstractSocket::HostNotFoundError:
        return Kind::HostNotFound;
    case QAbstractSocket::NetworkError:
        return Kind::NetworkUnreachable;
    case QAbstractSocket::SocketTimeoutError:
        return Kind::ConnectTimeout;
    case QAbstractSocket::SslHandshakeFailedError:
        return Kind::TlsHandshake;
    case QAbstractSocket::RemoteHostClosedError:
        return isTls ? Kind::TlsHandshake : Kind::Other;
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return Kind::TlsSetup;
    default:
        return Kind::Other;
    }
}

} // namespace

std::unique_ptr<Transport> makeClientTransport(ConnectSettings settings)
{
    return std::make_unique<SocketDriver>(std::move(settings));
}

std::optional<PlainStream> detachedStream(Transport &transport)
{
    auto *const driver = dynamic_cast<SocketDriver *>(&transport);
    return driver ? driver->detach() : std::nullopt;
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
    if (!std::holds_alternative<Unopened>(m_state))
        return;
    m_state = Connecting{};
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(qtReadBufferLimit);
    listenToSocket();

    m_handshakeLimit = startLimit(
        m_time, connectTimeout(), [this] { onConnectTimeout(); },
        [this](const Stretch &stretch) { m_listener->transportStretched(stretch); });
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
    connect(socket, &QSslSocket::bytesWritten, this,
            [this](qint64 octets) { onTaken(isTls() ? 0 : octets); });
    connect(socket, &QSslSocket::encryptedBytesWritten, this, &SocketDriver::onTaken);
    connect(socket, &QSslSocket::disconnected, this,
            [this] { onStreamOver(QAbstractSocket::UnknownSocketError, {}); });
    connect(socket, &QSslSocket::errorOccurred, this, &SocketDriver::onError);
    connect(socket, &QSslSocket::alertReceived, this, &SocketDriver::onAlert);
    connect(socket, &QSslSocket::alertSent, this, &SocketDriver::onAlertSent);
    connect(socket, qOverload<const QList<QSslError> &>(&QSslSocket::sslErrors), this,
            &SocketDriver::onCertificateFaults);
    connect(socket, &QSslSocket::handshakeInterruptedOnError, this, &SocketDriver::onClientRefused);
    m_acknowledgementTimer.setTimerType(Qt::PreciseTimer);
    m_acknowledgementTimer.setInterval(acknowledgementCheckInterval);
    connect(&m_acknowledgementTimer, &QTimer::timeout, this, &SocketDriver::checkAcknowledgement);
}

void SocketDriver::openClient(const ConnectSettings &settings)
{
    const QString host =
        QString::fromStdString(settings.zone.empty() ? settings.host : settings.host + '%' + settings.zone);
    if (!settings.tls) {
        m_socket->connectToHost(host, settings.port);
        return;
    }
    TlsConfiguration configuration = clientConfiguration(*settings.tls);
    if (auto *error = std::get_if<TransportError>(&configuration)) {
        fail(std::move(*error));
        return;
    }
    m_socket->setSslConfiguration(std::get<QSslConfiguration>(configuration));
    m_socket->setPeerVerifyName(QString::fromStdString(sentName(settings)));
    m_socket->connectToHostEncrypted(host, settings.port);
}

void SocketDriver::openAccepted(const ServerSettings &settings)
{
    if (m_socket->socketDescriptor() == -1) { // the connection has already gone
        onReady();
        onStreamOver(QAbstractSocket::UnknownSocketError, {});
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
    if (!std::holds_alternative<Connecting>(m_state)) // the timeout came first
        return;
    m_twin = SocketTwin(m_socket->socketDescriptor());
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (isTls())
        m_state = TlsHandshake{};
    else
        onReady();
}

void SocketDriver::onReady()
{
    if (!isConnecting()) // the timeout came first
        return;
    PeerInfo peer = describePeer();
    const auto *const client = std::get_if<ConnectSettings>(&m_role);
    if (client != nullptr && client->tls) {
        std::optional<std::vector<CertificateFault>> &faults = std::get<TlsHandshake>(m_state).faults;
        if (!faults) // Qt has found none
            faults = serverFaults(*m_socket, *client, {});
        if (!areAcceptable(*faults)) {
            fail({.kind = TransportErrorKind::Certificate,
                  .detail = faults->front().detail,
                  .certificateFaults = std::move(*faults)});
            return;
        }
        peer.proof = proofWith(*client->tls, *faults);
        peer.allowedFaults = std::move(*faults);
    }
    m_handshakeLimit.reset();
    if (isTls())
        watchRecords();
    m_state = NewlyEstablished{.peer = std::move(peer), .end = {}};
    reportSoon();
}

void SocketDriver::onReadyRead()
{
    if (isTls() || !isFlowing())
        reportSoon();
    else
        reportProgress();
}

// With TLS, bytesWritten only says that octets were encrypted; encryptedBytesWritten says that they have
// left.
void SocketDriver::onTaken(qint64 octets)
{
    m_taken += static_cast<std::uint64_t>(octets);
    reportSoon();
}

void SocketDriver::onConnectTimeout()
{
    const bool isTcpUp = std::holds_alternative<TlsHandshake>(m_state);
    fail({.kind = TransportErrorKind::ConnectTimeout,
          .detail =
              std::string(isTcpUp ? tlsTimeoutWords : tcpTimeoutWords) + secondsText(connectTimeout()) + " s",
          .certificateFaults = {}});
}

void SocketDriver::onError(QAbstractSocket::SocketError error)
{
    onStreamOver(error, m_socket->errorString().toStdString());
}

// The first error is the cause: later ones concern the closing that it led to.
void SocketDriver::onStreamOver(QAbstractSocket::SocketError error, const std::string &text)
{
    std::visit(Overloaded{
                   [](const Unopened &) {},
                   [&](const Connecting &) { fail(describeError(error, text, {})); },
                   [&](const TlsHandshake &handshake) {
                       fail(describeError(error, text, refusedFaults(handshake)));
                   },
                   [](const Failed &) {},
                   [&](NewlyEstablished &stream) {
                       if (!stream.end)
                           stream.end = text;
                   },
                   [&](const Established &stream) { m_state = StreamOver{.flow = stream.flow, .end = text}; },
                   [](const StreamOver &) {},
                   [](const HalfClosed &) {},
                   [](const Closed &) {},
               },
               m_state);
    reportSoon();
}

void SocketDriver::fail(TransportError error)
{
    m_handshakeLimit.reset();
    m_state = Failed{std::move(error)};
    reportSoon();
}

void SocketDriver::onAlert(QSsl::AlertLevel level, QSsl::AlertType type)
{
    if (!m_lastAlert && (type == QSsl::AlertType::CloseNotify || level == QSsl::AlertLevel::Fatal))
        m_lastAlert = type;
}

void SocketDriver::onAlertSent(QSsl::AlertLevel level, QSsl::AlertType, const QString &words)
{
    if (level == QSsl::AlertLevel::Fatal && m_sentAlert.empty())
        m_sentAlert = words.toStdString();
}

// Of a server, only a missing certificate is reported here: it refuses others during the handshake.
void SocketDriver::onCertificateFaults(const QList<QSslError> &errors)
{
    auto *const handshake = std::get_if<TlsHandshake>(&m_state);
    const auto *const client = std::get_if<ConnectSettings>(&m_role);
    if (handshake == nullptr || client == nullptr)
        return;
    handshake->faults = serverFaults(*m_socket, *client, errors);
    if (areAcceptable(*handshake->faults))
        m_socket->ignoreSslErrors();
}

void SocketDriver::onClientRefused(const QSslError &error)
{
    if (auto *const handshake = std::get_if<TlsHandshake>(&m_state))
        handshake->faults = clientFaults(*m_socket, error);
}

// The faults that would have ended a handshake that has failed. Qt does not report those of a server if the
// handshake fails for another reason, which may be the weak key itself.
std::vector<CertificateFault> SocketDriver::refusedFaults(const TlsHandshake &handshake) const
{
    const auto *const client = std::get_if<ConnectSettings>(&m_role);
    std::vector<CertificateFault> faults;
    if (handshake.faults)
        faults = *handshake.faults;
    else if (client != nullptr && !m_socket->peerCertificateChain().isEmpty())
        faults = serverFaults(*m_socket, *client, {});
    return areAcceptable(faults) ? std::vector<CertificateFault>() : faults;
}

// The one place that lets a client talk to a server.
bool SocketDriver::areAcceptable(const std::vector<CertificateFault> &faults) const
{
    const auto *const client = std::get_if<ConnectSettings>(&m_role);
    return faults.empty() || (client != nullptr && allows(*client->tls, faults));
}

void SocketDriver::write(OctetView octets, WriteMode mode)
{
    if (!std::holds_alternative<Established>(m_state) || octets.empty())
        return;
    const bool isAlone = mode != WriteMode::Buffered;
    if (isAlone)
        flushUnlessBroken();
    // Checking each of thousands of buffered writes with the system would be expensive: they share the result
    // of the first one's check.
    const bool isFirst = hasLeft();
    if (isAlone || isFirst ? isBroken() : isOver())
        return;
    flow().isDrainedOwed = true;
    if (m_queue.isEmpty())
        handToSocket(octets, mode);
    else
        m_queue.addCopy(octets);
    if (isAlone)
        m_socket->flush();
    if (mode == WriteMode::Acknowledged)
        awaitAcknowledgement();
    reportSoon();
}

void SocketDriver::handToSocket(OctetView octets, WriteMode mode)
{
    if (mode == WriteMode::Buffered)
        writeInSlices(*m_socket, octets, [this] { flushUnlessBroken(); });
    else
        m_socket->write(reinterpret_cast<const char *>(octets.data()), static_cast<qint64>(octets.size()));
}

void SocketDriver::writeShared(const SharedOctets &octets)
{
    if (!std::holds_alternative<Established>(m_state) || octets->empty() || (hasLeft() && isBroken()))
        return;
    flow().isDrainedOwed = true;
    m_queue.addShared(octets);
    reportSoon();
}

// If a write fails, Qt closes at once and discards what it has not read yet. Reading finds the same end after
// all octets that arrived before it, so a broken connection is only read from.
bool SocketDriver::isBroken() { return isOver() || m_twin.hasFailed(); }

bool SocketDriver::isConnecting() const
{
    return std::holds_alternative<Connecting>(m_state) || std::holds_alternative<TlsHandshake>(m_state);
}

bool SocketDriver::isOver() const { return std::holds_alternative<StreamOver>(m_state); }

bool SocketDriver::isFlowing() const { return std::holds_alternative<Established>(m_state) || isOver(); }

Flow &SocketDriver::flow()
{
    auto *established = std::get_if<Established>(&m_state);
    return established != nullptr ? established->flow : std::get<StreamOver>(m_state).flow;
}

void SocketDriver::flushUnlessBroken()
{
    if (!hasLeft() && !isBroken())
        m_socket->flush();
}

void SocketDriver::feedUnlessBroken()
{
    if (!m_queue.isEmpty() && !isBroken())
        m_queue.feed(*m_socket);
}

bool SocketDriver::isDrained() const { return hasLeft() && !m_acknowledgementTimer.isActive(); }

std::size_t SocketDriver::waitingOctets() const
{
    if (!m_socket)
        return 0;
    return static_cast<std::size_t>(m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite())
        + m_queue.waiting();
}

std::size_t SocketDriver::unreadOctets() const
{
    if (!m_socket)
        return 0;
    const auto held =
        static_cast<std::size_t>(m_socket->bytesAvailable() + m_socket->encryptedBytesAvailable());
    // Qt does not go on by itself after its buffer was full.
    const bool isInSystemOnly = held == 0 && !m_isReading && m_twin.hasUnread();
    return isInSystemOnly ? 1 : held;
}

bool SocketDriver::hasLeft() const { return waitingOctets() == 0; }

void SocketDriver::awaitAcknowledgement()
{
    const auto limit = m_waitedInVain < waitsInVain ? acknowledgementLimit : shortAcknowledgementLimit;
    m_acknowledgementLimit = QDeadlineTimer(limit, Qt::PreciseTimer);
    m_acknowledgementTimer.start();
}

void SocketDriver::checkAcknowledgement()
{
    const bool isOpen = std::holds_alternative<Established>(m_state);
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
    const bool wasFlowing = isFlowing();
    m_state = Closed{};
    m_acknowledgementTimer.stop();
    if (!m_socket)
        return;
    if (!wasFlowing || m_socket->state() != QAbstractSocket::ConnectedState) {
        releaseSocket();
        return;
    }
    m_socket->disconnect(this);
    closeInBackground(std::move(m_socket), std::move(m_twin), std::move(m_slot),
                      std::exchange(m_queue, WriteQueue()));
}

void SocketDriver::abort()
{
    m_state = Closed{};
    releaseSocket();
}

std::optional<PlainStream> SocketDriver::detach()
{
    if (isTls() || !isFlowing() || !hasLeft() || !m_twin.isValid())
        return std::nullopt;
    PlainStream stream{std::move(m_twin), std::move(m_slot)};
    m_state = Closed{};
    releaseSocket();
    return stream;
}

void SocketDriver::setReading(bool on)
{
    m_isReading = on;
    if (on && isFlowing())
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
    if (const auto *failed = std::get_if<Failed>(&m_state)) {
        reportFailed(failed->error);
        return;
    }
    if (std::holds_alternative<NewlyEstablished>(m_state) && !reportReady())
        return;
    if (isFlowing())
        reportProgress();
}

// QSslSocket says nothing about records that have no plaintext. It keeps the connection in a socket of its
// own.
void SocketDriver::watchRecords()
{
    m_overhead.start(octetsTakenByTls().value_or(0));
    if (const auto *const records =
            m_socket->findChild<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly)) {
        connect(records, &QTcpSocket::readyRead, this, [this] {
            m_haveRecordsArrived = true;
            reportSoon();
        });
    }
}

std::optional<std::uint64_t> SocketDriver::octetsTakenByTls() const
{
    const std::optional<std::uint64_t> read = m_twin.octetsRead();
    const auto waiting = static_cast<std::uint64_t>(m_socket->encryptedBytesAvailable());
    return read ? std::optional(*read - std::min(*read, waiting)) : std::nullopt;
}

bool SocketDriver::sendsTooMuchForNothing()
{
    if (m_isReportingReceived || !std::exchange(m_haveRecordsArrived, false))
        return false;
    const std::optional<std::uint64_t> taken = octetsTakenByTls();
    const auto unread = static_cast<std::uint64_t>(m_socket->bytesAvailable());
    return taken && m_overhead.look(*taken, m_handedOver + unread);
}

void SocketDriver::reportProgress()
{
    if (std::holds_alternative<Established>(m_state) && sendsTooMuchForNothing()) {
        reportFailed({.kind = TransportErrorKind::Other,
                      .detail = "the peer sent more than " + std::to_string(TlsOverhead::limit / 1024)
                          + " KiB of TLS records that carry nothing, such as KeyUpdate",
                      .certificateFaults = {},
                      .tlsAlert = {}});
        return;
    }
    if (!reportReceived())
        return;
    feedUnlessBroken();
    flushUnlessBroken();
    if (!reportDrained())
        return;
    const bool hasReadAll = m_isReading && !m_isReportDue && !m_isReportingReceived;
    if (isOver() && hasReadAll)
        finish();
}

bool SocketDriver::reportReady()
{
    const QPointer<SocketDriver> self(this);
    NewlyEstablished stream = std::get<NewlyEstablished>(std::move(m_state));
    if (stream.end)
        m_state = StreamOver{.flow = {}, .end = std::move(*stream.end)};
    else
        m_state = Established{};
    m_listener->transportReady(stream.peer);
    return self && isFlowing();
}

bool SocketDriver::reportReceived()
{
    if (m_isReportingReceived) // a listener is running its own event loop
        return true;
    const QPointer<SocketDriver> self(this);
    const ReadRoom room;
    const std::span<std::byte> into = room.octets().first(std::min(longestRead, m_listener->mostToReceive()));
    m_isReportingReceived = true;
    // One read, then other sockets and timers have their turn: a peer can send faster than we read.
    if (const std::size_t size = m_isReading ? readSome(into) : 0; size > 0) {
        flow().hasReceived = true;
        m_handedOver += size;
        m_listener->transportReceived(into.first(size));
        if (!self)
            return false;
        // Qt signals octets that the system still has, but does not signal again the ones that it has read
        // itself.
        if (isFlowing() && (isTls() || isOver() || m_socket->bytesAvailable() > 0))
            reportSoon();
    }
    m_isReportingReceived = false;
    return isFlowing();
}

std::size_t SocketDriver::readSome(std::span<std::byte> into)
{
    // Read even if Qt has nothing: reading makes Qt continue after its buffer was full.
    if (canRead(*m_socket)) {
        const qint64 size =
            m_socket->read(reinterpret_cast<char *>(into.data()), static_cast<qint64>(into.size()));
        if (size > 0)
            return static_cast<std::size_t>(size);
    }
    if (!isOver() || isTls())
        return 0;
    // Qt closes if a write fails. The system still has the octets that arrived before that.
    return m_twin.read(into).size;
}

bool SocketDriver::reportDrained()
{
    // Octets that still wait when the stream ends will never leave. A listener that waits for them must be
    // told, or it never reads again.
    if (!flow().isDrainedOwed || (!isOver() && !isDrained()))
        return true;
    const QPointer<SocketDriver> self(this);
    flow().isDrainedOwed = false;
    m_listener->transportDrained();
    return self && isFlowing();
}

void SocketDriver::finish()
{
    const auto &stream = std::get<StreamOver>(m_state);
    if (fatalAlert() && !stream.flow.hasReceived) {
        reportFailed({.kind = TransportErrorKind::TlsHandshake,
                      .detail = stream.end,
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
    abandonSocket();
    m_state =
        HalfClosed{std::make_unique<TailWatch>(std::move(m_twin), [this](TcpEnd how) { reportEnded(how); })};
}

void SocketDriver::reportEnded(TcpEnd how)
{
    m_state = Closed{};
    const TlsEnd tls = tlsEnd();
    releaseSocket();
    m_listener->transportEnded(how, tls);
}

void SocketDriver::reportFailed(TransportError error)
{
    m_state = Closed{};
    releaseSocket();
    m_listener->transportFailed(error);
}

void SocketDriver::releaseSocket()
{
    if (m_socket)
        abandonSocket();
    m_twin.close();
    m_slot.reset();
}

// Deleted later, because this may run inside one of its signals.
void SocketDriver::abandonSocket()
{
    m_handshakeLimit.reset();
    m_acknowledgementTimer.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater();
    m_queue = {};
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
            peer.tlsPeerSubject = shownSubject(certificate);
        const auto *const server = std::get_if<ServerSettings>(&m_role);
        if (server != nullptr && server->tls->peerVerifyMode() != QSslSocket::VerifyNone)
            peer.proof = PeerProof::Verified;
    }
    return peer;
}

TransportError SocketDriver::describeError(QAbstractSocket::SocketError error, const std::string &text,
                                           const std::vector<CertificateFault> &faults) const
{
    // Qt's sentence ends in OpenSSL's words, but Qt loses those if the certificate has a fault, too.
    const bool hasReason = !text.ends_with(": ") || m_sentAlert.empty();
    return {.kind = faults.empty() ? kindOf(error, isTls()) : TransportErrorKind::Certificate,
            .detail = hasReason ? text : text + "we ended it with the alert " + m_sentAlert,
            .certificateFaults = faults,
            .tlsAlert = fatalAlert()};
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
    const ReadRoom room;
    const bool isAllRead = m_twin.read(room.octets()).kind != SocketTwin::Rest::Kind::Octets;
    const bool tellsAlerts = QSslSocket::activeBackend() == QLatin1String("openssl");
    return tellsAlerts && isAllRead ? TlsEnd::Missing : TlsEnd::Unknown;
}

} // namespace fg
