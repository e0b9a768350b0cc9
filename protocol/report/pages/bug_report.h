// A case as Markdown for a bug tracker: what is wrong with the peer, by which clause, what passed, and how to
// see it again.
#pragma once

#include "protocol/conformance/cases/verdict.h"

#include <string>
#include <string_view>

namespace fg {

// `command`: what to type to run the case again; empty: nothing. `product`: what the peer calls itself; may
// be empty. What comes from the peer stands in code blocks that it cannot end. UTF-8, lines ended by LF.
[[nodiscard]] std::string bugReport(const CaseResult &result, std::string_view command,
                                    std::string_view product);

// Rows of the wire log that it has at most, from the first on.
inline constexpr RowNumber bugReportRows = 200;

// A fenced block that the text cannot end. Internal, and for its test.
[[nodiscard]] std::string markdownBlock(std::string_view text);
// Text in a line: what Markdown or HTML would take for markup is escaped.
[[nodiscard]] std::string markdownText(std::string_view text);

} // namespace fg
