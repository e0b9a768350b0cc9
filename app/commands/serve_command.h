// The command that runs a server for clients under test.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until a client or a signal stops it or the process
// `client` has ended.
[[nodiscard]] ExitCode runServe(const ServeCommand &command);

} // namespace fg
