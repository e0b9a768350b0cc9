#pragma once

#include "app/options/command.h"

#include <span>
#include <string>

namespace fg {

// Parses the words after "test", and reads the spec file that they name.
[[nodiscard]] Command parseTest(std::span<const std::string> words);

} // namespace fg
