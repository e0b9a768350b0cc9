// The commands that run a server without cases.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Both need the application object and run its event loop until SIGINT, SIGTERM or SIGHUP.
[[nodiscard]] ExitCode runEcho(const EchoCommand &command);
[[nodiscard]] ExitCode runBroadcast(const BroadcastCommand &command);

} // namespace fg
