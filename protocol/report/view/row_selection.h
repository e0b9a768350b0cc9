// Which rows of a session are meant: all of them, or ranges of row numbers, as the wire log numbers them
// (from 0).
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
    RowNumber last; // belongs to it

    bool operator==(const RowRange &) const = default;
};

class RowSelection
{
public:
    // All rows.
    RowSelection() = default;
    // These rows, in whatever order; none of them: no row at all.
    explicit RowSelection(std::vector<RowRange> ranges);

    [[nodiscard]] bool isAll() const { return !m_ranges; }
    [[nodiscard]] bool contains(RowNumber row) const;
    // Nothing behind this row is meant.
    [[nodiscard]] RowNumber last() const;
    // How many; all: as many as there can be.
    [[nodiscard]] RowCount count() const;
    // "10-20,35"; "all".
    [[nodiscard]] std::string text() const;

    bool operator==(const RowSelection &other) const;

private:
    // In order, apart from one another; null: all. Millions of rows may be picked, so copies share them.
    std::shared_ptr<const std::vector<RowRange>> m_ranges;
};

// "10-20,35", "10-" for all from there on. What is no such list is told as the part that is none.
struct RowSelectionFault
{
    std::string part; // escape it
};
[[nodiscard]] std::variant<RowSelection, RowSelectionFault> parseRowSelection(std::string_view text);

} // namespace fg
