#include "protocol/session/session.h"

#include "protocol/session/dissector.h"

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

namespace fg {

namespace {

// Octets of the peer to take in under one lock; at most half as many frames.
constexpr std::size_t settleSlice = 2048;

} // namespace

// Says that it waits before it does: a mutex alone would let the writer take it again and again.
class Session::ReadLock
{
public:
    explicit ReadLock(const Session &session)
        : m_session(session)
    {
        m_session.m_waitingReaders.fetch_add(1, std::memory_order_relaxed);
        m_session.m_mutex.lock();
        m_session.m_waitingReaders.fetch_sub(1, std::memory_order_relaxed);
    }
    ~ReadLock() { m_session.m_mutex.unlock(); }
    ReadLock(const ReadLock &) = delete;
    ReadLock &operator=(const ReadLock &) = delete;

private:
    const Session &m_session;
};

Session::Session(Role ourRole, SessionLimits limits)
    : m_role(ourRole)
    , m_limits(limits)
    , m_store(limits.octets)
    , m_inflated(limits.inflatedOctets)
    , m_dissector(std::make_unique<Dissector>(*this))
{
}

Session::~Session() = default;

void Session::append(LogRow row, RowExtra extra, OctetView octets)
{
    const std::lock_guard lock(m_mutex);
    const bool isReceived = row.kind == RowKind::Octets && row.direction == Direction::In;
    if (isReceived)
        m_dissector->takeInAll();
    else
        m_dissector->takeIn(row.peerPosition);
    if (row.kind == RowKind::Octets) {
        row.offset = m_store.size(row.direction);
        if (m_dissector->isInHead(row.direction))
            row.set(RowFlag::Head);
        row.length = octets.size();
        m_store.append(row.direction, octets);
        if (m_store.hasForgotten() && !std::exchange(m_hasForgotten, true))
            noteLimit({LimitRecord::What::Octets, m_limits.octets}, row.time);
        if (m_isBulk)
            m_bulk.of(row.direction).add(octets);
    } else if (row.kind == RowKind::Recording) {
        switchBulk(!row.has(RowFlag::On), row);
    }
    if (!std::holds_alternative<std::monostate>(extra))
        row.extra = pushExtra(std::move(extra));
    if (row.kind == RowKind::Dropped)
        m_dissector->finish(row.time);
    m_dissector->see(row, pushRow(row), octets);
}

// In slices, with the lock free between them: one read can hold tens of thousands of frames, and the window
// does not wait for all of them.
void Session::settle()
{
    for (bool isDone = false; !isDone;) {
        while (m_waitingReaders.load(std::memory_order_relaxed) > 0)
            std::this_thread::yield();
        const std::lock_guard lock(m_mutex);
        isDone = m_dissector->takeInSome(settleSlice);
    }
}

void Session::setLimits(const SessionLimits &limits)
{
    const std::lock_guard lock(m_mutex);
    m_limits = limits;
    m_store.setLimit(limits.octets);
    m_inflated.setLimit(limits.inflatedOctets);
}

void Session::addInflated(Direction direction, std::uint64_t octets)
{
    const std::lock_guard lock(m_mutex);
    if (m_isBulk)
        m_dissector->addInflated(direction, octets);
}

void Session::addFinding(const Violation &violation)
{
    const std::lock_guard lock(m_mutex);
    if (m_isBulk)
        m_dissector->addFinding(violation);
}

// While nothing is recorded, octets and frames are counted in place of their rows.
void Session::switchBulk(bool on, LogRow &row)
{
    if (m_isBulk && !on)
        row.extra = pushExtra(m_bulk);
    m_isBulk = on;
    m_bulk = {};
    m_store.setBulk(on);
    m_inflated.setBulk(on);
    m_dissector->passOverCompressed(on);
}

RowNumber Session::pushRow(const LogRow &row)
{
    if (m_isBulk && row.kind == RowKind::Frame)
        ++m_bulk.of(row.direction).frames;
    const bool isLeftOut = m_isBulk && (row.kind == RowKind::Frame || row.kind == RowKind::Octets);
    if (isLeftOut)
        return m_rows.size() - 1;
    // The last place is for the word that it is the last.
    if (m_rows.size() + 1 < m_limits.rows)
        m_rows.append(row);
    else if (!std::exchange(m_isFull, true))
        noteLimit({LimitRecord::What::Rows, m_limits.rows}, row.time);
    return m_rows.size() - 1;
}

void Session::noteLimit(const LimitRecord &limit, Duration time)
{
    LogRow row{.time = time};
    row.kind = RowKind::Note;
    row.extra = pushExtra(limit);
    m_rows.append(row);
}

std::uint32_t Session::pushExtra(RowExtra extra)
{
    // What ended or began the connection counts also when the log is full; the rest goes with its row.
    const bool isNeeded = std::holds_alternative<PeerInfo>(extra)
        || std::holds_alternative<TransportError>(extra) || std::holds_alternative<LimitRecord>(extra);
    if (m_rows.size() >= m_limits.rows && !isNeeded)
        return 0;
    // Thousands of frames in a row are asked for in the same way.
    if (m_extras.empty() || m_extras.back() != extra)
        m_extras.push_back(std::move(extra));
    return static_cast<std::uint32_t>(m_extras.size());
}

SessionSummary Session::summary() const
{
    const ReadLock lock(*this);
    return {.state = m_dissector->state,
            .rows = m_rows.size(),
            .findings = m_dissector->findings.size(),
            .error = m_dissector->error,
            .peer = m_dissector->peer,
            .isFull = m_isFull,
            .hasForgotten = m_hasForgotten,
            .limits = m_limits};
}

RowNumber Session::rowCount() const
{
    const ReadLock lock(*this);
    return m_rows.size();
}

LogRow Session::row(RowNumber number) const
{
    const ReadLock lock(*this);
    return number < m_rows.size() ? m_rows[number] : LogRow{};
}

std::size_t Session::rows(RowNumber first, std::span<LogRow> into) const
{
    const ReadLock lock(*this);
    if (first >= m_rows.size())
        return 0;
    const std::size_t count = std::min(into.size(), m_rows.size() - first);
    for (std::size_t i = 0; i < count; ++i)
        into[i] = m_rows[first + i];
    return count;
}

RowExtra Session::extra(const LogRow &row) const
{
    const ReadLock lock(*this);
    if (row.extra > 0 && row.extra <= m_extras.size())
        return m_extras[row.extra - 1];
    if (row.kind == RowKind::Frame && row.direction == Direction::Out)
        return FrameIntent{.patternLength = row.length};
    return {};
}

HandshakeRecord Session::handshake() const
{
    const ReadLock lock(*this);
    return m_dissector->handshake;
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

std::vector<Finding> Session::findings() const
{
    const ReadLock lock(*this);
    return m_dissector->findings;
}

std::vector<MessageRecord> Session::messages(std::size_t first, std::size_t count) const
{
    const ReadLock lock(*this);
    const ChunkedList<MessageRecord> &held = m_dissector->messages;
    const std::size_t begin = std::min(first, held.size());
    const std::size_t end = begin + std::min(count, held.size() - begin);
    std::vector<MessageRecord> copy;
    copy.reserve(end - begin);
    for (std::size_t number = begin; number < end; ++number)
        copy.push_back(held[number]);
    return copy;
}

std::size_t Session::messageCount() const
{
    const ReadLock lock(*this);
    return m_dissector->messages.size();
}

std::uint64_t Session::streamSize(Direction direction) const
{
    const ReadLock lock(*this);
    return m_store.size(direction);
}

OctetBuffer Session::octets(Direction direction, std::uint64_t offset, std::size_t length) const
{
    const ReadLock lock(*this);
    return octetsHeld(direction, offset, length);
}

OctetBuffer Session::octetsHeld(Direction direction, std::uint64_t offset, std::uint64_t length) const
{
    const std::uint64_t size = m_store.size(direction);
    std::byte first;
    if (offset >= size || m_store.read(direction, offset, std::span(&first, 1)) == 0)
        return {};
    // The length may come from a header that lies: never more than there can be.
    const std::uint64_t most = m_limits.octets + MemoryOctetStore::blockSize;
    OctetBuffer octets(static_cast<std::size_t>(std::min({length, size - offset, most})));
    octets.resize(m_store.read(direction, offset, octets));
    return octets;
}

OctetBuffer Session::payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const
{
    const ReadLock lock(*this);
    return payloadHeld(frame, from, limit);
}

OctetBuffer Session::payloadHeld(const LogRow &frame, std::uint64_t from, std::size_t limit) const
{
    if (frame.kind != RowKind::Frame || from >= frame.length)
        return {};
    const FrameHeader header = frame.header();
    const std::uint64_t start = frame.offset + header.size();
    // A declared length can be anything, and so can a position inside it.
    if (from > std::numeric_limits<std::uint64_t>::max() - start)
        return {};
    const std::uint64_t wanted = std::min<std::uint64_t>(frame.length - from, limit);
    OctetBuffer octets = octetsHeld(frame.direction, start + from, wanted);
    if (header.maskingKey)
        applyMask(octets, *header.maskingKey, from);
    return octets;
}

OctetBuffer Session::payload(const MessageRecord &message, std::size_t limit) const
{
    const ReadLock lock(*this);
    if (message.isCompressed)
        return inflatedHeld(message, limit);
    OctetBuffer whole;
    for (RowNumber number = message.firstRow; number <= message.lastRow && number < m_rows.size(); ++number) {
        const LogRow &row = m_rows[number];
        const bool belongs = row.kind == RowKind::Frame && row.direction == message.direction
            && (isControl(message.opcode) || !isControl(row.opcode()));
        if (!belongs)
            continue;
        const OctetBuffer part = payloadHeld(row, 0, limit - whole.size());
        whole.insert(whole.end(), part.begin(), part.end());
        // What follows a part that is no longer there would look as if it stood right behind what is.
        if (whole.size() >= limit || part.size() < row.length)
            break;
    }
    return whole;
}

OctetBuffer Session::inflatedHeld(const MessageRecord &message, std::size_t limit) const
{
    OctetBuffer octets(static_cast<std::size_t>(std::min<std::uint64_t>(message.length, limit)));
    octets.resize(m_inflated.read(message.direction, message.inflatedOffset, octets));
    return octets;
}

} // namespace fg
