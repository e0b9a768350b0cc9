// A session or a case as plain text, in the layout of the case set's own reports: the same sections, names in
// the closing table and forms of rows in the wire log. Text from the peer is escaped.
#pragma once

#include "protocol/report/view/export_options.h"
#include "protocol/session/log/session.h"

#include <chrono>
#include <ostream>
#include <string>

namespace fg {

struct CaseResult;

// Writes UTF-8 with lines ended by LF, while it reads the log. False if the export was ended early.
bool writeTextReport(std::ostream &out, const CaseResult &result, const ExportOptions &options);
// The same for a session. It has the sections about a case only if there is a result.
bool writeTextReport(std::ostream &out, const ExportedSession &exported, const ExportOptions &options);

// The same as one text, with every row and without secrets.
[[nodiscard]] std::string textReport(const CaseResult &result);
[[nodiscard]] std::string textReport(const Session &session, std::string_view title,
                                     std::chrono::system_clock::time_point started);

// For example "rust-websocket_case_1.2.1.txt". It is safe as a file name for any name of the agent.
[[nodiscard]] std::string reportFileName(const CaseResult &result);

} // namespace fg
