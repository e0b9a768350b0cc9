// What the searches for secrets ask about characters and names.
#pragma once

#include "protocol/handshake/http_head.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

namespace fg {

inline constexpr std::size_t none = std::string_view::npos;

[[nodiscard]] inline bool isOneOf(char c, std::string_view characters) { return characters.find(c) != none; }

// In any case.
[[nodiscard]] inline bool isOneOf(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::any_of(names, [name](std::string_view one) { return equalsIgnoringCase(name, one); });
}

} // namespace fg
