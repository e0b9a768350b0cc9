// Writes the rows of sessions as a table for spreadsheets and scripts (RFC 4180): the first line has the
// headings, lines end with CR LF, and cells are quoted where necessary. Texts are escaped (escape.h). A cell
// that a spreadsheet would take for a formula begins with an apostrophe.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// Returns false if the export was stopped before its end.
bool writeCsv(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options);

// Returns one cell as it is written to the file.
[[nodiscard]] std::string csvCell(std::string_view text);

} // namespace fg
