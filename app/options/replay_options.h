// Parses the words after "replay".
#pragma once

#include "app/options/command.h"

namespace fg {

[[nodiscard]] Command parseReplay(std::span<const std::string> words);

} // namespace fg
