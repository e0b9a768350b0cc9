#include "protocol/report/view/message_walk.h"

#include <algorithm>
#include <array>

namespace fg {

std::optional<WalkedMessage> MessageWalk::addRow(RowNumber number, const LogRow &row)
{
    const MessageAssembler::Step step = m_assembler.add(row);
    if (!step.isOfMessage())
        return std::nullopt;
    WalkedMessage &message = m_messages[row.direction];
    if (step.place == MessageAssembler::Place::First)
        message = {.direction = row.direction, .opcode = row.opcode(), .rsv = row.rsv(), .firstRow = number};
    message.lastRow = number;
    message.time = row.time;
    return step.endsMessage ? std::optional(message) : std::nullopt;
}

PieceSource payloadPieces(const SessionView &view, const WalkedMessage &message)
{
    return [&view, message](const std::function<void(OctetView)> &take) {
        std::array<LogRow, 64> rows;
        for (RowNumber first = message.firstRow; first <= message.lastRow; first += RowCount(rows.size())) {
            const RowCount count = std::min(view.rows(first, rows), message.lastRow - first + RowCount(1));
            for (std::size_t i = 0; i < count.value(); ++i) {
                if (isFrameOf(message, first + RowCount(i), rows[i]))
                    payloadPieces(view, rows[i])(take);
            }
            if (count == RowCount())
                return;
        }
    };
}

} // namespace fg
