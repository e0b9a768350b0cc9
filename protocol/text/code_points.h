// Characters of a UTF-8 text one by one, and those among them that a person cannot see.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace fg {

struct CodePoint
{
    char32_t value;
    std::size_t octets; // Number of octets of its UTF-8, from 1 to 4.
};

// The character at the front of a text, which must not be empty; nullopt if its octets are not UTF-8.
[[nodiscard]] std::optional<CodePoint> firstCodePoint(std::string_view text);

// Whether a character is invisible, changes how its neighbours are displayed, breaks a line, or looks
// different on every machine. C0 controls and DEL are not meant: each caller has its own way with tabs and
// line breaks.
[[nodiscard]] bool isHidden(char32_t character);

} // namespace fg
