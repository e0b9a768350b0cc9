// Where a reference in an answer leads, such as the value of Location.
#pragma once

#include "protocol/session/live/web_socket_url.h"

#include <optional>
#include <string_view>

namespace fg {

// Resolves the reference, which may be relative, against the URL of the request (RFC 3986 5.2). Addresses of
// http and https stand for those of ws and wss (RFC 6455 3); a fragment is left out, because a WebSocket URL
// has none. nullopt if it does not lead to an address of a WebSocket server.
[[nodiscard]] std::optional<WebSocketUrl> resolvedReference(const WebSocketUrl &base,
                                                            std::string_view reference);

} // namespace fg
