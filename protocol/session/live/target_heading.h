// The heading of a session file for a connection to a target.
#pragma once

#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/target.h"

namespace fg {

// The heading of a client's connection to a target, with its settings. Values of header fields with
// secrets are left out, and secrets among the subprotocols and in the origin are blanked; of certificates and
// keys, only the file names are kept.
[[nodiscard]] SessionHeading headingFor(const Target &target);

} // namespace fg
