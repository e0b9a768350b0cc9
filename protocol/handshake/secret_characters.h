// What the searches for secrets ask about characters.
#pragma once

#include <cstddef>
#include <string_view>

namespace fg {

inline constexpr std::size_t none = std::string_view::npos;

[[nodiscard]] inline bool isOneOf(char c, std::string_view characters) { return characters.find(c) != none; }

} // namespace fg
