// Parses the command line. Nothing else is done, except that spec files it names are read, and that the
// existence of a file is checked.
#pragma once

#include "app/options/command.h"

#include <span>
#include <string>

namespace fg {

// `words` are the arguments after the program's name, in UTF-8.
[[nodiscard]] Command parseCommandLine(std::span<const std::string> words);

} // namespace fg
