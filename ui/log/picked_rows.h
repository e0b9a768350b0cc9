// The rows that are selected in the wire log, in the form that an export needs.
#pragma once

#include "protocol/report/view/row_selection.h"

#include <optional>

namespace fg {

class WireLogPanel;

// Includes the rows that are folded under selected ones. Nullopt if no row is selected.
[[nodiscard]] std::optional<RowSelection> pickedRows(const WireLogPanel &log);

} // namespace fg
