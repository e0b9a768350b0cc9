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
    // Somebody waits for the answer, so: of payloads and frames only this many octets are looked at,
    static constexpr std::size_t mostOctets = 16 * 1024;
    // and once a row took so many steps of regular expressions (FilterProgram::takeSteps; a tenth of a
    // second), later rows that need them do not pass.
    static constexpr std::uint64_t mostSteps = 4'000'000;
    // Frames of a longer message are not counted, nor are their octets looked at.
    static constexpr std::size_t mostMessageRows = 10'000;

    RowMatch(std::shared_ptr<const Session> session, const FilterTree &filter, RowInfo info);
    ~RowMatch();
    RowMatch(RowMatch &&other) noexcept;
    RowMatch &operator=(RowMatch &&other) noexcept;

    // FilterView::Messages: a row that begins a complete message stands for the message.
    [[nodiscard]] bool passes(RowNumber row, FilterView view);
    // A row took more than mostSteps.
    [[nodiscard]] bool isTooSlow() const { return m_isTooSlow; }

private:
    class Source;

    FilterProgram m_program;
    bool m_countsFrames; // The filter asks how many frames a message has.
    bool m_isTooSlow = false;
    std::unique_ptr<Source> m_source;
};

} // namespace fg
