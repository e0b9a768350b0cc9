#include "ui/log/picked_rows.h"

#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace fg {

namespace {

// Adds the rows of these lines, and the rows that are folded under them. There may be millions of lines.
void addRows(const WireLogModel &model, int first, int last, std::vector<RowRange> &ranges)
{
    if (model.outline().isPlain()) {
        ranges.push_back({model.outlineAt(first).row, model.outlineAt(last).row});
        return;
    }
    const auto add = [&](RowNumber row) {
        if (!ranges.empty() && ranges.back().last + RowCount(1) == row)
            ranges.back().last = row;
        else
            ranges.push_back({row, row});
    };
    for (int line = first; line <= last; ++line) {
        const LogOutline::Line at = model.outlineAt(line);
        add(at.row);
        if (at.kind == LogOutline::Line::Kind::Message && !at.isUnfolded)
            std::ranges::for_each(model.outline().partsOf(static_cast<std::size_t>(line)), add);
    }
}

} // namespace

std::optional<RowSelection> pickedRows(const WireLogPanel &log)
{
    std::vector<RowRange> ranges;
    for (const QItemSelectionRange &range : log.view()->selectionModel()->selection())
        addRows(*log.model(), range.top(), range.bottom(), ranges);
    return ranges.empty() ? std::nullopt : std::optional(RowSelection(std::move(ranges)));
}

} // namespace fg
