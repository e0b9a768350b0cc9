// A case as Markdown for a bug tracker: what is wrong with the peer, which clause says so, what passed the
// wire, and how to run the case again.
#pragma once

#include "protocol/session/log/row_number.h"

#include <string>
#include <string_view>

namespace fg {

struct CaseResult;

// `command`: the command line that runs the case again; may be empty. `product`: the name that the peer gives
// itself; may be empty. Both have no secrets, and neither has what is taken from the result. Text from the
// peer is escaped, or is in code blocks that it cannot end. The result is UTF-8 with lines ended by LF.
[[nodiscard]] std::string bugReport(const CaseResult &result, std::string_view command,
                                    std::string_view product);

// At most this many rows of the wire log are in it, from the first one on.
inline constexpr RowCount bugReportRows{200};

// A fenced block that the text cannot end. Internal, and for its test.
[[nodiscard]] std::string markdownBlock(std::string_view text);
// Text inside a line. Characters that are markup in Markdown or HTML are escaped.
[[nodiscard]] std::string markdownText(std::string_view text);

} // namespace fg
