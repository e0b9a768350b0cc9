// What a row says beside its octets: intents, timers, failures and the end of the connection.
#include "protocol/session/log/dissector.h"

namespace fg {

namespace {

std::uint64_t milliseconds(std::uint64_t nanoseconds) { return nanoseconds / 1'000'000; }

} // namespace

void Session::Dissector::add(const LogRow &row, const PlacedRow &placed, OctetView octets)
{
    m_lastTime = row.time;
    const RowNumber number = placed.number;
    switch (row.kind) {
    case RowKind::Connected:
        state = SessionState::Handshaking;
        if (const RowExtra extra = m_session.m_extras.of(row);
            const auto *known = std::get_if<PeerInfo>(&extra))
            peer = *known;
        break;
    case RowKind::Octets: {
        StreamStatistics &counts = statistics[row.direction];
        ++counts.chops[octets.size()];
        ++counts.reads;
        counts.octets += octets.size();
        Stream &stream = of(row.direction);
        stream.octetsRow = number;
        stream.octetsTime = row.time;
        if (row.direction == Direction::In)
            stream.pending.add(octets);
        break;
    }
    case RowKind::Frame:
        addFrameIntent(row, placed);
        break;
    case RowKind::TimerFired:
        addTimerFired(row, number);
        break;
    case RowKind::Failing:
        m_failing = true;
        closing.failedByMe = true;
        break;
    case RowKind::Dropped:
        addDropped(row, number);
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

std::optional<RowNumber> Session::Dissector::addFailedFrame()
{
    if (!m_in.frameFindings.empty())
        addOpenFrame(m_in);
    if (!m_in.frameRow || !m_in.frameRow->isKept || findings.empty())
        return std::nullopt;
    const Finding &newest = findings.back();
    const bool isCause = newest.row == m_in.frameRow->number && newest.direction == Direction::In
        && ruleOf(newest.violation.rule).closeCode != 0;
    return isCause ? std::optional(m_in.frameRow->number) : std::nullopt;
}

// A frame that is under way gets its row before it has ended.
void Session::Dissector::addOpenFrame(Stream &stream)
{
    const InboundReader *const frames = stream.reader.frames();
    if (!frames || !frames->hasHeader() || stream.frameRow)
        return;
    pushFrameRow(stream, std::nullopt);
    for (const std::size_t finding : stream.frameFindings)
        findings[finding].row = stream.frameRow->number;
}

void Session::Dissector::addFrameIntent(const LogRow &row, const PlacedRow &placed)
{
    ++statistics.out.frames[valueOf(row.opcode())];
    if (startsClosing(row.header()))
        closeStarted(Direction::Out, row.time);
    const InboundReader *const frames = m_out.reader.frames();
    const bool isPayload = frames && frames->hasHeader() && row.offset >= m_out.position()
        && frames->header().payloadLength - frames->payloadTaken() > row.offset - m_out.position();
    if (isPayload || m_out.reader.isIgnoring())
        setFlag(placed, RowFlag::NotPassed);
    else
        m_out.announced.push_back({row.offset, row.header(), placed});
}

void Session::Dissector::setFlag(const PlacedRow &placed, RowFlag flag)
{
    if (placed.isKept)
        m_session.m_rows.set(placed.number, flag);
}

void Session::Dissector::addTimerFired(const LogRow &row, RowNumber number)
{
    const std::uint64_t waited = milliseconds(row.length);
    const auto late = [&](RuleId rule) {
        find({rule, m_in.position().value(), 0, waited}, Direction::In, number, row.time);
    };
    switch (row.timer) {
    case TimerPurpose::OpeningHandshake:
        closing.wasOpenHandshakeTimeout = true;
        late(RuleId::OpeningTimeout);
        break;
    case TimerPurpose::CloseReply:
        closing.wasCloseHandshakeTimeout = true;
        late(RuleId::CloseReplyMissing);
        break;
    case TimerPurpose::ServerDrop:
        closing.wasServerConnectionDropTimeout = true;
        late(RuleId::ServerDidNotDrop);
        break;
    case TimerPurpose::FailConnection:
    case TimerPurpose::CloseConnection:
    case TimerPurpose::Wait:
        break;
    }
}

void Session::Dissector::addDropped(const LogRow &row, RowNumber number)
{
    state = SessionState::Closed;
    closing.endedAt = row.time;
    closing.droppedByMe = row.direction == Direction::Out;
    closing.tcpEnd = row.tcpEnd;
    closing.tlsEnd = row.tlsEnd;
    if (m_in.closeEnd > row.peerPosition)
        forgetCloseOfPeer();
    judgeEnd(number);
}

// We had already decided to drop the connection when that close frame ended.
void Session::Dissector::forgetCloseOfPeer()
{
    closing.closeReceivedAt.reset();
    closing.remoteCloseCode.reset();
    closing.remoteCloseReason.reset();
}

void Session::Dissector::finish(Duration time, Direction endedBy)
{
    m_lastTime = time;
    for (Stream *const stream : {&m_in, &m_out}) {
        stream->octetsTime = time;
        finishStream(*stream, endedBy);
    }
    for (const AnnouncedFrame &frame : m_out.announced)
        setFlag(frame.row, RowFlag::NotPassed);
}

void Session::Dissector::finishStream(Stream &stream, Direction endedBy)
{
    const InboundReader *const frames = stream.reader.frames();
    const std::optional<Violation> cut = frames ? frames->finish() : std::nullopt;
    if (!cut)
        return;
    // The peer has not cut a frame if we ended the connection.
    const bool isItsFault = stream.direction == Direction::Out || endedBy == Direction::In;
    if (!frames->hasHeader()) {
        // A frame without a complete header does not get a row, but an announced frame already has one.
        stream.frameRow.reset();
        stream.frameFindings.clear();
        RowNumber row = stream.octetsRow;
        if (!stream.announced.empty() && stream.announced.front().offset == stream.frameOffset())
            row = stream.announced.front().row.number;
        if (isItsFault)
            find(*cut, stream.direction, row, stream.octetsTime);
        return;
    }
    if (isItsFault)
        findInStream(stream, *cut);
    if (stream.frameRow) {
        setFlag(*stream.frameRow, RowFlag::Incomplete);
        return;
    }
    pushFrameRow(stream, RowFlag::Incomplete);
    for (const std::size_t finding : stream.frameFindings)
        findings[finding].row = stream.frameRow->number;
}

void Session::Dissector::forgetMessages()
{
    m_in.message.reset();
    m_out.message.reset();
}

void Session::Dissector::judgeEnd(RowNumber row)
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
    const std::uint64_t end = m_in.position().value();
    const auto missing = [&](RuleId rule, std::uint64_t value) {
        find({rule, end, 0, value}, Direction::In, row, *closing.endedAt);
    };
    if (closing.tlsEnd == TlsEnd::Missing)
        missing(RuleId::TlsCloseNotifyMissing, 0);
    if (closing.openedAt && !closing.closeReceivedAt)
        missing(RuleId::ClosedWithoutHandshake, 0);
    if (!closing.openedAt && !m_in.reader.isInBody() && !m_in.reader.isIgnoring())
        missing(RuleId::OpeningCut, end);
}

} // namespace fg
