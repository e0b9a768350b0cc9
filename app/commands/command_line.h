// What the words of the command line ask for. Nothing is done here but reading them, and spec files that they
// name, and looking whether a file is there.
#pragma once

#include "app/options/command.h"

#include <span>
#include <string>

namespace fg {

// The words behind the program's name, in UTF-8.
[[nodiscard]] Command parseCommandLine(std::span<const std::string> words);

} // namespace fg
