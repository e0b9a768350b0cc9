// Reads our own JSON. Internal to report/; other code includes session_import.h.
#pragma once

#include "protocol/report/import/session_import.h"

namespace fg {

[[nodiscard]] SessionImport importJson(std::string_view text, const ImportLimits &limits,
                                       const ImportWatch &watch);
[[nodiscard]] SessionImport importNdjson(std::string_view text, const ImportLimits &limits,
                                         const ImportWatch &watch);

} // namespace fg
