// The command that is one connection: what happens on it as lines, what is typed as messages.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until the connection is over.
[[nodiscard]] ExitCode runConnect(const ConnectCommand &command);

} // namespace fg
