// Percent-encoding of URLs (RFC 3986 2.1).
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fg {

// Each %XX is replaced by the octet that it stands for. A percent sign that no two hexadecimal digits follow
// stays.
[[nodiscard]] std::string percentDecoded(std::string_view text);
// Each octet that has to be encoded is replaced by %XX. Percent signs stay as they are, unless they have to
// be encoded, too.
[[nodiscard]] std::string percentEncoded(std::string_view text,
                                         const std::function<bool(char)> &hasToBeEncoded);

} // namespace fg
