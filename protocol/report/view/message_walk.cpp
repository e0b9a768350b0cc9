#include "protocol/report/view/message_walk.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

bool isDataFrame(const LogRow &row)
{
    return row.kind == RowKind::Frame && !isControl(row.opcode()) && !row.has(RowFlag::Incomplete);
}

} // namespace

std::optional<WalkedMessage> MessageWalk::see(RowNumber number, const LogRow &row)
{
    if (!isDataFrame(row))
        return std::nullopt;
    std::optional<WalkedMessage> &open = m_open[row.direction];
    if (row.opcode() != Opcode::Continuation)
        open = WalkedMessage{row.direction, row.opcode(), row.rsv(), number, number, row.time};
    if (!open)
        return std::nullopt;
    open->lastRow = number;
    open->time = row.time;
    return row.fin() ? std::exchange(open, std::nullopt) : std::nullopt;
}

PieceSource payloadPieces(const SessionView &view, const WalkedMessage &message)
{
    return [&view, message](const std::function<void(OctetView)> &take) {
        std::array<LogRow, 64> rows;
        for (RowNumber first = message.firstRow; first <= message.lastRow; first += RowCount(rows.size())) {
            const RowCount count =
                std::min(view.session().rows(first, rows), message.lastRow - first + RowCount(1));
            for (std::size_t i = 0; i < count.value(); ++i) {
                if (rows[i].direction == message.direction && isDataFrame(rows[i]))
                    payloadPieces(view, rows[i])(take);
            }
            if (count == RowCount())
                return;
        }
    };
}

} // namespace fg
