// Protection of servers on this machine against web pages from elsewhere: the names by which they may be
// asked, and the pages that may ask.
#pragma once

#include "protocol/handshake/http_head.h"

#include <string_view>

namespace fg {

// An authority (RFC 3986 3.2) without its port, with the brackets of an IPv6 address; borrowed.
[[nodiscard]] std::string_view hostOf(std::string_view authority);

// "localhost" or a numeric address, with or without a port: no name that somebody else's DNS could make point
// here (DNS rebinding).
[[nodiscard]] bool isLocalAuthority(std::string_view authority);

// A request that no foreign web page made a browser send: without an Origin (RFC 6454 7), from a file, or
// from a page of this machine or of the local authority that is asked, at any port.
[[nodiscard]] bool isFromHere(const HttpHead &request);

} // namespace fg
