#include "protocol/session/live/live_session.h"

#include "protocol/deflate/bomb.h"
#include "protocol/wire/close_payload.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

TimerPurpose purposeOf(EndpointTimer timer)
{
    switch (timer) {
    case EndpointTimer::OpeningHandshake:
        return TimerPurpose::OpeningHandshake;
    case EndpointTimer::CloseReply:
        return TimerPurpose::CloseReply;
    case EndpointTimer::ServerDrop:
        break;
    }
    return TimerPurpose::ServerDrop;
}

// The most octets of a frame that are copied at once if it is sent in parts.
constexpr std::size_t longestPart = 64 * 1024;

// Whether this event comes from octets of the peer, and not from our clock or the end of the stream.
bool isSentByPeer(EndpointEvent::Kind kind)
{
    using Kind = EndpointEvent::Kind;
    switch (kind) {
    case Kind::Requested:
    case Kind::Opened:
    case Kind::Refused:
    case Kind::Violation:
    case Kind::Message:
    case Kind::Ping:
    case Kind::Pong:
    case Kind::Close:
    case Kind::BothClosed:
        return true;
    case Kind::None:
    case Kind::TimedOut:
    case Kind::Ended:
        break;
    }
    return false;
}

std::string nameOf(const PeerInfo &peer)
{
    const bool isIpv6 = peer.peerAddress.find(':') != std::string::npos;
    return (isIpv6 ? '[' + peer.peerAddress + ']' : peer.peerAddress) + ':' + std::to_string(peer.peerPort);
}

WriteMode modeOf(WriteApart apart)
{
    switch (apart) {
    case WriteApart::No:
        break;
    case WriteApart::Yes:
        return WriteMode::Alone;
    case WriteApart::Acknowledged:
        return WriteMode::Acknowledged;
    }
    return WriteMode::Buffered;
}

} // namespace

LiveSession::LiveSession(LiveSettings settings, std::unique_ptr<Transport> transport, TimeSource &time,
                         Entropy &entropy, std::shared_ptr<Session> log)
    : m_time(time)
    , m_epoch(time.now())
    , m_log(std::move(log))
    , m_transport(std::move(transport))
    , m_policies(settings.policies)
    , m_endpoint(m_log ? Endpoint(settings.endpoint, entropy,
                                  m_log->peerOctets(Endpoint::readerSettings(settings.endpoint)))
                       : Endpoint(settings.endpoint, entropy))
    , m_brake{.limit = settings.replyLimit}
    , m_budget(settings.budget)
    , m_stall{.limit = settings.stallLimit, .taken = Standstill(), .timer = nullptr}
{
    m_transport->setListener(this);
    if (m_budget)
        m_budget->add(*this);
}

LiveSession::~LiveSession()
{
    if (m_budget)
        m_budget->remove(*this);
}

// --- commands ---

bool LiveSession::canSend() const
{
    const ConnectionState state = m_endpoint.state();
    return isReady() && (state == ConnectionState::Open || state == ConnectionState::Closing);
}

void LiveSession::accept()
{
    if (!isReady())
        return;
    m_endpoint.setNow(m_time.now());
    m_endpoint.accept();
    afterAnswer();
}

void LiveSession::accept(const std::string &extensions)
{
    if (!isReady())
        return;
    m_endpoint.setNow(m_time.now());
    m_endpoint.accept(extensions);
    afterAnswer();
}

void LiveSession::acceptWithoutCompression()
{
    m_endpoint.declineDeflate();
    accept();
}

void LiveSession::refuse(std::string_view answer)
{
    if (!isReady())
        return;
    m_endpoint.refuse(octetsOf(answer));
    wishDrop(DropWish::WhenWritten);
    afterAnswer();
}

void LiveSession::sendFrame(const FrameSpec &frame)
{
    if (!canSend())
        return;
    if (goesInParts(frame)) {
        sendInParts(frame);
        return;
    }
    m_endpoint.setNow(m_time.now());
    const SentFrame sent = m_endpoint.sendFrame(frame);
    logSent(sent, {frame.payload.size(), frame.repeatTo, frame.chop, frame.sync});
    const auto before = std::exchange(m_frameBeingSent, FrameBeingSent{sent.streamOffset, frame.payload});
    afterCommand();
    m_frameBeingSent = before;
}

// The log has the row of a frame with all its octets. Without one, a long frame does not have to be copied as
// a whole before the transport copies it again.
bool LiveSession::goesInParts(const FrameSpec &frame) const
{
    return !m_log && frame.payload.size() > longestPart && !frame.repeatTo && frame.chop == 0 && !frame.sync;
}

void LiveSession::sendInParts(const FrameSpec &frame)
{
    FrameSpec header = frame;
    header.payload = {};
    header.declaredLength = frame.declaredLength.value_or(frame.payload.size());
    beginFrame(header);
    for (OctetView left = frame.payload; !left.empty();) {
        const OctetView part = left.first(std::min(left.size(), longestPart));
        left = left.subspan(part.size());
        sendFrameData(part, WriteApart::No);
    }
}

void LiveSession::sendMessage(const MessageSpec &message)
{
    if (!canSend())
        return;
    const MessageSpec ready = m_endpoint.compressed(message);
    if (m_log && ready.compression == Compression::Given)
        m_log->addSentInflated(message.compression == Compression::On ? message.payload.size()
                                                                      : message.inflatedLength);
    // The listener of a fragment's event may send a message in reply. The compressed octets of this one must
    // stay valid until all its fragments are sent.
    const bool wereDelivered = std::exchange(m_late.isDelivering, true);
    forEachFragment(ready, [this](const FrameSpec &frame) { sendFrame(frame); });
    m_late.isDelivering = wereDelivered;
    m_endpoint.releaseCompressed();
    deliverLate();
    if (!m_inTurn)
        measure();
}

void LiveSession::sendShared(const SharedOctets &frames)
{
    if (m_log) {
        sendOctets(*frames, WriteApart::No);
        return;
    }
    if (!canSend())
        return;
    m_written += frames->size();
    m_transport->writeShared(frames);
    watchStall();
    if (!m_inTurn)
        measure();
}

void LiveSession::sendBomb(Opcode opcode, std::uint64_t inflated)
{
    constexpr std::size_t frameSize = 64 * 1024;
    DeflateBomb bomb(inflated);
    OctetBuffer part(frameSize);
    std::uint64_t left = bomb.size();
    FrameSpec frame{.opcode = opcode, .rsv = rsv1};
    while (left > 0 && canSend()) {
        frame.payload = OctetView(part).first(bomb.fill(part));
        left -= frame.payload.size();
        frame.fin = left == 0;
        sendFrame(frame);
        frame.opcode = Opcode::Continuation;
        frame.rsv = 0;
    }
}

void LiveSession::beginFrame(const FrameSpec &header)
{
    if (!canSend())
        return;
    m_endpoint.setNow(m_time.now());
    m_endpoint.beginFrame(header);
    afterCommand();
}

void LiveSession::sendFrameData(OctetView part, WriteApart apart)
{
    if (!canSend())
        return;
    m_endpoint.sendFrameData(part, apart);
    afterCommand();
}

void LiveSession::sendOctets(OctetView octets, WriteApart apart)
{
    if (!canSend())
        return;
    m_endpoint.sendOctets(octets, apart);
    afterCommand();
}

void LiveSession::startClose(std::optional<std::uint16_t> code, OctetView reason)
{
    if (!canSend())
        return;
    m_endpoint.setNow(m_time.now());
    if (const auto sent = m_endpoint.startClose(code, reason))
        logSent(*sent);
    afterCommand();
}

void LiveSession::fail(std::uint16_t code)
{
    if (!isReady())
        return;
    log(rowOf(RowKind::Failing));
    m_endpoint.setNow(m_time.now());
    if (const auto sent = m_endpoint.fail(code)) {
        logSent(*sent);
        afterCommand();
    } else {
        drop();
    }
}

void LiveSession::drop()
{
    if (hasEnded())
        return;
    wishDrop(DropWish::Now);
    if (!m_inTurn)
        dropNow();
}

void LiveSession::logTimer(RowKind setOrFired, TimerPurpose purpose, Duration duration, std::string tag)
{
    LogRow row = rowOf(setOrFired);
    row.timer = purpose;
    row.length = static_cast<std::uint64_t>(duration.count());
    log(row, tag.empty() ? RowExtra{} : RowExtra{std::move(tag)});
    commitLog();
}

void LiveSession::logRecording(bool on, Announce announce)
{
    LogRow row = rowOf(RowKind::Recording);
    if (on)
        row.set(RowFlag::On);
    if (announce == Announce::Silently)
        row.set(RowFlag::Silent);
    log(row);
    commitLog();
}

void LiveSession::logEchoes(const EchoRecord &echoes)
{
    log(rowOf(RowKind::Note), echoes);
    commitLog();
}

void LiveSession::logFault(const RecordingFault &fault)
{
    log(rowOf(RowKind::Note), fault);
    commitLog();
}

void LiveSession::logNote(std::string text)
{
    log(rowOf(RowKind::Note), std::move(text));
    commitLog();
}

// --- notices of the transport ---

void LiveSession::transportReady(const PeerInfo &peer)
{
    m_phase = Phase::Ready;
    if (!peer.peerAddress.empty())
        m_peerName = nameOf(peer);
    log(rowOf(RowKind::Connected), peer);
    m_endpoint.start(m_time.now());
    afterCommand();
}

void LiveSession::transportReceived(OctetView octets)
{
    if (isBusy()) {
        m_late.waiting.push_back(
            [this, held = OctetBuffer(octets.begin(), octets.end())] { transportReceived(held); });
        return;
    }
    if (hasEnded())
        return;
    if (m_log) {
        m_log->append(rowOf(RowKind::Octets, Direction::In), {}, octets);
        m_endpoint.setNow(m_time.now());
    } else {
        m_endpoint.receive(octets, m_time.now());
    }
    reportEvents();
    if (m_log)
        m_log->processReceived();
    leaveTurn();
    if (m_listener && !hasEnded())
        m_listener->sessionReceived(*this);
    measure();
}

void LiveSession::transportDrained()
{
    m_brake.octets = 0;
    if (std::exchange(m_brake.isOn, false))
        followReading();
    writeDue();
    commitLog();
    deliverLate();
    if (m_listener && !hasEnded() && !isBusy())
        m_listener->sessionDrained(*this);
    if (!m_inTurn)
        measure();
}

void LiveSession::transportEnded(TcpEnd how, TlsEnd tls)
{
    if (isBusy()) {
        m_late.waiting.push_back([this, how, tls] { transportEnded(how, tls); });
        return;
    }
    if (hasEnded())
        return;
    m_endpoint.streamEnded(m_time.now());
    reportEvents();
    LogRow row = droppedRow(Direction::In);
    row.tcpEnd = how;
    row.tlsEnd = tls;
    log(row);
    end();
}

void LiveSession::transportFailed(const TransportError &error)
{
    if (hasEnded())
        return;
    log(rowOf(RowKind::Error, Direction::In), error);
    end();
}

// --- events ---

void LiveSession::reportEvents()
{
    m_inTurn = true;
    while (m_dropWish != DropWish::Now) {
        const EndpointEvent event = m_endpoint.next();
        if (event.kind == EndpointEvent::Kind::None)
            break;
        // Now, because a row of ours that follows may read the end of the event's frame.
        m_wholeFramesEnd = StreamOffset(m_endpoint.wholeFramesEnd());
        handle(event);
    }
    m_inTurn = false;
}

void LiveSession::handle(const EndpointEvent &event)
{
    // What the peer sends after the octet at which we decided to drop the connection is recorded, but causes
    // nothing. Otherwise it would matter how TCP cut it into reads.
    if (m_dropWish != DropWish::None && isSentByPeer(event.kind))
        return;
    carryOut(replyTo(event, m_endpoint, m_policies), event);
    if (m_listener)
        m_listener->sessionEvent(*this, event);
}

// What we decide first determines up to where the peer's octets count.
void LiveSession::wishDrop(DropWish wish)
{
    if (m_dropWish == DropWish::None)
        m_countedEnd = m_inTurn ? m_wholeFramesEnd : StreamOffset(m_endpoint.wholeFramesEnd());
    m_dropWish = wish;
}

LogRow LiveSession::droppedRow(Direction direction) const
{
    LogRow row = rowOf(RowKind::Dropped, direction);
    if (m_dropWish != DropWish::None)
        row.peerPosition = m_countedEnd;
    return row;
}

void LiveSession::carryOut(const Reply &reply, const EndpointEvent &event)
{
    switch (reply.kind) {
    case Reply::Kind::None:
        break;
    case Reply::Kind::Accept:
        m_endpoint.accept();
        writeDue();
        break;
    case Reply::Kind::Refuse:
        m_endpoint.refuse();
        wishDrop(DropWish::WhenWritten);
        writeDue();
        break;
    case Reply::Kind::Pong:
        sendFrame({.opcode = Opcode::Pong, .payload = reply.payload});
        break;
    case Reply::Kind::Close:
        startClose(reply.code, {});
        break;
    case Reply::Kind::Fail:
        fail(reply.code);
        break;
    case Reply::Kind::Drop:
        if (event.kind == EndpointEvent::Kind::BothClosed)
            wishDrop(DropWish::WhenWritten);
        else
            drop();
        break;
    }
}

// Does what was postponed until the events of this turn were processed.
void LiveSession::leaveTurn()
{
    if (m_dropWish == DropWish::Now) {
        dropNow();
        return;
    }
    followDeadline();
    writeDue();
    commitLog();
    deliverLate();
}

void LiveSession::deliverLate()
{
    if (isBusy() || std::exchange(m_late.isDelivering, true))
        return;
    while (!m_late.waiting.empty()) {
        const std::function<void()> notice = std::move(m_late.waiting.front());
        m_late.waiting.pop_front();
        notice();
    }
    m_late.isDelivering = false;
}

void LiveSession::afterCommand()
{
    writeDue();
    if (!m_inTurn && !hasEnded())
        followDeadline();
    commitLog();
    deliverLate();
}

// Now that the request is answered, the octets that arrived too early after it are processed.
void LiveSession::afterAnswer()
{
    if (m_inTurn) {
        writeDue();
        return;
    }
    reportEvents();
    if (m_log)
        m_log->processReceived();
    leaveTurn();
}

void LiveSession::logSent(const SentFrame &sent)
{
    logSent(sent, {.patternLength = sent.header.payloadLength});
}

void LiveSession::logSent(const SentFrame &sent, const FrameIntent &intent)
{
    LogRow row = rowOf(RowKind::Frame);
    row.offset = StreamOffset(sent.streamOffset);
    row.setHeader(sent.header);
    const bool isPlain = intent == FrameIntent{.patternLength = sent.header.payloadLength};
    log(row, isPlain ? RowExtra{} : RowExtra{intent});
}

// Hands over the writes that may leave now. A separate write waits until the transport is drained, and so
// does the write after it.
void LiveSession::writeDue()
{
    if (m_isWriting || hasEnded())
        return;
    m_isWriting = true;
    while (!hasEnded() && m_endpoint.hasWrite()) {
        const bool isApart = m_endpoint.nextWriteApart() != WriteApart::No;
        if ((isApart || m_lastWriteApart != WriteApart::No) && !m_transport->isDrained())
            break;
        const OutgoingWrite write = *m_endpoint.nextWrite();
        logWrite(write);
        m_lastWriteApart = write.apart;
        if (write.apart == WriteApart::Acknowledged)
            m_lastPacedWrite = m_time.now();
        m_written += write.octets.size();
        m_transport->write(write.octets, modeOf(write.apart));
        if (m_inTurn)
            m_brake.octets += write.octets.size();
    }
    m_endpoint.releaseWritten();
    m_isWriting = false;
    stopReadingIfDue();
    watchStall();
    if (m_dropWish == DropWish::WhenWritten && !m_inTurn && !m_endpoint.hasWrite())
        dropNow();
}

void LiveSession::logWrite(const OutgoingWrite &write)
{
    if (!m_log)
        return;
    LogRow row = rowOf(RowKind::Octets);
    if (write.apart != WriteApart::No)
        row.set(RowFlag::Apart);
    if (m_frameBeingSent && m_frameBeingSent->offset == m_written)
        m_log->appendSent(row, write.octets, m_frameBeingSent->payload);
    else
        m_log->append(row, {}, write.octets);
}

void LiveSession::followDeadline()
{
    const auto &deadline = m_endpoint.deadline();
    if (deadline == m_followed)
        return;
    m_followed = deadline;
    m_timer.reset();
    if (deadline)
        m_timer = startLimit(limitFor(purposeOf(deadline->timer), deadline->duration),
                             deadline->at - m_time.now(), [this] { deadlinePassed(); });
}

void LiveSession::deadlinePassed()
{
    const Endpoint::Deadline passed = *m_followed;
    m_followed.reset();
    logTimer(RowKind::TimerFired, purposeOf(passed.timer), passed.duration);
    m_endpoint.deadlinePassed(m_time.now());
    reportEvents();
    leaveTurn();
}

void LiveSession::dropNow()
{
    if (hasEnded())
        return;
    m_transport->drop();
    log(droppedRow(Direction::Out));
    end();
}

void LiveSession::end()
{
    m_phase = isReady() ? Phase::Ended : Phase::Failed;
    if (m_log)
        m_log->commit();
    // The listener is called from the event loop, because it may destroy the session while callers are still
    // using it.
    m_timer = m_time.startTimer({}, [this] {
        if (m_listener)
            m_listener->sessionEnded(*this);
    });
}

void LiveSession::log(const LogRow &row, RowExtra extra, OctetView octets)
{
    if (m_log)
        m_log->append(row, std::move(extra), octets);
}

// Outside a turn, logged rows become visible at once. During a turn they become visible together at its end.
void LiveSession::commitLog()
{
    if (m_log && !isBusy())
        m_log->commit();
}

LogRow LiveSession::rowOf(RowKind kind, Direction direction) const
{
    LogRow row{.time = m_time.now() - m_epoch, .peerPosition = StreamOffset(m_endpoint.inboundPosition())};
    row.kind = kind;
    row.direction = direction;
    return row;
}

} // namespace fg
