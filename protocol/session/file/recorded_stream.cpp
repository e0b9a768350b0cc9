#include "protocol/session/file/recorded_stream.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// The range of a row's time. Calculations within it cannot overflow.
constexpr Duration earliest = -std::chrono::hours(1);
constexpr Duration latest = std::chrono::hours(24 * 365 * 10);
// A longer row is cut here, even if the file continues it.
constexpr std::size_t longestRow = 1024 * 1024 * 1024;

SessionLimits limitsFor(const SessionHeading &heading)
{
    SessionLimits limits = SessionLimits::onFile();
    limits.messageOctets = heading.messageLimit;
    return limits;
}

} // namespace

RecordedStream::RecordedStream(std::shared_ptr<const PagedFile> file, std::uint32_t interface,
                               const SessionHeading &heading, std::shared_ptr<MemoryBudget> budget)
    : m_epoch(epochTime(heading.started))
    , m_share(budget)
{
    auto store = std::make_unique<FileOctetStore>(std::move(file), interface, FileOctetStore::Use::Reading);
    m_store = store.get();
    m_session = std::make_shared<Session>(heading.role, limitsFor(heading),
                                          SessionBacking{std::move(store), nullptr, std::move(budget)});
}

bool RecordedStream::addPacket(Direction direction, std::uint64_t time, const Segment &segment,
                               std::uint64_t filePosition)
{
    const bool endsRow = segment.has(TcpFlag::Psh);
    if (segment.payload.empty() && !endsRow)
        return true;
    // An unfinished row of the other direction ends here.
    if (m_partial && m_partial->row.direction != direction)
        endRow();
    const StreamOffset size = m_sizes[direction];
    if (segment.sequence != sequenceOf(size - m_skipped[direction]))
        return false;
    if (!m_partial)
        beginRow(direction, time, segment);
    if (!makeRoom(segment.payload.size()))
        return true;
    if (!segment.payload.empty()) {
        const bool isSeparate = std::exchange(m_isSeparate[direction], false);
        m_store->expect(direction, size, filePosition,
                        isSeparate ? FileOctetStore::Gap::Before : FileOctetStore::Gap::No);
    }
    m_sizes[direction] += segment.payload.size();
    OctetBuffer &octets = m_partial->octets;
    octets.insert(octets.end(), segment.payload.begin(), segment.payload.end());
    if (endsRow || octets.size() >= longestRow)
        endRow();
    return true;
}

RecordedStream::Fit RecordedStream::fitOf(Direction direction, const Segment &segment) const
{
    if (segment.sequence != sequenceOf(m_sizes[direction] - m_skipped[direction]))
        return Fit::No;
    // What the peer sends acknowledges all of our octets; what we send, those that had been processed.
    const Direction other = otherDirection(direction);
    const StreamOffset seen = m_sizes[other] - m_skipped[other];
    const bool isGood = direction == Direction::In ? segment.acknowledged == sequenceOf(seen)
                                                   : offsetOf(segment.acknowledged, seen).has_value();
    return isGood ? Fit::Good : Fit::Maybe;
}

// Makes room for further octets of the row. If that would exceed the memory for the file, the row is left
// out: false, and the budget is exhausted.
bool RecordedStream::makeRoom(std::size_t octets)
{
    OctetBuffer &row = m_partial->octets;
    const std::size_t capacity = capacityFor(row, octets, longestRow);
    if (capacity > row.capacity()) {
        MemoryBudget *const budget = m_share.budget();
        // Both are there while one is copied to the other.
        if (budget && !budget->hasRoom(capacity))
            return false;
        row.reserve(capacity);
    }
    m_share.set(row.capacity() + m_lastReceived.capacity());
    return true;
}

void RecordedStream::beginRow(Direction direction, std::uint64_t time, const Segment &segment)
{
    m_partial.emplace();
    LogRow &row = m_partial->row;
    row.kind = RowKind::Octets;
    row.direction = direction;
    row.time = timeOf(time);
    row.offset = m_sizes[direction];
    row.peerPosition =
        direction == Direction::Out ? peerPosition(segment.acknowledged) : m_sizes[Direction::In];
    if (segment.note.isApart)
        row.set(RowFlag::Apart);
    m_partial->note = segment.note;
}

void RecordedStream::endRow()
{
    if (!m_partial)
        return;
    Partial whole = *std::exchange(m_partial, std::nullopt);
    if (whole.note.frameRowBefore && whole.row.direction == Direction::Out)
        addFrameRow(whole.row, *whole.note.frameRowBefore, whole.octets);
    append(whole.row, {}, whole.octets);
    // Earlier, the session may still have borrowed the octets of the previous row.
    if (whole.row.direction == Direction::In)
        m_lastReceived = std::move(whole.octets);
    m_share.set(m_lastReceived.capacity());
}

void RecordedStream::addFrameRow(const LogRow &octetsRow, std::uint32_t before, OctetView octets)
{
    const auto frame = sentFrameRow(octetsRow, octets, octetsRow.time - Duration(before));
    if (frame)
        append(*frame, {}, {});
}

void RecordedStream::append(const LogRow &row, RowExtra extra, OctetView octets)
{
    const bool isReceived = row.kind == RowKind::Octets && row.direction == Direction::In;
    const bool hasAllBefore = row.peerPosition >= m_sizes[Direction::In];
    if (isReceived || hasAllBefore)
        m_session->processReceived();
    m_session->append(row, std::move(extra), octets);
}

void RecordedStream::addRow(EnteredRow entered, const std::optional<BulkEnd> &bulkEnd)
{
    endRow();
    LogRow &row = entered.row;
    row.time = std::clamp(row.time, earliest, latest);
    const bool endsBulk = row.kind == RowKind::Recording && row.has(RowFlag::On) && bulkEnd;
    if (!endsBulk) {
        append(row, std::move(entered.extra), {});
        return;
    }
    for (const Direction direction : bothDirections) {
        StreamOffset &size = m_sizes[direction];
        const StreamOffset after = std::max(size, bulkEnd->streams[direction].size);
        m_skipped[direction] += after - size;
        size = after;
    }
    m_session->appendBulkEnd(row, std::move(entered.extra), *bulkEnd);
}

void RecordedStream::finish()
{
    endRow();
    m_session->processReceived();
    endReading();
}

void RecordedStream::cutShort()
{
    m_partial.reset();
    if (!m_session->closing().hasEnded())
        m_session->cutShort();
    m_session->processReceived();
    endReading();
}

// What reading has taken of memory goes back.
void RecordedStream::endReading()
{
    m_session->endReading();
    release(m_lastReceived);
    m_share.set(0);
}

Duration RecordedStream::timeOf(std::uint64_t time) const
{
    return std::clamp(Duration(static_cast<Duration::rep>(time - m_epoch)), earliest, latest);
}

StreamOffset RecordedStream::peerPosition(std::uint32_t acknowledged) const
{
    const std::uint64_t skipped = m_skipped[Direction::In];
    const StreamOffset received = m_sizes[Direction::In] - skipped;
    return offsetOf(acknowledged, received).value_or(received) + skipped;
}

} // namespace fg
