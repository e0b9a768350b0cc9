// Reads HTTP Archives with WebSocket messages (HAR 1.2), written by Chrome or by this program. Messages do
// not show the octets that carried them. Therefore a session is made up for them, and a note in its log says
// so. Internal to report/; other code includes session_import.h.
#pragma once

#include "protocol/report/import/session_import.h"

namespace fg {

// Entries without WebSocket messages are skipped.
[[nodiscard]] SessionImport importHar(std::string_view text, const ImportLimits &limits,
                                      const ImportWatch &watch);

} // namespace fg
