// A broken rule of one connection as plain text for a bug tracker or a mail: what was broken, which clause
// says so, the octets that show it, the facts about the session, and the rows around it.
#pragma once

#include "protocol/session/log/row_number.h"

#include <cstddef>
#include <string>

namespace fg {

class SessionView;
struct Finding;
struct SessionFacts;

// Text from the peer is escaped, and stays in its line. Secrets are blanked if the view blanks them. The
// result is UTF-8 with lines ended by LF.
[[nodiscard]] std::string findingReport(const SessionView &view, const Finding &finding,
                                        const SessionFacts &facts);

// At most this many rows before the row of the finding, and after it, are in the report.
inline constexpr RowCount findingReportRows{12};
// At most this many octets of the frame or head are in the report, and this many of them before those that
// show the fault.
inline constexpr std::size_t findingReportOctets = 64;
inline constexpr std::size_t findingReportOctetsBefore = 16;

} // namespace fg
