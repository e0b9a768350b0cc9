// The command that sends the frames again that the client of a recorded session sent.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Needs the application object; runs its event loop until the connection has ended. ExitCode::CaseFailed if
// not everything was sent.
[[nodiscard]] ExitCode runReplay(const ReplayCommand &command);

} // namespace fg
