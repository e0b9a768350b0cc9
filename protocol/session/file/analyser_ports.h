// TCP ports that Wireshark (4.0) takes for other protocols than HTTP, so that a WebSocket connection in the
// clear would not be recognised on them.
#pragma once

#include <cstdint>

namespace fg {

[[nodiscard]] bool isOfOtherProtocol(std::uint16_t port);

} // namespace fg
