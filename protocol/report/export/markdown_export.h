// Writes sessions as Markdown for a bug report: a summary, the closing table, the broken rules, the opening
// handshake and the picked rows. Everything that a peer sent is written as code, which it cannot end: it
// cannot become markup, a link or the mention of a person.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// Returns false if the export was stopped before its end.
bool writeMarkdown(std::ostream &out, std::span<const ExportedSession> sessions,
                   const ExportOptions &options);

// Returns a peer's text as code within a line, which may also be a line of a table.
[[nodiscard]] std::string markdownCode(std::string_view text);

} // namespace fg
