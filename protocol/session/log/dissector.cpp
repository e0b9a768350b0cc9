#include "protocol/session/log/dissector.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

OpeningHeadReader::Kind headKind(Role sender)
{
    return sender == Role::Client ? OpeningHeadReader::Kind::Request : OpeningHeadReader::Kind::Response;
}

bool isFaultOfClose(RuleId rule)
{
    return rule == RuleId::CloseCodeCut || rule == RuleId::CloseCodeNotAllowed
        || rule == RuleId::CloseReasonNotUtf8;
}

std::uint64_t milliseconds(std::uint64_t nanoseconds) { return nanoseconds / 1'000'000; }

// The limits do not apply to what we sent ourselves: the user decides how long it is.
constexpr HeadLimits unlimited{.totalOctets = SIZE_MAX, .lineOctets = SIZE_MAX, .fields = SIZE_MAX};

} // namespace

Session::Dissector::Stream::Stream(MemoryOctetStore &store, Direction streamDirection,
                                   OpeningHeadReader::Kind kind, HeadLimits limits)
    : inflatedStore(store)
    , direction(streamDirection)
    , head(kind, limits)
{
}

Session::Dissector::Dissector(Session &session)
    : m_session(session)
    , m_in(session.m_inflated, Direction::In, headKind(otherRole(session.m_role)))
    , m_out(session.m_inflated, Direction::Out, headKind(session.m_role), unlimited)
{
    closing.isServer = session.m_role == Role::Server;
}

bool Session::Dissector::isRequest(const Stream &stream) const
{
    return (stream.direction == Direction::Out) == (m_session.m_role == Role::Client);
}

bool Session::Dissector::isInHead(const Stream &stream)
{
    return !stream.frames && !stream.isBody && !stream.isDeaf;
}

bool Session::Dissector::isInHead(Direction direction) const
{
    return isInHead(direction == Direction::In ? m_in : m_out);
}

void Session::Dissector::see(const LogRow &row, RowNumber number, OctetView octets)
{
    m_now = row.time;
    m_row = number;
    switch (row.kind) {
    case RowKind::Connected:
        state = SessionState::Handshaking;
        if (const RowExtra extra = m_session.m_extras.of(row);
            const auto *known = std::get_if<PeerInfo>(&extra))
            peer = *known;
        break;
    case RowKind::Octets: {
        StreamStatistics &counts = row.direction == Direction::In ? statistics.in : statistics.out;
        ++counts.chops[octets.size()];
        ++counts.reads;
        counts.octets += octets.size();
        of(row.direction).octetsRow = number;
        if (row.direction == Direction::Out) {
            take(m_out, octets);
        } else {
            m_pending = octets;
            m_pendingTime = row.time;
            m_pendingRow = number;
        }
        break;
    }
    case RowKind::Frame:
        seeFrameIntent(row, number);
        break;
    case RowKind::TimerFired:
        seeTimerFired(row);
        break;
    case RowKind::Failing:
        m_failing = true;
        closing.failedByMe = true;
        break;
    case RowKind::Dropped:
        seeDropped(row);
        break;
    case RowKind::Error:
        state = SessionState::Closed;
        closing.endedAt = row.time;
        closing.wasNotCleanReason = NotCleanReason::NeverConnected;
        error = std::get<TransportError>(m_session.m_extras.of(row));
        break;
    case RowKind::TimerSet:
    case RowKind::Recording:
    case RowKind::Note:
        break;
    }
}

void Session::Dissector::takeIn(StreamOffset position)
{
    if (position <= m_in.position || m_pending.empty())
        return;
    const std::uint64_t count = std::min<std::uint64_t>(position - m_in.position, m_pending.size());
    const OctetView octets = m_pending.first(static_cast<std::size_t>(count));
    m_pending = m_pending.subspan(octets.size());
    m_now = m_pendingTime;
    m_row = m_pendingRow;
    take(m_in, octets);
}

bool Session::Dissector::takeInSome(std::size_t octets)
{
    takeIn(m_in.position + octets);
    return m_pending.empty();
}

StreamOffset Session::Dissector::positionIn(StreamOffset position) const
{
    return std::max(position, m_in.position);
}

void Session::Dissector::take(Stream &stream, OctetView octets)
{
    const StreamOffset end = stream.position + octets.size();
    if (isInHead(stream))
        octets = takeHead(stream, octets);
    else if (isRequest(stream) && !handshake.answerComplete)
        findEarly(stream, octets.size());
    if (stream.frames)
        takeFrames(stream, octets);
    else if (stream.isBody)
        handshake.bodyLength += octets.size();
    stream.position = end;
}

// The finding is reported once for each connection, because how the rest of the early octets was split into
// reads or writes means nothing.
void Session::Dissector::findEarly(Stream &stream, std::uint64_t count)
{
    if (count > 0 && !std::exchange(m_earlyFound, true))
        find({RuleId::FrameBeforeAnswer, stream.position.value(), 0, count}, stream.direction);
}

OctetView Session::Dissector::takeHead(Stream &stream, OctetView octets)
{
    const std::size_t taken = stream.head.feed(octets);
    std::string &text = isRequest(stream) ? handshake.request : handshake.answer;
    text.append(charactersOf(octets.first(taken)));
    handshake.interimAnswers = std::max(handshake.interimAnswers, stream.head.interimAnswers());
    stream.position += taken;
    if (stream.head.state() == OpeningHeadReader::State::Complete) {
        headCompleted(stream);
        if (isRequest(stream) && !handshake.answerComplete)
            findEarly(stream,
                      octets.size() - taken + (stream.direction == Direction::In ? m_pending.size() : 0));
    } else if (stream.head.state() == OpeningHeadReader::State::Failed) {
        stream.isDeaf = true;
        HandshakeCheck &check = isRequest(stream) ? handshake.requestCheck : handshake.answerCheck;
        check = {.violations = stream.head.violations(), .agreement = {}, .isFatal = true};
        for (const Violation &violation : check.violations)
            find(violation, stream.direction);
    }
    return octets.subspan(taken);
}

void Session::Dissector::headCompleted(Stream &stream)
{
    const bool request = isRequest(stream);
    HttpHead &head = request ? handshake.requestHead : handshake.answerHead;
    HandshakeCheck &check = request ? handshake.requestCheck : handshake.answerCheck;
    head = stream.head.head();
    (request ? handshake.requestComplete : handshake.answerComplete) = true;
    check = request ? checkRequest(head) : checkAnswer(handshake.requestHead, head);
    handshake.deflate =
        request ? checkOffers(head, check) : checkDeflateAnswer(handshake.requestHead, head, check);
    const std::vector<Violation> ofReading = stream.head.violations();
    check.violations.insert(check.violations.begin(), ofReading.begin(), ofReading.end());
    for (const Violation &violation : check.violations)
        find(violation, stream.direction);
    // The user asked for the faults of our own head, and the peer may accept them.
    const bool isUnusable = check.isFatal && stream.direction == Direction::In;
    if (!request && statusOf(head) != 101) {
        stream.isBody = true;
        handshake.bodyOffset = stream.position;
    } else if (isUnusable) {
        stream.isDeaf = true;
    } else {
        beginFrames(stream);
        agreeOnDeflate(stream);
        if (!request && handshake.requestComplete) {
            state = SessionState::Open;
            closing.openedAt = m_now;
        }
    }
}

void Session::Dissector::beginFrames(Stream &stream)
{
    stream.frames.emplace(InboundReader::Settings{.sender = isRequest(stream) ? Role::Client : Role::Server,
                                                  .payloadUse = PayloadUse::CheckOnly,
                                                  .messageLimit = m_session.m_limits.messageOctets,
                                                  .streamOffset = stream.position.value(),
                                                  .sink = &stream});
}

// This is called once the answer is complete. Both streams have reached their frames by then, unless the
// request was not valid.
void Session::Dissector::agreeOnDeflate(Stream &stream)
{
    const std::optional<DeflateAgreement> &agreement = handshake.deflate.agreement;
    if (isRequest(stream) || !agreement)
        return;
    stream.frames->agreeOnDeflate(agreement->server);
    Stream &other = of(otherDirection(stream.direction));
    if (other.frames)
        other.frames->agreeOnDeflate(agreement->client);
}

void Session::Dissector::setCompressedUse(CompressedUse use)
{
    for (Stream *const stream : {&m_in, &m_out}) {
        if (stream->frames)
            stream->frames->setCompressedUse(use);
    }
}

void Session::Dissector::addInflated(Direction direction, std::uint64_t octets)
{
    (direction == Direction::In ? statistics.in : statistics.out).payloadOctets += octets;
}

void Session::Dissector::takeFrames(Stream &stream, OctetView octets)
{
    using Kind = InboundEvent::Kind;
    for (;;) {
        const InboundEvent event = stream.frames->next(octets);
        switch (event.kind) {
        case Kind::None:
            return;
        case Kind::FrameStarted:
            frameStarted(stream);
            break;
        case Kind::FrameEnded:
            frameEnded(stream);
            break;
        case Kind::Violation:
            findInFrame(stream, event.violation);
            // No reader will ever get the whole message.
            if (event.violation.rule == RuleId::MessageTooBig)
                m_session.m_store->setKeep(stream.direction, Keep::Newest);
            break;
        case Kind::Message:
            messageEnded(stream, event);
            break;
        case Kind::Ping:
        case Kind::Pong:
            pushMessage({.direction = stream.direction,
                         .opcode = event.opcode,
                         .firstRow = *stream.frameRow,
                         .lastRow = *stream.frameRow,
                         .length = stream.frames->header().payloadLength,
                         .wireLength = stream.frames->header().payloadLength});
            break;
        case Kind::Close:
            closeEnded(stream, event.close);
            break;
        }
    }
}

void Session::Dissector::frameStarted(Stream &stream)
{
    stream.frameRow.reset();
    stream.frameFindings.clear();
    const Opcode opcode = stream.frames->header().opcode;
    if (opcode == Opcode::Text || opcode == Opcode::Binary) {
        stream.inflatedOffset = m_session.m_inflated.size(stream.direction);
        m_session.m_store->setKeep(stream.direction, Keep::All);
    }
    while (!stream.announced.empty() && stream.announced.front().first < stream.frameOffset())
        stream.announced.pop_front();
    if (!stream.announced.empty() && stream.announced.front().first == stream.frameOffset()) {
        stream.frameRow = stream.announced.front().second;
        stream.announced.pop_front();
    }
}

void Session::Dissector::frameEnded(Stream &stream)
{
    if (!stream.frameRow) {
        const RowFlag flag = stream.direction == Direction::In ? RowFlag::Derived : RowFlag::Streamed;
        stream.frameRow = pushFrameRow(stream, flag);
        StreamStatistics &counts = stream.direction == Direction::In ? statistics.in : statistics.out;
        ++counts.frames[valueOf(stream.frames->header().opcode)];
    }
    for (const std::size_t finding : stream.frameFindings)
        findings[finding].row = *stream.frameRow;
    const Opcode opcode = stream.frames->header().opcode;
    if (isControl(opcode) || isReserved(opcode))
        return;
    (stream.direction == Direction::In ? statistics.in : statistics.out).dataHeaderOctets +=
        stream.frames->header().size();
    followMessage(stream, *stream.frameRow);
}

void Session::Dissector::followMessage(Stream &stream, RowNumber row)
{
    const FrameHeader &header = stream.frames->header();
    if (header.opcode != Opcode::Continuation)
        stream.message = MessageRecord{
            .direction = stream.direction, .opcode = header.opcode, .firstRow = row, .lastRow = row};
    if (stream.message)
        stream.message->lastRow = row;
}

void Session::Dissector::messageEnded(Stream &stream, const InboundEvent &event)
{
    if (!stream.message)
        return;
    stream.message->length = event.length;
    stream.message->wireLength = event.wireLength;
    stream.message->isCompressed = event.isCompressed;
    stream.message->inflatedOffset = event.isCompressed ? stream.inflatedOffset : StreamOffset();
    StreamStatistics &counts = stream.direction == Direction::In ? statistics.in : statistics.out;
    ++counts.messages;
    counts.compressedMessages += event.isCompressed ? 1 : 0;
    counts.payloadOctets += event.length;
    counts.wirePayloadOctets += event.wireLength;
    pushMessage(*stream.message);
    stream.message.reset();
}

void Session::Dissector::pushMessage(const MessageRecord &message)
{
    // Messages of a bulk phase have no rows, so they are only counted.
    const bool isKept = !m_session.m_isBulk && m_session.m_rows.size() > RowCount()
        && m_session.m_messages.size() < m_session.m_limits.rows.value();
    if (isKept)
        m_session.m_messages.append(message);
}

void Session::Dissector::closeEnded(Stream &stream, const ClosePayload &close)
{
    if (!startsClosing(stream.frames->header()))
        return;
    const bool received = stream.direction == Direction::In;
    closeStarted(stream.direction);
    if (std::exchange(stream.closeSeen, true))
        return;
    (received ? closing.remoteCloseCode : closing.localCloseCode) = close.code;
    if (!close.reason.empty())
        (received ? closing.remoteCloseReason : closing.localCloseReason) = charactersOf(close.reason);
}

void Session::Dissector::closeStarted(Direction direction)
{
    if (direction == Direction::In) {
        if (!closing.closeReceivedAt)
            closing.closeReceivedAt = m_now;
    } else if (!closing.closeSentAt) {
        closing.closeSentAt = m_now;
        // An illegal close frame of the peer makes us fail the connection; our close frame is then not a
        // reply to it.
        closing.closedByMe = !closing.closeReceivedAt || (m_failing && m_illegalCloseCame);
    }
    if (state == SessionState::Open)
        state = SessionState::Closing;
}

RowNumber Session::Dissector::pushFrameRow(Stream &stream, RowFlag flag)
{
    LogRow row{.time = m_now, .offset = stream.frameOffset()};
    row.kind = RowKind::Frame;
    row.direction = stream.direction;
    row.peerPosition =
        stream.direction == Direction::In ? StreamOffset(stream.frames->streamOffset()) : m_in.position;
    row.setHeader(stream.frames->header());
    row.set(RowFlag::Derived);
    row.set(flag);
    return m_session.pushRow(row);
}

void Session::Dissector::find(const Violation &violation, Direction direction)
{
    if (findings.size() < m_session.m_limits.findings)
        findings.push_back({violation, direction, m_row, m_now});
}

void Session::Dissector::findInFrame(Stream &stream, const Violation &violation)
{
    if (stream.direction == Direction::In && !m_in.closeSeen && isFaultOfClose(violation.rule))
        m_illegalCloseCame = true;
    const std::size_t index = findings.size();
    find(violation, stream.direction);
    if (findings.size() == index)
        return;
    if (stream.frameRow)
        findings[index].row = *stream.frameRow;
    else
        stream.frameFindings.push_back(index);
}

void Session::Dissector::seeFrameIntent(const LogRow &row, RowNumber number)
{
    ++statistics.out.frames[valueOf(row.opcode())];
    m_out.announced.emplace_back(row.offset, number);
    if (startsClosing(row.header()))
        closeStarted(Direction::Out);
}

void Session::Dissector::seeTimerFired(const LogRow &row)
{
    const std::uint64_t waited = milliseconds(row.length);
    switch (row.timer) {
    case TimerPurpose::OpeningHandshake:
        closing.wasOpenHandshakeTimeout = true;
        find({RuleId::OpeningTimeout, m_in.position.value(), 0, waited}, Direction::In);
        break;
    case TimerPurpose::CloseReply:
        closing.wasCloseHandshakeTimeout = true;
        find({RuleId::CloseReplyMissing, m_in.position.value(), 0, waited}, Direction::In);
        break;
    case TimerPurpose::ServerDrop:
        closing.wasServerConnectionDropTimeout = true;
        find({RuleId::ServerDidNotDrop, m_in.position.value(), 0, waited}, Direction::In);
        break;
    case TimerPurpose::FailConnection:
    case TimerPurpose::CloseConnection:
    case TimerPurpose::Wait:
        break;
    }
}

void Session::Dissector::seeDropped(const LogRow &row)
{
    state = SessionState::Closed;
    closing.endedAt = row.time;
    closing.droppedByMe = row.direction == Direction::Out;
    closing.tcpEnd = row.tcpEnd;
    closing.tlsEnd = row.tlsEnd;
    judgeEnd();
}

void Session::Dissector::finish(Duration time)
{
    takeInAll();
    m_now = time;
    finishStream(m_in);
    finishStream(m_out);
}

void Session::Dissector::finishStream(Stream &stream)
{
    const std::optional<Violation> cut = stream.frames ? stream.frames->finish() : std::nullopt;
    if (!cut)
        return;
    m_row = stream.octetsRow;
    if (!stream.frames->hasHeader()) {
        // A frame without a complete header does not get a row, but an announced frame already has one.
        stream.frameRow.reset();
        stream.frameFindings.clear();
        if (!stream.announced.empty() && stream.announced.front().first == stream.frameOffset())
            m_row = stream.announced.front().second;
        find(*cut, stream.direction);
        return;
    }
    findInFrame(stream, *cut);
    if (stream.frameRow)
        return;
    const RowNumber row = pushFrameRow(stream, RowFlag::Incomplete);
    for (const std::size_t finding : stream.frameFindings)
        findings[finding].row = row;
}

void Session::Dissector::judgeEnd()
{
    const bool bothClosed = closing.closeSentAt && closing.closeReceivedAt;
    // RFC 6455 7.1.1: the server drops TCP first.
    closing.wasClean = bothClosed && closing.droppedByMe == closing.isServer;
    if (!closing.wasClean) {
        if (closing.wasOpenHandshakeTimeout)
            closing.wasNotCleanReason = NotCleanReason::OpeningTimeout;
        else if (closing.wasCloseHandshakeTimeout)
            closing.wasNotCleanReason = NotCleanReason::CloseReplyTimeout;
        else if (closing.wasServerConnectionDropTimeout)
            closing.wasNotCleanReason = NotCleanReason::ServerDropTimeout;
        else
            closing.wasNotCleanReason =
                closing.droppedByMe ? NotCleanReason::DroppedByUs : NotCleanReason::PeerDropped;
    }
    if (closing.droppedByMe)
        return;
    if (closing.tlsEnd == TlsEnd::Missing)
        find({RuleId::TlsCloseNotifyMissing, m_in.position.value(), 0, 0}, Direction::In);
    if (closing.openedAt && !closing.closeReceivedAt)
        find({RuleId::ClosedWithoutHandshake, m_in.position.value(), 0, 0}, Direction::In);
    if (!closing.openedAt && !m_in.isBody && !m_in.isDeaf)
        find({RuleId::OpeningCut, m_in.position.value(), 0, m_in.position.value()}, Direction::In);
}

} // namespace fg
