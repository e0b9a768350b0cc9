#pragma once

#include "app/options/command.h"

#include <span>
#include <string>

namespace fg {

// The words behind "test"; a spec file that they name is read.
[[nodiscard]] Command parseTest(std::span<const std::string> words);

} // namespace fg
