// Whom to connect to: a ws or wss URL (RFC 6455 section 3) and how.
#pragma once

#include "protocol/handshake/opening.h"
#include "protocol/session/live/live_session.h"
#include "protocol/transport/socket_transport.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

struct Target
{
    std::string agent; // a name for reports; empty: the URL's authority
    WebSocketUrl url;
    TlsClientSettings tls; // wss only
    std::vector<HeaderField> headers; // added to the request
    std::string origin;
    std::vector<std::string> subprotocols;
    // The extensions to offer, as Sec-WebSocket-Extensions has them; empty: none. Cases offer their own.
    std::string extensions;
    // A longer message breaks RuleId::MessageTooBig.
    std::uint64_t messageLimit = EndpointSettings().messageLimit;
};

// An address at which a client on this machine finds a listener: of one at all addresses, loopback.
[[nodiscard]] std::string reachableAddress(const std::string &listenAddress);

[[nodiscard]] ConnectSettings connectSettings(const Target &target);
[[nodiscard]] EndpointSettings clientSettings(const Target &target);

} // namespace fg
