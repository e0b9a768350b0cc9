// Numbers in texts.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace fg {

// The number that the whole text is, in decimal digits; nullopt if it is anything else, if something stands
// before or after it, or if the type cannot hold it. A number of a floating type may have a point and an
// exponent, and is finite.
template <typename Number> [[nodiscard]] std::optional<Number> numberIn(std::string_view text)
{
    Number number{};
    const char *const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    bool isNumber = error == std::errc{} && stop == end;
    if constexpr (std::floating_point<Number>)
        isNumber = isNumber && std::isfinite(number);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace fg
