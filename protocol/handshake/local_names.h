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

// True unless a web page of another site may have made a browser send the request. It has no Origin (RFC 6454
// 7), or comes from a file, from a page of this machine, or from a page of the requested local authority, at
// any port.
[[nodiscard]] bool isFromHere(const HttpHead &request);

} // namespace fg
