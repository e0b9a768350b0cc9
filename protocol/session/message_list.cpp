#include "protocol/session/message_list.h"

#include <limits>

namespace fg {
namespace {

std::size_t indexOf(Direction direction) { return direction == Direction::In ? 0 : 1; }

} // namespace

bool MessageList::isItsRow(const MessageRecord &message) const
{
    const LogRow &row = m_rows[message.lastRow];
    const bool isItsFrame = message.firstRow == message.lastRow && message.lastRow <= mostRows
        && row.kind == RowKind::Frame && row.direction == message.direction && row.opcode() == message.opcode
        && row.length == message.wireLength;
    if (!message.isCompressed)
        return isItsFrame && row.length == message.length;
    return isItsFrame && message.length <= std::numeric_limits<std::uint32_t>::max()
        && message.inflatedOffset == m_end.inflated[indexOf(message.direction)];
}

void MessageList::append(const MessageRecord &message)
{
    if (m_places.size() % markDistance == 0)
        m_marks.append(m_end);
    Place place = static_cast<Place>(message.lastRow);
    if (!isItsRow(message)) {
        place = static_cast<Place>(m_long.size()) | longBit;
        m_long.append({.length = message.length,
                       .wireLength = message.wireLength,
                       .inflatedOffset = message.inflatedOffset,
                       .firstRow = static_cast<std::uint32_t>(message.firstRow),
                       .lastRow = static_cast<std::uint32_t>(message.lastRow),
                       .direction = message.direction,
                       .opcode = message.opcode,
                       .isCompressed = message.isCompressed});
    } else if (message.isCompressed) {
        place |= compressedBit;
        m_lengths.append(static_cast<std::uint32_t>(message.length));
    }
    m_places.append(place);
    pass(m_end, place);
}

void MessageList::pass(Mark &mark, Place place) const
{
    if ((place & longBit) != 0) {
        const LongMessage &message = m_long[place & ~longBit];
        if (message.isCompressed)
            mark.inflated[indexOf(message.direction)] = message.inflatedOffset + message.length;
    } else if ((place & compressedBit) != 0) {
        const Direction direction = m_rows[place & ~compressedBit].direction;
        mark.inflated[indexOf(direction)] += m_lengths[mark.lengths++];
    }
}

MessageRecord MessageList::operator[](std::size_t number) const
{
    const Place place = m_places[number];
    if ((place & longBit) != 0) {
        const LongMessage &message = m_long[place & ~longBit];
        return {.direction = message.direction,
                .opcode = message.opcode,
                .firstRow = message.firstRow,
                .lastRow = message.lastRow,
                .length = message.length,
                .wireLength = message.wireLength,
                .isCompressed = message.isCompressed,
                .inflatedOffset = message.inflatedOffset};
    }
    const RowNumber itsRow = place & ~compressedBit;
    const LogRow &row = m_rows[itsRow];
    MessageRecord message{.direction = row.direction,
                          .opcode = row.opcode(),
                          .firstRow = itsRow,
                          .lastRow = itsRow,
                          .length = row.length,
                          .wireLength = row.length};
    if ((place & compressedBit) == 0)
        return message;
    Mark mark = m_marks[number / markDistance];
    for (std::size_t before = number - number % markDistance; before < number; ++before)
        pass(mark, m_places[before]);
    message.isCompressed = true;
    message.length = m_lengths[mark.lengths];
    message.inflatedOffset = mark.inflated[indexOf(row.direction)];
    return message;
}

} // namespace fg
