// What a search in payloads looks for: a text, with or without regard to case, or octets in hexadecimal.
#pragma once

#include "protocol/wire/octets.h"

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct SearchQuery
{
    enum class Kind : std::uint8_t {
        AnyCase, // A text in UTF-8; capital and small letters are equal.
        ExactCase, // A text in UTF-8.
        Hex, // Octets as pairs of digits, with or without spaces between the pairs.
    };

    std::string text;
    Kind kind = Kind::AnyCase;

    bool operator==(const SearchQuery &) const = default;
};

enum class NeedleFault : std::uint8_t {
    Empty,
    TooLong,
    NoHexDigit, // A character is not a hexadecimal digit.
    HalfOctet, // A digit is missing.
};

class Needle
{
public:
    static constexpr std::size_t longestQuery = 1'024; // In octets.
    static constexpr std::size_t nowhere = SIZE_MAX;

    [[nodiscard]] static std::variant<Needle, NeedleFault> of(const SearchQuery &query);

    // The offset of the first complete match in `octets`, or nowhere.
    [[nodiscard]] std::size_t find(OctetView octets) const;
    // The length of the longest possible match in octets.
    [[nodiscard]] std::size_t longestMatch() const { return m_longest; }

private:
    // A character in both spellings.
    struct Character
    {
        OctetBuffer small;
        OctetBuffer capital;
    };

    [[nodiscard]] static Needle exactly(OctetBuffer octets);
    [[nodiscard]] static Needle inAnyCase(std::string_view text);
    [[nodiscard]] bool beginsWith(OctetView octets) const;

    OctetBuffer m_octets; // The only octets that match; empty if m_characters is used.
    std::vector<Character> m_characters; // The characters that match, in any case.
    std::bitset<256> m_first; // The octets that a match can begin with.
    std::size_t m_longest = 0;
};

} // namespace fg
