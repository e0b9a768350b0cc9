// The words of the command that is one connection.
#pragma once

#include "app/options/command.h"

namespace fg {

[[nodiscard]] Command parseConnect(std::span<const std::string> words);

} // namespace fg
