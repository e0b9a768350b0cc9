// HTTP Archives with WebSocket messages (HAR 1.2), of Chrome and of ours. Messages say little of the octets
// that carried them, so a session is made up around them; a note in its log says so. Internal to report/;
// session_import.h is the way in.
#pragma once

#include "protocol/report/import/session_import.h"

namespace fg {

// Entries without WebSocket messages are passed over.
[[nodiscard]] SessionImport importHar(std::string_view text, const ImportLimits &limits,
                                      const ImportWatch &watch);

} // namespace fg
