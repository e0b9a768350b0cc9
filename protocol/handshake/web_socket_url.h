// A ws or wss URL (RFC 6455 section 3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace fg {

struct WebSocketUrl
{
    bool isSecure = false;
    std::string host; // without brackets
    std::uint16_t port = 80;
    std::string resource = "/"; // path and query

    // host and, unless it is the scheme's own, port; brackets round an IPv6 address.
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] std::string text() const;
    bool operator==(const WebSocketUrl &) const = default;
};

enum class UrlFault : std::uint8_t {
    NoScheme,
    OtherScheme,
    NoHost,
    BadPort,
    HasFragment,
    HasUser,
    BadCharacter
};

[[nodiscard]] std::variant<WebSocketUrl, UrlFault> parseWebSocketUrl(std::string_view text);

} // namespace fg
