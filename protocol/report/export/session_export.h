// Sessions written down in the forms that other programs and people read. All of them are written as the log
// is read, in a stream: the memory it takes does not grow with the session.
#pragma once

#include "protocol/report/view/export_options.h"

#include <ostream>
#include <span>

namespace fg {

// Returns whether it came to its end; whether all could be written is the stream's to say.
bool exportSessions(std::ostream &out, ExportFormat format, std::span<const ExportedSession> sessions,
                    const ExportOptions &options = {});

} // namespace fg
