// What the program calls itself towards others.
#pragma once

#include <string>

namespace fg {

// "Frameglass/0.1.0", sent as User-Agent and Server.
[[nodiscard]] std::string productToken();

} // namespace fg
