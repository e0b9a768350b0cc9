// The words of the commands that read a file with sessions.
#pragma once

#include "app/command_line.h"

namespace fg {

[[nodiscard]] Command parseShow(std::span<const std::string> words);
[[nodiscard]] Command parseExport(std::span<const std::string> words);

} // namespace fg
