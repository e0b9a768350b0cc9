#include "protocol/session/session.h"

#include "protocol/session/dissector.h"

#include <algorithm>
#include <utility>

namespace fg {

Session::Session(Role ourRole, SessionLimits limits)
    : m_role(ourRole)
    , m_limits(limits)
    , m_store(limits.octets)
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
        row.length = octets.size();
        m_store.append(row.direction, octets);
    }
    if (!std::holds_alternative<std::monostate>(extra))
        row.extra = pushExtra(std::move(extra));
    m_dissector->see(row, pushRow(row), octets);
}

void Session::settle()
{
    const std::lock_guard lock(m_mutex);
    m_dissector->takeInAll();
}

RowNumber Session::pushRow(const LogRow &row)
{
    if (m_rows.size() < m_limits.rows)
        m_rows.append(row);
    else
        m_full = true;
    return m_rows.size() - 1;
}

std::uint32_t Session::pushExtra(RowExtra extra)
{
    // Thousands of frames in a row are asked for in the same way.
    if (m_extras.empty() || m_extras.back() != extra)
        m_extras.push_back(std::move(extra));
    return static_cast<std::uint32_t>(m_extras.size());
}

SessionSummary Session::summary() const
{
    const std::lock_guard lock(m_mutex);
    return {.state = m_dissector->state,
            .rows = m_rows.size(),
            .findings = m_dissector->findings.size(),
            .error = m_dissector->error,
            .peer = m_dissector->peer,
            .isFull = m_full};
}

RowNumber Session::rowCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_rows.size();
}

LogRow Session::row(RowNumber number) const
{
    const std::lock_guard lock(m_mutex);
    return number < m_rows.size() ? m_rows[number] : LogRow{};
}

std::size_t Session::rows(RowNumber first, std::span<LogRow> into) const
{
    const std::lock_guard lock(m_mutex);
    if (first >= m_rows.size())
        return 0;
    const std::size_t count = std::min(into.size(), m_rows.size() - first);
    for (std::size_t i = 0; i < count; ++i)
        into[i] = m_rows[first + i];
    return count;
}

RowExtra Session::extra(const LogRow &row) const
{
    const std::lock_guard lock(m_mutex);
    if (row.extra > 0 && row.extra <= m_extras.size())
        return m_extras[row.extra - 1];
    if (row.kind == RowKind::Frame && row.direction == Direction::Out)
        return FrameIntent{.patternLength = row.length};
    return {};
}

HandshakeRecord Session::handshake() const
{
    const std::lock_guard lock(m_mutex);
    return m_dissector->handshake;
}

ClosingRecord Session::closing() const
{
    const std::lock_guard lock(m_mutex);
    return m_dissector->closing;
}

Statistics Session::statistics() const
{
    const std::lock_guard lock(m_mutex);
    return m_dissector->statistics;
}

std::vector<Finding> Session::findings() const
{
    const std::lock_guard lock(m_mutex);
    return m_dissector->findings;
}

std::vector<MessageRecord> Session::messages() const
{
    const std::lock_guard lock(m_mutex);
    return m_dissector->messages;
}

OctetBuffer Session::octets(Direction direction, std::uint64_t offset, std::size_t length) const
{
    const std::lock_guard lock(m_mutex);
    const std::uint64_t size = m_store.size(direction);
    if (offset >= size)
        return {};
    // The length may come from a header that lies: never more than there is.
    OctetBuffer octets(static_cast<std::size_t>(std::min<std::uint64_t>(length, size - offset)));
    octets.resize(m_store.read(direction, offset, octets));
    return octets;
}

OctetBuffer Session::payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const
{
    const std::lock_guard lock(m_mutex);
    return payloadHeld(frame, from, limit);
}

OctetBuffer Session::payloadHeld(const LogRow &frame, std::uint64_t from, std::size_t limit) const
{
    if (frame.kind != RowKind::Frame || from >= frame.length)
        return {};
    const FrameHeader header = frame.header();
    const std::uint64_t offset = frame.offset + header.size() + from;
    const std::uint64_t size = m_store.size(frame.direction);
    if (offset >= size)
        return {};
    const std::uint64_t wanted = std::min({frame.length - from, std::uint64_t{limit}, size - offset});
    OctetBuffer octets(static_cast<std::size_t>(wanted));
    octets.resize(m_store.read(frame.direction, offset, octets));
    if (header.maskingKey)
        applyMask(octets, *header.maskingKey, from);
    return octets;
}

OctetBuffer Session::payload(const MessageRecord &message, std::size_t limit) const
{
    const std::lock_guard lock(m_mutex);
    OctetBuffer whole;
    for (RowNumber number = message.firstRow; number <= message.lastRow && number < m_rows.size(); ++number) {
        const LogRow &row = m_rows[number];
        const bool belongs = row.kind == RowKind::Frame && row.direction == message.direction
            && (isControl(message.opcode) || !isControl(row.opcode()));
        if (!belongs || whole.size() >= limit)
            continue;
        const OctetBuffer part = payloadHeld(row, 0, limit - whole.size());
        whole.insert(whole.end(), part.begin(), part.end());
    }
    return whole;
}

} // namespace fg
