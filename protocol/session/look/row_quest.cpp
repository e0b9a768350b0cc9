#include "protocol/session/look/row_quest.h"

#include <algorithm>
#include <array>
#include <span>

namespace fg {
namespace {

bool isEvent(const LogRow &row)
{
    return row.kind == RowKind::Octets || row.kind == RowKind::Frame || row.kind == RowKind::Connected
        || row.kind == RowKind::Dropped;
}

} // namespace

RowQuest::RowQuest(std::shared_ptr<const Session> session, std::optional<RowNumber> from, Toward toward,
                   const WantedRow &wanted)
    : m_session(std::move(session))
    , m_toward(toward)
    , m_wanted(wanted)
{
    if (toward == Toward::Newer)
        m_next = m_start = from ? *from + RowCount(1) : RowNumber();
    else
        m_next = m_start = from ? *from : endOf(m_session->rowCount());
    // A pause is measured from the event before it, which may be the start row or precede it.
    if (wanted.kind == WantedRow::Kind::Pause && toward == Toward::Newer)
        m_next -= std::min(rowsBefore(m_next), RowCount(64));
}

RowQuest::State RowQuest::search(RowCount rows)
{
    std::array<LogRow, 256> part;
    for (RowCount done; done < rows;) {
        const bool isNewer = m_toward == Toward::Newer;
        const RowCount most(part.size());
        const RowCount wanted = isNewer ? most : std::min(rowsBefore(m_next), most);
        const RowNumber first = isNewer ? m_next : m_next - wanted;
        const RowCount count = m_session->rows(first, std::span(part).first(wanted.value()));
        if (count == RowCount())
            return State::NotFound;
        for (std::size_t i = 0; i < count.value(); ++i) {
            const std::size_t at = isNewer ? i : count.value() - 1 - i;
            if (examine(part[at], first + RowCount(at)))
                return State::Found;
        }
        m_next = isNewer ? first + count : first;
        done += count;
    }
    return State::UnderWay;
}

bool RowQuest::examine(const LogRow &row, RowNumber number)
{
    if (m_wanted.kind == WantedRow::Kind::Pause)
        return examinePause(row, number);
    m_row = number;
    return row.kind == RowKind::Frame && row.opcode() == Opcode::Close;
}

bool RowQuest::examinePause(const LogRow &row, RowNumber number)
{
    if (!isEvent(row))
        return false;
    const auto before = std::exchange(m_event, std::pair(number, row.time));
    if (!before)
        return false;
    const bool isNewer = m_toward == Toward::Newer;
    const Duration gap = isNewer ? row.time - before->second : before->second - row.time;
    m_row = isNewer ? number : before->first;
    const bool isAhead = isNewer ? m_row >= m_start : m_row < m_start;
    return gap >= m_wanted.pause && isAhead;
}

} // namespace fg
