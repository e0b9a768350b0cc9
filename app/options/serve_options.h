#pragma once

#include "app/options/command.h"

#include <span>
#include <string>

namespace fg {

// The words behind "serve"; a spec file that they name is read.
[[nodiscard]] Command parseServe(std::span<const std::string> words);

} // namespace fg
