// The rows of a session that pass a filter, for what writes picked rows.
#pragma once

#include "protocol/handshake/secrets.h"
#include "protocol/report/view/row_selection.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/filter_tree.h"

#include <memory>

namespace fg {

struct FilteredRows
{
    RowSelection rows;
    std::uint64_t unreadable = 0; // Payloads that are no longer kept, or cannot be inflated.
};

// Those of the rows in `within` that pass, each by itself, as in a view of frames.
[[nodiscard]] FilteredRows filteredRows(const std::shared_ptr<const Session> &session,
                                        const FilterTree &filter, const RowSelection &within,
                                        Secrets secrets);

} // namespace fg
