// A session or a case as plain text, in the layout of the case set's own reports: sections, names of
// the closing table, row forms of the wire log. What the peer sent is escaped.
#pragma once

#include "protocol/conformance/verdict.h"
#include "protocol/session/session.h"

#include <chrono>
#include <ostream>
#include <string>

namespace fg {

// UTF-8, lines ended by LF. Rows are read from the session's log as they are written: a fully recorded bulk
// case has a hundred thousand, at some hundred octets each.
void writeTextReport(std::ostream &out, const CaseResult &result);
[[nodiscard]] std::string textReport(const CaseResult &result);
// The same without the sections that only a case has.
[[nodiscard]] std::string textReport(const Session &session, std::string_view title,
                                     std::chrono::system_clock::time_point started);

// "rust-websocket_case_1.2.1.txt": safe as a file name whatever the agent is called.
[[nodiscard]] std::string reportFileName(const CaseResult &result);

} // namespace fg
