// The program's name as it is sent to peers.
#pragma once

#include <string>

namespace fg {

// "Frameglass/0.1.0", sent as User-Agent and Server.
[[nodiscard]] std::string productToken();

} // namespace fg
