// The rows that are picked in the wire log, as an export takes them.
#pragma once

#include "protocol/report/view/row_selection.h"

#include <optional>

namespace fg {

class WireLogPanel;

// With those that are folded under picked ones. Nullopt: none are picked.
[[nodiscard]] std::optional<RowSelection> pickedRows(const WireLogPanel &log);

} // namespace fg
