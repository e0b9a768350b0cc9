#include "protocol/session/log/dissector.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace fg {

namespace {

using Kind = InboundEvent::Kind;

bool isFaultOfClose(RuleId rule)
{
    return rule == RuleId::CloseCodeCut || rule == RuleId::CloseCodeNotAllowed
        || rule == RuleId::CloseReasonNotUtf8;
}

// Whether this length, written in this form, is read as it is.
bool fits(std::uint64_t length, LengthForm form)
{
    switch (form) {
    case LengthForm::Bits7:
        return shortestForm(length) == LengthForm::Bits7;
    case LengthForm::Bits16:
        return shortestForm(length) != LengthForm::Bits64;
    case LengthForm::Bits64:
        break;
    }
    return true;
}

// The limits do not apply to what we sent ourselves: the user decides how long it is.
constexpr HeadLimits unlimited{.totalOctets = SIZE_MAX, .lineOctets = SIZE_MAX, .fields = SIZE_MAX};

// In a file, what we sent is as little to be trusted as what the peer sent. A head takes a small part of the
// memory for the file.
HeadLimits limitsIn(const MemoryBudget &budget)
{
    const auto octets = static_cast<std::size_t>(budget.limit() / 64);
    return {.totalOctets = octets, .lineOctets = octets, .fields = octets / 64};
}

// Octets of memory that three empty queues take.
constexpr std::size_t emptyQueues = std::size_t{3} * (512 + 64);

// The endpoint has a use for this event.
bool isForEndpoint(Kind kind) { return kind != Kind::FrameStarted && kind != Kind::FrameEnded; }

// The last event of a frame. The next one comes with further octets, and what this one borrows may go with
// it.
bool endsFrame(Kind kind)
{
    return kind == Kind::Message || kind == Kind::Ping || kind == Kind::Pong || kind == Kind::Close;
}

} // namespace

Session::Dissector::Stream::Stream(Session &itsSession, Direction itsDirection, StreamReaderSettings settings,
                                   OpeningHandshake &handshake)
    : session(itsSession)
    , direction(itsDirection)
    , reader(
          [&] {
              settings.sink = this;
              return settings;
          }(),
          handshake)
{
}

void Session::Dissector::Stream::payloadArrived(OctetView octets)
{
    const std::lock_guard lock(session.m_mutex);
    // The newest ones are kept in an eighth of what is left for the file, so that they never use it up.
    if (const MemoryBudget *const budget = session.m_share.budget())
        session.m_inflated.setLimit(static_cast<std::size_t>(
            std::min<std::uint64_t>(session.m_limits.inflatedOctets, budget->left() / 8)));
    session.m_inflated.append(direction, octets);
}

std::size_t Session::Dissector::Stream::memory() const
{
    return reader.memory() + pending.memory() + announced.size() * sizeof(AnnouncedFrame)
        + frameFindings.capacity() * sizeof(frameFindings.front());
}

std::size_t Session::Dissector::memory() const
{
    std::size_t octets = sizeof(*this) + emptyQueues + m_resumed.capacity()
        + findings.capacity() * sizeof(Finding) + record.request.capacity() + record.answer.capacity()
        + m_headMemory;
    for (const StreamStatistics *const counts : statistics.both())
        octets += counts->chops.size() * StreamStatistics::chopMemory;
    return octets + m_in.memory() + m_out.memory();
}

Session::Dissector::Dissector(Session &session, const MemoryBudget *budget)
    : m_session(session)
    , m_in(session, Direction::In,
           {.sender = otherRole(session.m_role),
            .payloadUse = PayloadUse::CheckOnly,
            .messageLimit = session.m_limits.messageOctets},
           record)
    , m_out(session, Direction::Out,
            {.sender = session.m_role,
             .fatalHead = FatalHead::Ignored,
             .headLimits = budget ? limitsIn(*budget) : unlimited,
             .payloadUse = PayloadUse::CheckOnly,
             .messageLimit = session.m_limits.messageOctets},
            record)
{
    closing.isServer = session.m_role == Role::Server;
}

void Session::Dissector::handOut(StreamReaderSettings settings)
{
    settings.sink = &m_in;
    m_in.reader = StreamReader(settings, record);
    m_handsOut = true;
}

bool Session::Dissector::isRequest(const Stream &stream) const
{
    return (stream.direction == Direction::Out) == (m_session.m_role == Role::Client);
}

bool Session::Dissector::isInHead(Direction direction) const
{
    return (direction == Direction::In ? m_in : m_out).reader.isInHead();
}

void Session::Dissector::setCompressedUse(CompressedUse use)
{
    if (InboundReader *const frames = m_out.reader.frames())
        frames->setCompressedUse(use);
}

// --- reading ---

const InboundEvent &Session::Dissector::next()
{
    if (!m_due.empty()) {
        m_handedOut = m_due.front();
        m_due.pop_front();
        return m_handedOut;
    }
    for (;;) {
        const InboundEvent &event = readEvent(m_in, m_in.pending.left());
        if (event.kind == Kind::None || isForEndpoint(event.kind))
            return event;
    }
}

void Session::Dissector::readUntil(StreamOffset position) { readUntil(position, HandOut::Later); }

void Session::Dissector::readUntil(StreamOffset position, HandOut handOut)
{
    OctetView &left = m_in.pending.left();
    // What a read holds after a head, or a later one before the answer, shows that the client has not waited,
    // so all of it is presented.
    while ((position > m_in.position() && m_in.reader.isInHead())
           || (m_in.reader.expectsToWait() && !left.empty())) {
        if (!readForLater(left, handOut))
            break;
    }
    const StreamOffset now = m_in.position();
    const std::uint64_t due = position > now ? position - now : 0;
    OctetView octets = left.first(static_cast<std::size_t>(std::min<std::uint64_t>(due, left.size())));
    if (octets.empty() && m_in.needsOctets)
        return;
    const std::size_t size = octets.size();
    // A frame whose last octet was read may still have to end.
    while (readForLater(octets, handOut)) { }
    left = left.subspan(size - octets.size());
}

// Reads an event, which next() hands out later. Returns false if none follows in these octets.
bool Session::Dissector::readForLater(OctetView &octets, HandOut handOut)
{
    const InboundEvent &event = readEvent(m_in, octets);
    if (event.kind == Kind::None)
        return false;
    if (m_handsOut && handOut == HandOut::Later && isForEndpoint(event.kind))
        m_due.push_back(event);
    return !endsFrame(event.kind) || !octets.empty();
}

void Session::Dissector::readAll()
{
    readUntil(StreamOffset(UINT64_MAX), HandOut::Never);
    // Only what was sent before the answer to our request can be left.
    if (!m_out.pending.left().empty())
        readSentFully();
}

void Session::Dissector::readToEnd()
{
    readAll();
    for (Stream *const stream : {&m_in, &m_out})
        stream->reader.answerMissing();
    readAll();
}

void Session::Dissector::endReading()
{
    m_handsOut = false;
    release(m_due);
    m_in.pending = PendingOctets();
    m_out.pending = PendingOctets();
    m_in.reader.ignoreRest();
    m_out.reader.ignoreRest();
}

void Session::Dissector::finishRead()
{
    readAll();
    m_in.pending.keep();
}

void Session::Dissector::readSentFully()
{
    while (readEvent(m_out, m_out.pending.left()).kind != Kind::None) { }
    m_out.pending.keep();
}

void Session::Dissector::readSent(OctetView octets)
{
    m_out.pending.add(octets);
    readSentFully();
}

bool Session::Dissector::readSentFrame(OctetView octets, OctetView payload)
{
    InboundReader *const frames = m_out.reader.frames();
    if (!frames || frames->isInsideFrame() || !m_out.pending.left().empty() || m_out.announced.empty())
        return false;
    const AnnouncedFrame announced = m_out.announced.front();
    const FrameHeader &header = announced.header;
    // What a compressed message inflates to is stored as it is read, and so not before its row.
    const bool isThatFrame = announced.offset == m_out.position() && header.payloadLength == payload.size()
        && fits(header.payloadLength, header.lengthForm) && header.size() + payload.size() == octets.size()
        && !frames->wouldInflate(header);
    if (!isThatFrame)
        return false;
    frames->addFrame(header, payload);
    OctetView nothing;
    m_ofSentFrame.clear();
    for (;;) {
        const InboundEvent &event = frames->next(nothing);
        if (event.kind == Kind::None)
            return true;
        if (event.kind == Kind::FrameStarted)
            frameStarted(m_out);
        else
            m_ofSentFrame.push_back(event);
    }
}

void Session::Dissector::writeSentFrame()
{
    for (const InboundEvent &event : m_ofSentFrame)
        write(m_out, event);
}

const InboundEvent &Session::Dissector::readEvent(Stream &stream, OctetView &octets)
{
    if (m_session.m_isCutShort) {
        static const InboundEvent none{};
        octets = {};
        return none;
    }
    if (!stream.reader.frames())
        return readOpening(stream, octets);
    const InboundEvent &event = stream.reader.next(octets);
    stream.needsOctets = event.kind == Kind::None || endsFrame(event.kind);
    if (event.kind == Kind::None)
        return event;
    if (event.kind == Kind::FrameStarted) {
        // Concerns only what the appending thread has for itself.
        frameStarted(stream);
        return event;
    }
    m_session.m_mutex.lockAfterReaders();
    const std::lock_guard lock(m_session.m_mutex, std::adopt_lock);
    write(stream, event);
    return event;
}

// What is read here is part of what others read, so it is read under the lock.
const InboundEvent &Session::Dissector::readOpening(Stream &stream, OctetView &octets)
{
    const std::lock_guard lock(m_session.m_mutex);
    const bool isHead = stream.reader.isInHead();
    const bool &isComplete = isRequest(stream) ? record.requestComplete : record.answerComplete;
    const bool wasComplete = isComplete;
    const OctetView before = octets;
    const InboundEvent &event = stream.reader.next(octets);
    stream.needsOctets = event.kind == Kind::None;
    const OctetView taken = before.first(before.size() - octets.size());
    if (isHead)
        (isRequest(stream) ? record.request : record.answer).append(charactersOf(taken));
    if (isComplete != wasComplete)
        measureHeads();
    write(stream, event);
    if (stream.reader.isInBody())
        record.bodyLength = stream.position() - record.bodyOffset;
    return event;
}

// --- writing down, under the lock ---

void Session::Dissector::write(Stream &stream, const InboundEvent &event)
{
    switch (event.kind) {
    case Kind::None:
    case Kind::FrameStarted:
    case Kind::BodyEnded:
        break;
    case Kind::HeadEnded:
        headEnded(stream);
        break;
    case Kind::FrameEnded:
        frameEnded(stream);
        break;
    case Kind::Violation:
        findInStream(stream, event.violation);
        // No reader will ever get the whole message.
        if (event.violation.rule == RuleId::MessageTooBig)
            keepOnly(stream, Keep::Newest);
        break;
    case Kind::Message:
        messageEnded(stream, event);
        break;
    case Kind::Ping:
    case Kind::Pong:
        controlEnded(stream, event);
        break;
    case Kind::Close:
        closeEnded(stream, event.close);
        break;
    }
}

void Session::Dissector::headEnded(Stream &stream)
{
    const bool isAnswer = !isRequest(stream);
    if (stream.direction == Direction::Out && !isAnswer && !record.requestComplete && m_sentRequest) {
        record.requestHead = *m_sentRequest;
        measureHeads();
    }
    if (isAnswer && record.answerComplete)
        of(otherDirection(stream.direction)).reader.answerCompleted();
    if (stream.reader.isInBody())
        record.bodyOffset = stream.position();
    if (isAnswer && stream.reader.frames() && record.requestComplete) {
        state = SessionState::Open;
        closing.openedAt = stream.octetsTime;
    }
}

void Session::Dissector::measureHeads()
{
    m_headMemory = record.requestHead.memory() + record.answerHead.memory();
}

void Session::Dissector::frameStarted(Stream &stream)
{
    stream.frameRow.reset();
    stream.frameFindings.clear();
    stream.isAnnounced = false;
    if (classOf(stream.reader.frames()->header().opcode) == OpcodeClass::Start) {
        stream.inflatedOffset = m_session.m_inflated.size(stream.direction);
        if (stream.keep != Keep::All) {
            const std::lock_guard lock(m_session.m_mutex);
            keepOnly(stream, Keep::All);
        }
    }
    // A frame that declares more octets than it has takes those of the frames after it as its payload.
    std::deque<AnnouncedFrame> &announced = stream.announced;
    while (!announced.empty() && announced.front().offset < stream.frameOffset()) {
        const std::lock_guard lock(m_session.m_mutex);
        setFlag(announced.front().row, RowFlag::NotPassed);
        announced.pop_front();
    }
    if (!announced.empty() && announced.front().offset == stream.frameOffset()) {
        stream.frameRow = announced.front().row;
        stream.isAnnounced = true;
        announced.pop_front();
    }
}

void Session::Dissector::frameEnded(Stream &stream)
{
    const FrameHeader &header = stream.reader.frames()->header();
    if (!stream.frameRow)
        pushFrameRow(stream, std::nullopt);
    if (!stream.isAnnounced)
        ++statistics[stream.direction].frames[valueOf(header.opcode)];
    for (const std::size_t finding : stream.frameFindings)
        findings[finding].row = stream.frameRow->number;
    switch (classOf(header.opcode)) {
    case OpcodeClass::Start:
    case OpcodeClass::Continuation:
        statistics[stream.direction].dataHeaderOctets += header.size();
        followMessage(stream, stream.frameRow->number);
        break;
    case OpcodeClass::Control:
    case OpcodeClass::Reserved:
        break;
    }
}

void Session::Dissector::followMessage(Stream &stream, RowNumber row)
{
    const FrameHeader &header = stream.reader.frames()->header();
    if (classOf(header.opcode) == OpcodeClass::Start)
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
    StreamStatistics &counts = statistics[stream.direction];
    ++counts.messages;
    counts.compressedMessages += event.isCompressed ? 1 : 0;
    counts.payloadOctets += event.length;
    counts.wirePayloadOctets += event.wireLength;
    pushMessage(*stream.message);
    stream.message.reset();
}

void Session::Dissector::controlEnded(Stream &stream, const InboundEvent &event)
{
    pushMessage({.direction = stream.direction,
                 .opcode = event.opcode,
                 .firstRow = stream.frameRow->number,
                 .lastRow = stream.frameRow->number,
                 .length = stream.reader.frames()->header().payloadLength,
                 .wireLength = stream.reader.frames()->header().payloadLength});
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
    if (!startsClosing(stream.reader.frames()->header()))
        return;
    const bool received = stream.direction == Direction::In;
    closeStarted(stream.direction, stream.octetsTime);
    if (std::exchange(stream.closeSeen, true))
        return;
    stream.closeEnd = stream.position();
    (received ? closing.remoteCloseCode : closing.localCloseCode) = close.code;
    if (!close.reason.empty())
        (received ? closing.remoteCloseReason : closing.localCloseReason) = charactersOf(close.reason);
}

void Session::Dissector::closeStarted(Direction direction, Duration time)
{
    if (direction == Direction::In) {
        if (!closing.closeReceivedAt)
            closing.closeReceivedAt = time;
    } else if (!closing.closeSentAt) {
        closing.closeSentAt = time;
        // An illegal close frame of the peer makes us fail the connection; our close frame is then not a
        // reply to it.
        closing.failedOverClose = closing.closeReceivedAt && m_failing && m_illegalCloseCame;
        closing.closedByMe = !closing.closeReceivedAt || closing.failedOverClose;
    }
    if (state == SessionState::Open)
        state = SessionState::Closing;
}

void Session::Dissector::pushFrameRow(Stream &stream, std::optional<RowFlag> flag)
{
    const bool isReceived = stream.direction == Direction::In;
    const InboundReader &frames = *stream.reader.frames();
    LogRow row{.time = stream.octetsTime, .offset = stream.frameOffset(), .peerPosition = m_in.position()};
    row.kind = RowKind::Frame;
    row.direction = stream.direction;
    row.setHeader(frames.header());
    row.set(RowFlag::Derived);
    if (flag)
        row.set(*flag);
    else if (!isReceived)
        row.set(RowFlag::Streamed);
    stream.frameRow = m_session.pushRow(row);
}

void Session::Dissector::keepOnly(Stream &stream, Keep keep)
{
    stream.keep = keep;
    m_session.m_store->setKeep(stream.direction, keep);
}

void Session::Dissector::find(const Violation &violation, Direction direction, RowNumber row, Duration time)
{
    if (findings.size() < m_session.m_limits.findings)
        findings.push_back({violation, direction, row, time});
}

void Session::Dissector::findInStream(Stream &stream, const Violation &violation)
{
    if (stream.direction == Direction::In && !m_in.closeSeen && isFaultOfClose(violation.rule))
        m_illegalCloseCame = true;
    const std::size_t index = findings.size();
    find(violation, stream.direction, stream.octetsRow, stream.octetsTime);
    if (findings.size() == index || !stream.reader.frames())
        return;
    if (stream.frameRow)
        findings[index].row = stream.frameRow->number;
    else
        stream.frameFindings.push_back(index);
}

} // namespace fg
