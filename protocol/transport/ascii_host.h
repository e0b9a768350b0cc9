// Internationalized domain names (RFC 5890, UTS 46) as they are looked up, compared and sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fg {

// The name in A-labels: "xn--bcher-kva.example" for "bücher.example" in UTF-8. A name that is ASCII already
// stays as it is. Nothing if it is not UTF-8, or has a character that no name may have.
[[nodiscard]] std::optional<std::string> asciiHost(std::string_view name);

} // namespace fg
