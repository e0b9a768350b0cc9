// Writes sessions as an HTTP Archive (HAR 1.2). Messages are under _webSocketMessages as Chrome writes them:
// type, time, opcode and data. The member _webSocketFrames adds what messages do not show: each frame with
// FIN, RSV and masking key. resources/help/har.md documents the format.
#pragma once

#include "protocol/report/view/export_options.h"

namespace fg {

// Returns false if the export was stopped before its end.
bool writeHar(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options);

} // namespace fg
