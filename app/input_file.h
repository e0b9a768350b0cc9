// A file that is named on the command line, read whole.
#pragma once

#include "protocol/report/whole_file.h"

#include <string>
#include <variant>

namespace fg {

// Its octets as they are.
[[nodiscard]] std::variant<std::string, FileError> readInputFile(const std::string &path);

} // namespace fg
