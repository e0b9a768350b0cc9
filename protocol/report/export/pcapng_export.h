// Sessions as a session file (session_file.h), with the secrets of the opening handshake blanked where that
// is wanted. Internal to report/.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// Made in the folder for temporary files first.
bool writePcapng(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options);

} // namespace fg
