// The command that is an echo server.
#pragma once

#include "app/command_line.h"
#include "app/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until SIGINT or SIGTERM.
[[nodiscard]] ExitCode runEcho(const EchoCommand &command);

} // namespace fg
