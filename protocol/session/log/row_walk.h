// Visits every row of a session in order, for code that derives something from all of them.
#pragma once

#include "protocol/session/log/session.h"

#include <algorithm>
#include <array>

namespace fg {

// Calls `visit(const LogRow &, RowNumber)` for the rows that exist when it begins. Rows are copied in
// batches, so that neither the memory nor the time under the session's lock grows with the session.
template <typename Visit> void forEachRow(const Session &session, Visit &&visit)
{
    std::array<LogRow, 256> rows;
    const RowNumber end = endOf(session.rowCount());
    for (RowNumber first; first < end;) {
        const RowCount count = std::min(session.rows(first, rows), end - first);
        for (std::size_t i = 0; i < count.value(); ++i)
            visit(rows[i], first + RowCount(i));
        first += count;
    }
}

} // namespace fg
