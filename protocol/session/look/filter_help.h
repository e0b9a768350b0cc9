// The language of filters explained, made from the tables of fields, operators and units.
#pragma once

#include <string>

namespace fg {

// For a terminal: plain text in lines of at most 110 characters.
[[nodiscard]] std::string filterHelp();

} // namespace fg
