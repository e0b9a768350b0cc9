// A server to connect to, and how.
#pragma once

#include "protocol/handshake/opening.h"
#include "protocol/session/live/live_session.h"
#include "protocol/session/live/web_socket_url.h"
#include "protocol/transport/socket_transport.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct Target
{
    std::string agent; // A name for reports; empty: the URL's authority.
    WebSocketUrl url;
    TlsClientSettings tls; // For wss only.
    // Sent in place of ours of the same names, as withGivenFields() has it. One for Authorization also
    // replaces the user of the URL.
    std::vector<HeaderField> headers;
    std::string origin;
    std::vector<std::string> subprotocols;
    // The extensions to offer, in the form of Sec-WebSocket-Extensions; empty: none. Cases offer their own.
    std::string extensions;
    // A longer message breaks RuleId::MessageTooBig.
    std::uint64_t messageLimit = EndpointSettings().messageLimit;
    // Limit for name lookup, TCP and TLS together.
    Duration connectLimit = std::chrono::seconds(5);
    // Limit for the answer to our opening handshake, from then on. The default is that of the case set.
    Duration openingLimit = std::chrono::seconds(5);
    // Limit for the answer to our close frame; cases have their own. A peer may finish the message that it is
    // sending before it answers (RFC 6455 5.5.1).
    Duration closingLimit = std::chrono::seconds(10);
};

// What a connection to the target sends along that lets the receiver act for the user: "the field Cookie", "a
// client certificate". The first that is found; nothing if there is none. UTF-8, not escaped.
[[nodiscard]] std::optional<std::string> credentialOf(const Target &target);
// Whether the user of the URL is sent, in an Authorization field.
[[nodiscard]] bool sendsUser(const Target &target);

// An address at which a client on this machine reaches a listener; loopback for a listener on all addresses.
[[nodiscard]] std::string reachableAddress(const std::string &listenAddress);

[[nodiscard]] ConnectSettings connectSettings(const Target &target);
// `upgrade`: as for defaultRequestFields().
[[nodiscard]] EndpointSettings clientSettings(const Target &target, std::string_view upgrade = "websocket");

} // namespace fg
