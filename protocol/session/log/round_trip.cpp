#include "protocol/session/log/round_trip.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fg {

namespace {

constexpr std::size_t rowsAtOnce = 256;
constexpr std::size_t longestPayload = 125; // of a control frame, RFC 6455 5.5

// A ping of ours, or a pong of the peer.
bool isPingOrPong(const LogRow &row)
{
    if (row.kind != RowKind::Frame)
        return false;
    return row.direction == Direction::Out ? row.opcode() == Opcode::Ping : row.opcode() == Opcode::Pong;
}

} // namespace

void RoundTrip::follow(const Session &log)
{
    const RowNumber end = endOf(log.rowCount());
    if (end - m_next > RowCount(mostRows))
        m_next = end - RowCount(mostRows);
    int taken = 0;
    std::array<LogRow, rowsAtOnce> rows;
    while (m_next < end) {
        const RowCount read = log.rows(m_next, rows);
        if (read == RowCount())
            return;
        for (std::size_t at = 0; at < read.value(); ++at, ++m_next) {
            if (isPingOrPong(rows[at]) && (++taken > mostRead || !take(log, rows[at])))
                return;
        }
    }
}

bool RoundTrip::take(const Session &log, const LogRow &row)
{
    const bool isPong = row.opcode() == Opcode::Pong;
    if (isPong && m_pings.empty())
        return true;
    OctetBuffer payload = log.payload(row, 0, longestPayload);
    if (payload.size() < std::min<std::uint64_t>(row.length, longestPayload))
        return false;
    if (isPong) {
        answer(payload, row.time);
        return true;
    }
    m_pings.push_back({std::move(payload), row.time});
    if (m_pings.size() > mostPings)
        m_pings.pop_front();
    return true;
}

void RoundTrip::answer(const OctetBuffer &payload, Duration arrived)
{
    const auto ping = std::find_if(m_pings.rbegin(), m_pings.rend(),
                                   [&payload](const Ping &sent) { return sent.payload == payload; });
    if (ping == m_pings.rend())
        return;
    m_last = arrived - ping->sent;
    // Pings before it are not answered any more: a peer may answer only the newest (RFC 6455 5.5.3).
    m_pings.erase(m_pings.begin(), ping.base());
}

} // namespace fg
