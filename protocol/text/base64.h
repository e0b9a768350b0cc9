// Octets as text in base64, RFC 4648 section 4.
#pragma once

#include "protocol/wire/octets.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fg {

// With padding, without line breaks. The results for pieces of a multiple of three octets can be
// concatenated.
[[nodiscard]] std::string toBase64(OctetView octets);
// Strict: the padding is required, no other character is allowed, and the unused bits before the padding must
// be zero.
[[nodiscard]] std::optional<OctetBuffer> fromBase64(std::string_view text);
// The number of octets that a text encodes, whatever the unused bits before the padding are; nullopt if the
// text is not base64.
[[nodiscard]] std::optional<std::size_t> base64Size(std::string_view text);

} // namespace fg
