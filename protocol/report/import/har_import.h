// Reads HTTP Archives with WebSocket messages (HAR 1.2), written by Chrome, by this program or by others that
// follow Chrome. Messages do not show the octets that carried them. Therefore a session is made up for them,
// and a note in its log says so. One odd value does not end the reading: it is left out or adapted, and a
// remark names it. Internal to report/; other code includes session_import.h.
#pragma once

#include "protocol/report/import/session_import.h"

namespace fg {

// Entries without WebSocket messages are skipped. `folder`: where files are that the archive names; empty:
// they are not read.
[[nodiscard]] SessionImport importHar(std::string_view text, const ImportLimits &limits,
                                      const ImportWatch &watch, const std::filesystem::path &folder);

} // namespace fg
