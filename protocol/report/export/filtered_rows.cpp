#include "protocol/report/export/filtered_rows.h"

#include "protocol/report/export/filter_words.h"

#include <utility>
#include <vector>

namespace fg {

FilteredRows filteredRows(const std::shared_ptr<const Session> &session, const FilterTree &filter,
                          const RowSelection &within, Secrets secrets)
{
    FilterRun run(session, filter, FilterView::Frames, filterWords(session, secrets));
    while (run.runSome()) { }
    std::vector<RowRange> ranges;
    const FoundRows &found = run.found();
    for (auto row = found.firstFrom(RowNumber()); row; row = found.firstFrom(*row + RowCount(1))) {
        if (!within.contains(*row))
            continue;
        if (!ranges.empty() && ranges.back().last + RowCount(1) == *row)
            ranges.back().last = *row;
        else
            ranges.push_back({*row, *row});
    }
    return {RowSelection(std::move(ranges)), run.unreadable()};
}

} // namespace fg
