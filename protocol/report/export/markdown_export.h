// Sessions as Markdown, to be pasted into a bug report: what happened in short, the closing table, the broken
// rules, the opening handshake, and the rows that were picked. Nothing that a peer sent can leave the code it
// stands in: no markup, no link, no mention of anybody.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// False where the export was ended.
bool writeMarkdown(std::ostream &out, std::span<const ExportedSession> sessions,
                   const ExportOptions &options);

// Text of others as code within a line, also within a table.
[[nodiscard]] std::string markdownCode(std::string_view text);

} // namespace fg
