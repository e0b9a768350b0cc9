// The command that is a server for clients under test.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until a client, an interrupt or the end of `client` ends
// it.
[[nodiscard]] ExitCode runServe(const ServeCommand &command);

} // namespace fg
