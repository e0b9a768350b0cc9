// Octets as text, RFC 4648 section 4.
#pragma once

#include "protocol/wire/octets.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fg {

// With padding, without line breaks. Pieces of a multiple of three octets can be put together.
[[nodiscard]] std::string toBase64(OctetView octets);
// Strict: padding must be there, nothing else may be, and the bits that it leaves over are zero.
[[nodiscard]] std::optional<OctetBuffer> fromBase64(std::string_view text);
// Octets that a text stands for, whatever the bits are that padding leaves over; nullopt where it is not
// base64.
[[nodiscard]] std::optional<std::size_t> base64Size(std::string_view text);

} // namespace fg
