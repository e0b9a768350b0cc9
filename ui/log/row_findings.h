// The findings of a log in the order of their rows, and the way from one to the next.
#pragma once

#include "protocol/session/log/session.h"
#include "protocol/session/look/row_quest.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fg {

class RowFindings
{
public:
    RowFindings() = default;
    explicit RowFindings(std::vector<Finding> findings);

    // The rows that findings point to, in ascending order.
    [[nodiscard]] const std::vector<RowNumber> &rows() const { return m_rows; }
    // In the order in which they were found.
    [[nodiscard]] std::span<const Finding> of(RowNumber row) const;
    // The findings of a row, up to and without the row `end`.
    [[nodiscard]] std::span<const Finding> between(RowNumber first, RowNumber end) const;
    // The finding after, or before, the one that is shown. `picked`: the picked row, if any; `shown`: the
    // finding of it that is shown, otherwise its first. Null: there is none.
    [[nodiscard]] const Finding *next(std::optional<RowNumber> picked, const std::optional<Finding> &shown,
                                      Toward toward) const;
    bool operator==(const RowFindings &) const = default;

private:
    std::vector<Finding> m_findings; // by row
    std::vector<RowNumber> m_rows;
};

} // namespace fg
