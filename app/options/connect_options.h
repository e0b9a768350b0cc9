// Parses the words after "connect".
#pragma once

#include "app/options/command.h"

namespace fg {

[[nodiscard]] Command parseConnect(std::span<const std::string> words);

} // namespace fg
