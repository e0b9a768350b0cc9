#include "protocol/session/message_list.h"

namespace fg {

void MessageList::append(const MessageRecord &message)
{
    const LogRow &row = m_rows[message.lastRow];
    const bool isItsRow = message.firstRow == message.lastRow && message.lastRow < longBit
        && row.kind == RowKind::Frame && row.direction == message.direction && row.opcode() == message.opcode
        && row.length == message.length && row.length == message.wireLength && !message.isCompressed;
    if (isItsRow) {
        m_places.append(static_cast<Place>(message.lastRow));
        return;
    }
    m_places.append(static_cast<Place>(m_long.size()) | longBit);
    m_long.append({.length = message.length,
                   .wireLength = message.wireLength,
                   .inflatedOffset = message.inflatedOffset,
                   .firstRow = static_cast<std::uint32_t>(message.firstRow),
                   .lastRow = static_cast<std::uint32_t>(message.lastRow),
                   .direction = message.direction,
                   .opcode = message.opcode,
                   .isCompressed = message.isCompressed});
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
    const LogRow &row = m_rows[place];
    return {.direction = row.direction,
            .opcode = row.opcode(),
            .firstRow = place,
            .lastRow = place,
            .length = row.length,
            .wireLength = row.length};
}

} // namespace fg
