// Writes sessions as a session file (session_file.h). The secrets of the opening handshake are blanked if the
// options say so. Internal to report/.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// The file is first written in the folder for temporary files, and then copied to `out`. Returns false if the
// export failed or was stopped before its end.
bool writePcapng(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options);

} // namespace fg
