// Sessions as JSON without loss: reading it back (session_import.h) gives an equal session. The schema is
// documented in resources/help/json.md.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// One document. False where the export was ended: it is then cut.
bool writeSessionsJson(std::ostream &out, std::span<const ExportedSession> sessions,
                       const ExportOptions &options);
// The same values, one a line: a line on the session, a line a row, a line on what it came to.
bool writeSessionsNdjson(std::ostream &out, std::span<const ExportedSession> sessions,
                         const ExportOptions &options);

} // namespace fg
