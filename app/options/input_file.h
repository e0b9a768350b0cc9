// Reads a file that is named on the command line.
#pragma once

#include "protocol/files/whole_file.h"

#include <cstdint>
#include <string>
#include <variant>

namespace fg {

inline constexpr std::int64_t longestInputFile = 16 * 1024 * 1024; // octets

// Returns the unchanged content of the file. A file that is longer than the limit, or never ends, is an
// error.
[[nodiscard]] std::variant<std::string, FileError> readInputFile(const std::string &path);

} // namespace fg
