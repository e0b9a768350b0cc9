// The commands that run cases against servers and print the results.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

namespace fg {

// Both need the application object and run its event loop.
[[nodiscard]] ExitCode runTest(const TestCommand &command);
[[nodiscard]] ExitCode runDemo(const DemoCommand &command);

} // namespace fg
