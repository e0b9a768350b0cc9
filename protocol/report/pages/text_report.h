// A session or a case as plain text, in the layout of the case set's own reports: sections, names of
// the closing table, row forms of the wire log. What the peer sent is escaped.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/view/export_options.h"
#include "protocol/session/log/session.h"

#include <chrono>
#include <ostream>
#include <string>

namespace fg {

// UTF-8, lines ended by LF. Written as the log is read; false where the export was ended.
bool writeTextReport(std::ostream &out, const CaseResult &result, const ExportOptions &options);
// Without the sections that only a case has, unless there is a result.
bool writeTextReport(std::ostream &out, const ExportedSession &exported, const ExportOptions &options);

// The same at once, with every row and every octet as it was.
[[nodiscard]] std::string textReport(const CaseResult &result);
[[nodiscard]] std::string textReport(const Session &session, std::string_view title,
                                     std::chrono::system_clock::time_point started);

// "rust-websocket_case_1.2.1.txt": safe as a file name whatever the agent is called.
[[nodiscard]] std::string reportFileName(const CaseResult &result);

} // namespace fg
