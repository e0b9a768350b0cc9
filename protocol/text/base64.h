// Octets as text in base64, RFC 4648 section 4; and the other spellings of base64 that programs write.
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
// Reads base64 in every spelling that programs write: also in the alphabet for URLs (RFC 4648 5), without
// padding, with line breaks and blanks, or as a data: URL. Nullopt if the text is anything else. Ordinary
// words can be base64, too: a text without padding is only read if its unused bits are zero, and if blanks
// stand between whole groups of four characters.
[[nodiscard]] std::optional<OctetBuffer> fromLooseBase64(std::string_view text);
// Whether the text says that it is base64: it is a data: URL in base64, or has the padding that it needs,
// with unused bits that are zero, as every program writes them. "bye=" is not: no octets are written like
// that.
[[nodiscard]] bool isMarkedBase64(std::string_view text);
// The number of octets that a text encodes, whatever the unused bits before the padding are; nullopt if the
// text is not base64.
[[nodiscard]] std::optional<std::size_t> base64Size(std::string_view text);

} // namespace fg
