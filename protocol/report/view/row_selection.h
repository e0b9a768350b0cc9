// A selection of rows: all rows of a session, or ranges of row numbers, counted from 0 as in the wire log.
#pragma once

#include "protocol/session/log/log_row.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct RowRange
{
    RowNumber first;
    RowNumber last; // Inclusive.

    bool operator==(const RowRange &) const = default;
};

class RowSelection
{
public:
    // All rows.
    RowSelection() = default;
    // These rows, in any order; an empty list selects no rows.
    explicit RowSelection(std::vector<RowRange> ranges);

    [[nodiscard]] bool isAll() const { return !m_ranges; }
    [[nodiscard]] bool contains(RowNumber row) const;
    // The last selected row.
    [[nodiscard]] RowNumber last() const;
    // The number of selected rows; for all rows, the largest possible number.
    [[nodiscard]] RowCount count() const;
    // For example "10-20,35" or "all".
    [[nodiscard]] std::string text() const;

    bool operator==(const RowSelection &other) const;

private:
    // Sorted and disjoint; null: all rows. Copies share the list, because it may have millions of rows.
    std::shared_ptr<const std::vector<RowRange>> m_ranges;
};

// Parses a list such as "10-20,35", or "10-" for all rows from 10 on. A fault names the invalid part.
struct RowSelectionFault
{
    std::string part; // escape it
};
[[nodiscard]] std::variant<RowSelection, RowSelectionFault> parseRowSelection(std::string_view text);

} // namespace fg
