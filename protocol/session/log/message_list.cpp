#include "protocol/session/log/message_list.h"

#include "protocol/session/log/message_rows.h"

#include <algorithm>
#include <limits>

namespace fg {
namespace {

// Whether the message is a data message. A ping or pong counts as a message of one frame.
bool isData(Opcode ofMessage) { return classOf(ofMessage) == OpcodeClass::Start; }

} // namespace

bool MessageList::isItsRow(const MessageRecord &message) const
{
    const LogRow &row = m_rows[message.lastRow];
    const bool isItsFrame = message.firstRow == message.lastRow && rowsBefore(message.lastRow) <= mostRows
        && row.kind == RowKind::Frame && row.direction == message.direction && row.opcode() == message.opcode
        && row.length == message.wireLength;
    if (!message.isCompressed)
        return isItsFrame && row.length == message.length;
    return isItsFrame && message.length <= std::numeric_limits<std::uint32_t>::max()
        && message.inflatedOffset == m_end.inflated[message.direction];
}

void MessageList::append(const MessageRecord &message)
{
    if (m_places.size() % markDistance == 0)
        m_marks.append(m_end);
    Place place = static_cast<Place>(message.lastRow.value());
    if (!isItsRow(message)) {
        place = static_cast<Place>(m_long.size()) | longBit;
        m_long.append({.length = message.length,
                       .wireLength = message.wireLength,
                       .inflatedOffset = message.inflatedOffset,
                       .firstRow = static_cast<std::uint32_t>(message.firstRow.value()),
                       .lastRow = static_cast<std::uint32_t>(message.lastRow.value()),
                       .direction = message.direction,
                       .opcode = message.opcode,
                       .isCompressed = message.isCompressed});
    } else if (message.isCompressed) {
        place |= compressedBit;
        m_lengths.append(static_cast<std::uint32_t>(message.length));
    }
    m_places.append(place);
    advance(m_end, place);
}

void MessageList::advance(Mark &mark, Place place) const
{
    if ((place & longBit) != 0) {
        const LongMessage &message = m_long[place & ~longBit];
        if (message.isCompressed)
            mark.inflated[message.direction] = message.inflatedOffset + message.length;
        updateDataEnd(mark, message.direction, message.opcode, RowNumber(message.lastRow));
        return;
    }
    const RowNumber itsRow(place & ~compressedBit);
    const LogRow &row = m_rows[itsRow];
    if ((place & compressedBit) != 0)
        mark.inflated[row.direction] += m_lengths[mark.lengths++];
    updateDataEnd(mark, row.direction, row.opcode(), itsRow);
}

void MessageList::updateDataEnd(Mark &mark, Direction direction, Opcode opcode, RowNumber lastRow) const
{
    if (isData(opcode))
        mark.dataEnd[direction] = static_cast<std::uint32_t>(lastRow.value()) + 1;
}

// The messages of one direction are in the order of their last rows.
std::optional<MessageRecord> MessageList::ofFrame(RowNumber frame) const
{
    const Direction direction = m_rows[frame].direction;
    // Finds the last mark for which all earlier messages end before the frame.
    std::size_t first = 0;
    for (std::size_t count = m_marks.size(); count > 0;) {
        const std::size_t half = count / 2;
        const bool isBefore = m_marks[first + half].dataEnd[direction] <= frame.value();
        first += isBefore ? half + 1 : 0;
        count = isBefore ? count - half - 1 : half;
    }
    const std::size_t start = (first == 0 ? 0 : first - 1) * markDistance;
    for (std::size_t number = start; number < std::min(size(), start + markDistance); ++number) {
        const Place place = m_places[number];
        const bool isLong = (place & longBit) != 0;
        const RowNumber lastRow(isLong ? m_long[place & ~longBit].lastRow : place & ~compressedBit);
        if (lastRow < frame || m_rows[lastRow].direction != direction)
            continue;
        const MessageRecord message = (*this)[number];
        if (isData(message.opcode))
            return isFrameOf(message, frame, m_rows[frame]) ? std::optional(message) : std::nullopt;
    }
    return std::nullopt;
}

MessageRecord MessageList::operator[](std::size_t number) const
{
    const Place place = m_places[number];
    if ((place & longBit) != 0) {
        const LongMessage &message = m_long[place & ~longBit];
        return {.direction = message.direction,
                .opcode = message.opcode,
                .firstRow = RowNumber(message.firstRow),
                .lastRow = RowNumber(message.lastRow),
                .length = message.length,
                .wireLength = message.wireLength,
                .isCompressed = message.isCompressed,
                .inflatedOffset = message.inflatedOffset};
    }
    const RowNumber itsRow(place & ~compressedBit);
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
        advance(mark, m_places[before]);
    message.isCompressed = true;
    message.length = m_lengths[mark.lengths];
    message.inflatedOffset = mark.inflated[row.direction];
    return message;
}

} // namespace fg
