// Rows of sessions as a table for spreadsheets and scripts, RFC 4180: a line of headings, lines ended by CR
// LF, cells in quotes where they need them. Texts are escaped (escape.h), and a cell that a spreadsheet would
// take for a formula has an apostrophe before it.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// False where the export was ended.
bool writeCsv(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options);

// One cell as it stands in the file.
[[nodiscard]] std::string csvCell(std::string_view text);

} // namespace fg
