// Writes sessions as JSON without loss: reading it back (session_import.h) gives an equal session. The schema
// is documented in resources/help/json.md.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// Writes one document. Returns false if the export was stopped; the list of rows is then cut.
bool writeSessionsJson(std::ostream &out, std::span<const ExportedSession> sessions,
                       const ExportOptions &options);
// Writes the same values as lines: one with the facts of the session, one for each row, and one with what
// follows from the rows.
bool writeSessionsNdjson(std::ostream &out, std::span<const ExportedSession> sessions,
                         const ExportOptions &options);

} // namespace fg
