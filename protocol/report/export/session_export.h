// Writes sessions in the formats that other programs and people read. Every format is written while the log
// is read. Therefore the memory used does not grow with the session.
#pragma once

#include "protocol/report/view/export_options.h"

#include <ostream>
#include <span>

namespace fg {

// Returns false if the export was stopped before its end. Errors of writing are in the state of `out`.
bool exportSessions(std::ostream &out, ExportFormat format, std::span<const ExportedSession> sessions,
                    const ExportOptions &options = {});

} // namespace fg
