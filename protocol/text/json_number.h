// A number as JSON writes it (RFC 8259 6), as its decimal digits. Numbers are compared exactly, also those
// that a double does not hold: 9007199254740993 is not 9007199254740992, and 1e999 is greater than 1e998.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fg {

class JsonNumber
{
public:
    // An exponent that is farther from 0 counts as this one.
    static constexpr std::int64_t mostExponent = 1'000'000'000'000'000;

    JsonNumber() = default; // Zero.
    // nullopt if the text is not a number. Zeros before the first digit are passed over.
    [[nodiscard]] static std::optional<JsonNumber> of(std::string_view text);

    [[nodiscard]] std::strong_ordering operator<=>(const JsonNumber &other) const;
    bool operator==(const JsonNumber &) const = default;

private:
    // The value is 0.DIGITS times ten to the power of the exponent. Each value has one form.
    std::string m_digits; // Neither the first nor the last one is 0; zero has none.
    std::int64_t m_exponent = 0;
    bool m_isNegative = false; // Zero is not.
};

} // namespace fg
