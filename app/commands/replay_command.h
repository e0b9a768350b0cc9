// The command that sends again what the client of a recorded session sent.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until the connection is over. ExitCode::CaseFailed: not
// all was sent.
[[nodiscard]] ExitCode runReplay(const ReplayCommand &command);

} // namespace fg
