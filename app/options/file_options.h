// Parses the words after "show" and "export", the commands that read a file with sessions.
#pragma once

#include "app/options/command.h"
#include "app/options/option_reader.h"

namespace fg {

// Reads the number of a session in a file, from 1.
[[nodiscard]] OptionFault readSession(const std::string &value, std::optional<unsigned> &into);

[[nodiscard]] Command parseShow(std::span<const std::string> words);
[[nodiscard]] Command parseExport(std::span<const std::string> words);

} // namespace fg
