// Names of this machine in requests: whether a host name is one, and whether a web page is one of this
// machine.
#pragma once

#include "protocol/handshake/http_head.h"

#include <cstdint>
#include <string_view>

namespace fg {

// Who can reach a server that listens at an address.
enum class Reach : std::uint8_t { ThisMachine, Others };
// `address`: numeric, IPv6 without brackets.
[[nodiscard]] Reach reachOf(std::string_view address);

// The authority (RFC 3986 3.2) without its port, with the brackets of an IPv6 address; borrowed.
[[nodiscard]] std::string_view hostOf(std::string_view authority);

// True for "localhost" or a numeric address, with or without a port. Any other name could point to this
// machine through the DNS of an attacker (DNS rebinding).
[[nodiscard]] bool isLocalAuthority(std::string_view authority);

// True if an origin (RFC 6454 7) is a file, a page of this machine (http or https), or a page of the
// requested local authority at any port. `host`: the Host field of the request.
[[nodiscard]] bool isOriginHere(std::string_view origin, std::string_view host);

} // namespace fg
