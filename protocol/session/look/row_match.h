// Whether single rows or messages pass a filter, for a view that asks only about what it paints. FilterRun
// looks at all rows in order; this looks at one, and therefore knows nothing of the rows before it.
#pragma once

#include "protocol/session/look/filter_run.h"

#include <memory>
#include <string_view>

namespace fg {

// The name of a field in the filter that depends on the rows before, so that RowMatch cannot evaluate it;
// empty if there is none.
[[nodiscard]] std::string_view fieldOfEarlierRows(const FilterTree &filter);

class RowMatch
{
public:
    // Of payloads and frames only this many octets are looked at, because somebody waits for the answer.
    static constexpr std::size_t mostOctets = 64 * 1024;

    RowMatch(std::shared_ptr<const Session> session, const FilterTree &filter, RowInfo info);
    ~RowMatch();
    RowMatch(RowMatch &&other) noexcept;
    RowMatch &operator=(RowMatch &&other) noexcept;

    // FilterView::Messages: a row that begins a complete message stands for the message.
    [[nodiscard]] bool passes(RowNumber row, FilterView view);

private:
    class Source;

    FilterProgram m_program;
    std::unique_ptr<Source> m_source;
};

} // namespace fg
