#pragma once

#include "app/commands/command_line.h"

#include <span>
#include <string>

namespace fg {

// The words behind "serve"; a spec file that they name is read.
[[nodiscard]] Command parseServe(std::span<const std::string> words);

} // namespace fg
