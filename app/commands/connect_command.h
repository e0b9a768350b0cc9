// The command for one connection: prints its events as lines, and sends typed lines as messages.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until the connection has ended.
[[nodiscard]] ExitCode runConnect(const ConnectCommand &command);

} // namespace fg
