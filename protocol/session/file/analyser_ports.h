// The TCP ports that Wireshark (4.0) assigns to protocols other than HTTP. It would not recognise an
// unencrypted WebSocket connection on them.
#pragma once

#include <cstdint>

namespace fg {

[[nodiscard]] bool isOfOtherProtocol(std::uint16_t port);

} // namespace fg
