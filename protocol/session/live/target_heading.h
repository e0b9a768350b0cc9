// What the heading of a session file says of the target that a client connects to.
#pragma once

#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/target.h"

#include <string_view>

namespace fg {

// The heading of a client's connection to a target, with its settings. Values of header fields that carry
// credentials are left out; of certificates and keys, only the names of the files are kept.
[[nodiscard]] SessionHeading headingFor(const Target &target);
// Authorization, Proxy-Authorization, Cookie and their like (RFC 9110 11, RFC 6265).
[[nodiscard]] bool carriesCredentials(std::string_view fieldName);

} // namespace fg
