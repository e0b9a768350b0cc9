#include "protocol/session/log/session.h"

#include "protocol/session/log/bulk_end.h"
#include "protocol/session/log/dissector.h"
#include "protocol/session/log/message_rows.h"
#include "protocol/session/log/session_copy.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

namespace fg {

namespace {

// A commit starts early when more octets than this wait to be written.
constexpr std::size_t unwrittenLimit = 256 * 1024;
// Number of octets at the end of a bulk phase that are kept for the file.
constexpr std::size_t longestTail = 64 * 1024;
// Frames and octets of a message that one read begins under one lock.
constexpr std::size_t mostFramesAtOnce = 256;
constexpr std::size_t mostOctetsAtOnce = 64 * 1024;
// Number of ended bulk phases whose final states are kept; a case has one phase.
constexpr std::size_t mostBulks = 1'000;

template <typename Value, typename List>
std::vector<Value> partOf(const List &list, std::size_t first, std::size_t count)
{
    std::vector<Value> part;
    first = std::min(first, list.size());
    const std::size_t end = first + std::min(count, list.size() - first);
    part.reserve(end - first);
    for (std::size_t i = first; i < end; ++i)
        part.push_back(list[i]);
    return part;
}

std::size_t memoryOf(const BulkEnd &end)
{
    std::size_t octets = sizeof(end) + end.findings.capacity() * sizeof(Finding);
    for (const Direction direction : bothDirections) {
        octets += end.statistics[direction].chops.size() * StreamStatistics::chopMemory
            + end.streams[direction].last.capacity();
        if (const auto &frames = end.streams[direction].frames; frames && frames->inflateContext)
            octets += frames->inflateContext->window.capacity();
    }
    return octets;
}

// Whether a session may have grown noticeably with this row, so that its memory is to be counted. In most
// rows it has not, and counting takes longer than adding them.
bool mayHaveGrown(const LogRow &row, OctetView octets, RowCount rows)
{
    constexpr std::size_t manyOctets = 4'096;
    constexpr std::size_t rowsBetween = 16;
    return octets.size() >= manyOctets || row.extra != 0 || rows.value() % rowsBetween < 2;
}

// The unmasked payload of a frame from `from` on.
OctetBuffer unmasked(const LogRow &frame, std::uint64_t from, OctetRead payload)
{
    OctetBuffer octets = std::move(payload).finish();
    if (frame.isMasked())
        applyMask(octets, frame.maskingKey, from);
    return octets;
}

} // namespace

struct Session::EndedBulk
{
    RowNumber row;
    BulkEnd end;
};

class Session::ReadLock
{
public:
    explicit ReadLock(const Session &session)
        : m_mutex(session.m_mutex)
    {
        m_mutex.lockToRead();
    }
    ~ReadLock() { m_mutex.unlockFromReading(); }
    ReadLock(const ReadLock &) = delete;
    ReadLock &operator=(const ReadLock &) = delete;

private:
    TurnMutex &m_mutex;
};

struct Session::FrameRead
{
    LogRow row;
    OctetRead payload;
};

Session::Session(Role ourRole, SessionLimits limits, SessionBacking backing)
    : m_role(ourRole)
    , m_limits(limits)
    , m_store(std::move(backing.store))
    , m_recorder(std::move(backing.recorder))
    , m_inflated(limits.inflatedOctets)
    , m_dissector(std::make_unique<Dissector>(*this, backing.budget.get()))
    , m_share(std::move(backing.budget))
{
    m_limits.rows = std::min(m_limits.rows, MessageList::mostRows);
    if (!m_store)
        m_store = std::make_unique<MemoryOctetStore>(limits.octets);
    m_notes.keepWith(std::move(backing.notes));
}

Session::~Session() { commit(); }

void Session::append(LogRow row, RowExtra extra, OctetView octets)
{
    if (m_isCutShort)
        return;
    const bool isOctets = row.kind == RowKind::Octets;
    const bool isReceived = isOctets && row.direction == Direction::In;
    if (row.kind == RowKind::Failing && m_dissector->hasFailed())
        return;
    const bool isEnd = row.kind == RowKind::Dropped || row.kind == RowKind::Error;
    if (isEnd)
        m_dissector->readToEnd();
    else if (isReceived)
        m_dissector->readAll();
    else
        m_dissector->readUntil(row.peerPosition);
    {
        const std::lock_guard lock(m_mutex);
        place(row, std::move(extra), octets);
    }
    if (isOctets && !isReceived)
        m_dissector->readSent(octets);
    if (isEnd)
        m_dissector->endReading();
    commitIfMuch();
    if (mayHaveGrown(row, octets, m_rows.size()))
        countMemory();
}

void Session::appendSent(LogRow row, OctetView octets, OctetView payload)
{
    m_dissector->readUntil(row.peerPosition);
    const bool isRead = m_dissector->readSentFrame(octets, payload);
    {
        const std::lock_guard lock(m_mutex);
        place(row, {}, octets);
        if (isRead)
            m_dissector->writeSentFrame();
    }
    if (!isRead)
        m_dissector->readSent(octets);
    commitIfMuch();
}

// Only this thread changes the session, so it needs no lock to look at it.
std::size_t Session::memory() const
{
    return sizeof(*this) + m_rows.memory() + m_extras.memory() + m_messages.memory() + m_store->memory()
        + m_inflated.memory() + m_endedBulkMemory + m_dissector->memory()
        + (m_recorder ? m_recorder->waiting() : 0);
}

void Session::countMemory()
{
    if (m_share.budget())
        m_share.set(memory());
}

bool Session::hasMemoryForRow()
{
    MemoryBudget *const budget = m_share.budget();
    if (!budget)
        return true;
    if (const std::size_t more = m_rows.memoryOfNext(); more > 0) {
        countMemory();
        if (!budget->hasRoom(more))
            cutShortHere();
    }
    return !m_isCutShort;
}

void Session::cutShortHere()
{
    if (!std::exchange(m_isCutShort, true))
        noteLimit({LimitRecord::What::Memory, m_share.budget() ? m_share.budget()->limit() : 0},
                  m_dissector->lastTime());
    m_committedRows = m_rows.size();
}

void Session::cutShort()
{
    const std::lock_guard lock(m_mutex);
    cutShortHere();
}

void Session::endReading()
{
    {
        const std::lock_guard lock(m_mutex);
        m_dissector->endReading();
    }
    countMemory();
}

void Session::commitIfMuch()
{
    if (m_recorder && m_recorder->waiting() > unwrittenLimit)
        commit();
}

void Session::place(LogRow &row, RowExtra &&extra, OctetView octets)
{
    m_isUncommitted = m_recorder != nullptr;
    // The row cannot precede octets that have been read, whatever position it is said to have. A Dropped row
    // follows all of them, and says how many of them count.
    if (row.kind != RowKind::Dropped)
        row.peerPosition = std::max(row.peerPosition, m_dissector->position());
    if (row.kind == RowKind::Octets) {
        row.offset = m_store->size(row.direction);
        if (m_dissector->isInHead(row.direction))
            row.set(RowFlag::Head);
        row.length = octets.size();
        m_store->append(row.direction, octets);
        if (m_store->hasDiscardedOctets() && !std::exchange(m_hasDiscardedOctets, true))
            noteLimit({LimitRecord::What::Octets, m_limits.octets}, row.time);
        if (m_isBulk)
            m_bulk[row.direction].add(octets);
    }
    const bool switchesBulk = row.kind == RowKind::Recording && row.has(RowFlag::On) == m_isBulk;
    if (switchesBulk) {
        // The extra is given if only the final state of the phase is known.
        RowExtra ended = beginOrEndBulk(!row.has(RowFlag::On));
        if (std::holds_alternative<std::monostate>(extra))
            extra = std::move(ended);
    }
    if (const auto *const fault = std::get_if<RecordingFault>(&extra))
        m_recordingFault = *fault;
    writeDown(row, extra, octets, switchesBulk && !m_isBulk);
    row.extra = pushExtra(row, std::move(extra));
    if (row.kind == RowKind::Dropped)
        m_dissector->finish(row.time, row.direction);
    if (row.kind == RowKind::Frame)
        m_dissector->addFrameInParts();
    if (row.kind == RowKind::Failing)
        row.setCause(m_dissector->addFailedFrame());
    m_dissector->add(row, pushRow(row), octets);
}

void Session::writeDown(const LogRow &row, const RowExtra &extra, OctetView octets, bool endsBulk)
{
    const bool isLeftOut = m_isBulk && (row.kind == RowKind::Frame || row.kind == RowKind::Octets);
    if (!m_recorder || isLeftOut)
        return;
    if (endsBulk)
        m_recorder->addBulkEnd(row, extra, withTails(bulkEndNow()));
    else
        m_recorder->add(row, extra, octets);
}

// Only this thread changes the session, so its contents can be copied without the lock.
void Session::record(SessionBacking backing)
{
    commit();
    if (const std::optional<RecordingFault> fault = copySession(*this, backing)) {
        noteFault(*fault);
        return;
    }
    m_notes.keepWith(std::move(backing.notes));
    // The old recorder and store are destroyed with the argument, after the lock is released, because that
    // may close a file.
    const std::lock_guard lock(m_mutex);
    std::swap(m_recorder, backing.recorder);
    std::swap(m_store, backing.store);
    m_recordingFault.reset();
}

void Session::noteFault(const RecordingFault &fault)
{
    LogRow note{.time = m_dissector->lastTime()};
    note.kind = RowKind::Note;
    append(note, fault);
    commit();
}

void Session::commit()
{
    if (!m_isUncommitted)
        return;
    if (const std::optional<RecordingFault> fault = writeAndShow())
        noteFault(*fault);
}

// The writing itself happens without the lock, so that a slow disk does not make readers wait.
std::optional<RecordingFault> Session::writeAndShow()
{
    const std::optional<RecordingFault> fault = m_recorder ? m_recorder->write() : std::nullopt;
    const std::lock_guard lock(m_mutex);
    if (fault)
        m_recorder.reset();
    else if (m_recorder)
        m_recorder->publish();
    m_isUncommitted = false;
    m_committedRows = m_rows.size();
    return fault;
}

void Session::processReceived()
{
    commit();
    m_dissector->finishRead();
}

PeerOctets &Session::peerOctets(const StreamReader::Settings &settings)
{
    m_dissector->handOut(settings);
    return *m_dissector;
}

StreamOffset Session::peerPosition() const { return m_dissector->position(); }

void Session::setLimits(const SessionLimits &limits)
{
    const std::lock_guard lock(m_mutex);
    const std::uint64_t messageOctets = m_limits.messageOctets;
    m_limits = limits;
    m_limits.messageOctets = messageOctets;
    m_limits.rows = std::min(m_limits.rows, MessageList::mostRows);
    m_store->setLimit(limits.octets);
    m_inflated.setLimit(limits.inflatedOctets);
}

void Session::addSentInflated(std::uint64_t octets)
{
    const std::lock_guard lock(m_mutex);
    if (m_isBulk)
        m_dissector->addSentInflated(octets);
}

// While nothing is recorded, octets and frames are counted instead of getting rows.
RowExtra Session::beginOrEndBulk(bool begins)
{
    const BulkRecord ended = std::exchange(m_bulk, {});
    m_isBulk = begins;
    m_store->setBulk(begins);
    m_inflated.setBulk(begins);
    m_dissector->setCompressedUse(begins ? CompressedUse::Skip : CompressedUse::Inflate);
    if (begins) {
        for (const Direction direction : bothDirections)
            m_bulkStart[direction] = m_store->size(direction);
        m_bulkFindings = m_dissector->findings.size();
        return {};
    }
    m_dissector->forgetMessages();
    if (m_endedBulks.size() < mostBulks && m_rows.size() < m_limits.rows) {
        m_endedBulks.push_back({endOf(m_rows.size()), bulkEndNow()});
        m_endedBulkMemory += memoryOf(m_endedBulks.back().end);
    }
    return ended;
}

// The result has no octets; withTails() adds them.
BulkEnd Session::bulkEndNow() const
{
    BulkEnd end = m_dissector->bulkEnd(m_bulkFindings);
    for (const Direction direction : bothDirections) {
        BulkEnd::Stream &stream = end.streams[direction];
        stream.start = m_bulkStart[direction];
        stream.size = m_store->size(direction);
        stream.inflated = m_inflated.size(direction);
    }
    return end;
}

BulkEnd Session::withTails(BulkEnd end) const
{
    for (const Direction direction : bothDirections) {
        BulkEnd::Stream &stream = end.streams[direction];
        const StreamOffset tail = stream.size - std::min<std::uint64_t>(stream.size.value(), longestTail);
        const StreamOffset start = std::max(stream.start, std::min(tail, stream.position));
        // The last octets of a phase are in memory, not in the file.
        stream.last = beginRead(direction, start, stream.size - start).inMemory();
    }
    return end;
}

std::optional<BulkEnd> Session::bulkEnd(RowNumber row) const
{
    const ReadLock lock(*this);
    const auto found = std::ranges::find(m_endedBulks, row, &EndedBulk::row);
    if (found == m_endedBulks.end())
        return std::nullopt;
    return withTails(found->end);
}

void Session::appendBulkEnd(LogRow row, RowExtra extra, const BulkEnd &end)
{
    if (m_isCutShort)
        return;
    const std::lock_guard lock(m_mutex);
    row.set(RowFlag::On);
    for (const Direction direction : bothDirections) {
        const BulkEnd::Stream &stream = end.streams[direction];
        const StreamOffset known = m_store->size(direction);
        m_store->skipBulk(direction, stream.size - std::min(known, stream.size), stream.last);
        m_inflated.skip(direction, stream.inflated - std::min(m_inflated.size(direction), stream.inflated));
    }
    m_dissector->resume(end, m_bulkFindings);
    (void)beginOrEndBulk(false);
    row.extra = pushExtra(row, std::move(extra));
    m_dissector->add(row, pushRow(row), {});
    countMemory();
}

Session::PlacedRow Session::pushRow(const LogRow &row)
{
    if (m_isBulk && row.kind == RowKind::Frame)
        ++m_bulk[row.direction].frames;
    const bool isLeftOut = m_isBulk && (row.kind == RowKind::Frame || row.kind == RowKind::Octets);
    if (isLeftOut)
        return {m_rows.last(), false};
    // The last place is reserved for the note that the log is full. A note whose extra was stored
    // nevertheless gets a row, too.
    const bool isNeeded = row.kind == RowKind::Note && row.extra != 0;
    const bool isKept = (m_rows.size() + RowCount(1) < m_limits.rows || isNeeded) && hasMemoryForRow();
    if (isKept)
        m_rows.append(row);
    else if (!m_isCutShort && !std::exchange(m_isFull, true))
        noteLimit({LimitRecord::What::Rows, m_limits.rows.value()}, row.time);
    if (!m_isUncommitted)
        m_committedRows = m_rows.size();
    return {m_rows.last(), isKept};
}

void Session::noteLimit(const LimitRecord &limit, Duration time)
{
    LogRow row{.time = time, .peerPosition = m_dissector->position()};
    row.kind = RowKind::Note;
    row.set(RowFlag::Derived);
    row.extra = pushExtra(row, limit);
    m_rows.append(row);
}

std::uint32_t Session::pushExtra(const LogRow &row, RowExtra &&extra)
{
    if (std::holds_alternative<std::monostate>(extra))
        return 0;
    // The extras about how the connection began or ended and about what a case counted are kept even if the
    // log is full. The others are dropped with their rows.
    const bool isNeeded = std::holds_alternative<PeerInfo>(extra)
        || std::holds_alternative<TransportError>(extra) || std::holds_alternative<LimitRecord>(extra)
        || std::holds_alternative<EchoRecord>(extra);
    const bool isLeftOut = m_isBulk && row.kind == RowKind::Frame;
    if ((m_rows.size() >= m_limits.rows || isLeftOut) && !isNeeded)
        return 0;
    return m_extras.add(row, std::move(extra));
}

std::optional<Finding> Session::failure() const
{
    const ReadLock lock(*this);
    const std::optional<std::size_t> number = m_dissector->failedBy;
    return number ? std::optional(m_dissector->findings[*number]) : std::nullopt;
}

SessionSummary Session::summary() const
{
    const ReadLock lock(*this);
    return {.state = m_dissector->state,
            .rows = m_committedRows,
            .findings = m_dissector->findings.size(),
            .failedBy = m_dissector->failedBy,
            .error = m_dissector->error,
            .peer = m_dissector->peer,
            .messages = m_messages.size(),
            .isFull = m_isFull,
            .hasDiscardedOctets = m_hasDiscardedOctets,
            .isCutShort = m_isCutShort,
            .limits = m_limits,
            .recordingFault = m_recordingFault};
}

RowCount Session::rowCount() const
{
    const ReadLock lock(*this);
    return m_committedRows;
}

LogRow Session::row(RowNumber number) const
{
    const ReadLock lock(*this);
    return number < endOf(m_rows.size()) ? m_rows[number] : LogRow{};
}

RowCount Session::rows(RowNumber first, std::span<LogRow> into) const
{
    const ReadLock lock(*this);
    const RowNumber end = endOf(m_committedRows);
    if (first >= end)
        return {};
    const RowCount count = std::min(RowCount(into.size()), end - first);
    for (std::size_t i = 0; i < count.value(); ++i)
        into[i] = m_rows[first + RowCount(i)];
    return count;
}

RowExtra Session::extra(const LogRow &row) const
{
    const ReadLock lock(*this);
    return m_extras.of(row);
}

HandshakeRecord Session::handshake() const
{
    const ReadLock lock(*this);
    return m_dissector->record;
}

ClosingRecord Session::closing() const
{
    const ReadLock lock(*this);
    return m_dissector->closing;
}

Statistics Session::statistics() const
{
    const ReadLock lock(*this);
    return m_dissector->statistics;
}

std::vector<Finding> Session::findings(std::size_t first, std::size_t count) const
{
    const ReadLock lock(*this);
    return partOf<Finding>(m_dissector->findings, first, count);
}

std::vector<MessageRecord> Session::messages(std::size_t first, std::size_t count) const
{
    const ReadLock lock(*this);
    return partOf<MessageRecord>(m_messages, first, count);
}

std::size_t Session::messageCount() const
{
    const ReadLock lock(*this);
    return m_messages.size();
}

std::optional<MessageRecord> Session::messageOf(RowNumber frame) const
{
    const ReadLock lock(*this);
    return frame < endOf(m_rows.size()) ? m_messages.ofFrame(frame) : std::nullopt;
}

StreamOffset Session::streamSize(Direction direction) const
{
    const ReadLock lock(*this);
    return m_store->size(direction);
}

OctetBuffer Session::octets(Direction direction, StreamOffset offset, std::size_t length) const
{
    OctetRead read;
    {
        const ReadLock lock(*this);
        read = beginRead(direction, offset, length);
    }
    return std::move(read).finish();
}

OctetRead Session::beginRead(Direction direction, StreamOffset offset, std::uint64_t length) const
{
    const StreamOffset size = m_store->size(direction);
    if (offset >= size)
        return {};
    // The length may come from a header that lies, so it is limited to what can be stored.
    const std::uint64_t most = m_limits.octets + MemoryOctetStore::blockSize;
    return m_store->beginRead(direction, offset,
                              static_cast<std::size_t>(std::min({length, size - offset, most})));
}

OctetBuffer Session::payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const
{
    OctetRead read;
    {
        const ReadLock lock(*this);
        read = beginPayload(frame, from, limit);
    }
    return unmasked(frame, from, std::move(read));
}

OctetRead Session::beginPayload(const LogRow &frame, std::uint64_t from, std::size_t limit) const
{
    if (frame.kind != RowKind::Frame || from >= frame.length)
        return {};
    const StreamOffset start = frame.offset + frame.header().size();
    // A declared length can have any value, and so can a position inside the payload.
    if (from > std::numeric_limits<std::uint64_t>::max() - start.value())
        return {};
    return beginRead(frame.direction, start + from, std::min<std::uint64_t>(frame.length - from, limit));
}

// The payload is read in batches, with the lock free between them, because a message can have millions of
// frames.
OctetBuffer Session::payload(const MessageRecord &message, std::size_t limit) const
{
    if (message.isCompressed) {
        const ReadLock lock(*this);
        return inflatedHeld(message.direction, message.inflatedOffset,
                            static_cast<std::size_t>(std::min<std::uint64_t>(message.length, limit)));
    }
    OctetBuffer whole;
    for (RowNumber next = message.firstRow; whole.size() < limit;) {
        std::vector<FrameRead> frames;
        {
            const ReadLock lock(*this);
            frames = beginFrames(message, next, limit - whole.size());
        }
        if (frames.empty())
            return whole;
        for (FrameRead &frame : frames) {
            const OctetBuffer part = unmasked(frame.row, 0, std::move(frame.payload));
            whole.insert(whole.end(), part.begin(), part.end());
            // The result stops at a part that is no longer kept. Otherwise later octets would seem to follow
            // directly.
            if (whole.size() >= limit || part.size() < frame.row.length)
                return whole;
        }
    }
    return whole;
}

std::vector<Session::FrameRead> Session::beginFrames(const MessageRecord &message, RowNumber &next,
                                                     std::size_t limit) const
{
    std::vector<FrameRead> frames;
    std::size_t begun = 0;
    for (; next <= message.lastRow && next < endOf(m_rows.size()) && frames.size() < mostFramesAtOnce;
         ++next) {
        const LogRow &row = m_rows[next];
        if (!isFrameOf(message, next, row))
            continue;
        if (begun >= std::min(limit, mostOctetsAtOnce))
            return frames;
        frames.push_back({row, beginPayload(row, 0, limit - begun)});
        begun += frames.back().payload.size();
    }
    return frames;
}

OctetBuffer Session::inflated(Direction direction, StreamOffset offset, std::size_t limit) const
{
    const ReadLock lock(*this);
    return inflatedHeld(direction, offset, limit);
}

OctetBuffer Session::inflatedHeld(Direction direction, StreamOffset offset, std::size_t limit) const
{
    const StreamOffset end = m_inflated.size(direction);
    const std::uint64_t there = offset < end ? end - offset : 0;
    OctetBuffer octets(static_cast<std::size_t>(std::min<std::uint64_t>(there, limit)));
    octets.resize(m_inflated.read(direction, offset, octets));
    return octets;
}

} // namespace fg
