// Sessions as an HTTP Archive (HAR 1.2), with their messages under _webSocketMessages as Chrome writes them:
// type, time, opcode and data. What messages do not show stands beside them under _webSocketFrames: each
// frame with FIN, RSV and masking key. resources/help/har.md is its documentation.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// False where the export was ended.
bool writeHar(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options);

} // namespace fg
