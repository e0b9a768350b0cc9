#pragma once

#include "app/options/command.h"

#include <span>
#include <string>

namespace fg {

// Parse the words after "echo" and "broadcast".
[[nodiscard]] Command parseEcho(std::span<const std::string> words);
[[nodiscard]] Command parseBroadcast(std::span<const std::string> words);

} // namespace fg
