// Our own JSON read back. Internal to report/; session_import.h is the way in.
#pragma once

#include "protocol/report/import/session_import.h"

namespace fg {

[[nodiscard]] SessionImport importJson(std::string_view text, const ImportLimits &limits,
                                       const ImportWatch &watch);
[[nodiscard]] SessionImport importNdjson(std::string_view text, const ImportLimits &limits,
                                         const ImportWatch &watch);

} // namespace fg
