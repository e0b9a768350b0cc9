// A ws or wss URL (RFC 6455 section 3), taken as browsers take it (the URL standard of the WHATWG):
// internationalized names, characters that have to be percent-encoded, users and passwords, and backslashes,
// which stand for slashes in the path. A backslash before the path is refused: readers disagree about the
// host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace fg {

struct WebSocketUrl
{
    bool isSecure = false;
    std::string host; // A name in A-labels, or an address without brackets and zone.
    std::uint16_t port = 80;
    std::string resource = "/"; // Path and query, as they are sent.
    // The interface of a link-local IPv6 address (RFC 4007 11). It is for the socket only and never leaves
    // this machine (RFC 6874 4).
    std::string zone = {};
    // "user:password", percent-encoded; empty: none. A secret: no other text has it but textWithUser().
    std::string userInfo = {};

    // Host and, unless it is the scheme's own, port; brackets round an IPv6 address. As Host has it.
    [[nodiscard]] std::string authority() const;
    // Without the user.
    [[nodiscard]] std::string text() const;
    // What parses to the same URL.
    [[nodiscard]] std::string textWithUser() const;
    // The value of the Authorization field (RFC 7617) for the user; nothing if there is none.
    [[nodiscard]] std::optional<std::string> authorization() const;
    bool operator==(const WebSocketUrl &) const = default;
};

enum class UrlFault : std::uint8_t {
    NoScheme,
    OtherScheme,
    NoHost,
    BadHost,
    BadPort,
    HasFragment,
    BadCharacter
};

[[nodiscard]] std::variant<WebSocketUrl, UrlFault> parseWebSocketUrl(std::string_view text);

// What somebody gave as a URL, right or wrong, without the user and the password: for texts that are kept or
// shown. What is not a URL has asterisks in place of what may be a secret (discreetUrl).
[[nodiscard]] std::string withoutUser(std::string_view url);

} // namespace fg
