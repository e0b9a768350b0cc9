// What is looked for in payloads: a text, its case ignored or not, or octets written in hex.
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
        AnyCase, // a text in UTF-8, capital or small letters alike
        ExactCase, // a text in UTF-8
        Hex, // octets: digits in pairs, with blanks between the pairs or without
    };

    std::string text;
    Kind kind = Kind::AnyCase;

    bool operator==(const SearchQuery &) const = default;
};

enum class NeedleFault : std::uint8_t {
    Empty,
    TooLong,
    NoHexDigit, // something else stands there
    HalfOctet, // a digit is missing
};

class Needle
{
public:
    static constexpr std::size_t longestQuery = 1'024; // octets to look for
    static constexpr std::size_t nowhere = SIZE_MAX;

    [[nodiscard]] static std::variant<Needle, NeedleFault> of(const SearchQuery &query);

    // Where the first match begins that stands in `octets` as a whole; or nowhere.
    [[nodiscard]] std::size_t find(OctetView octets) const;
    // The most octets that a match has.
    [[nodiscard]] std::size_t longestMatch() const { return m_longest; }

private:
    // A character as it may be written.
    struct Character
    {
        OctetBuffer small;
        OctetBuffer capital;
    };

    [[nodiscard]] static Needle exactly(OctetBuffer octets);
    [[nodiscard]] static Needle inAnyCase(std::string_view text);
    [[nodiscard]] bool beginsWith(OctetView octets) const;

    OctetBuffer m_octets; // where nothing but these will do
    std::vector<Character> m_characters; // otherwise
    std::bitset<256> m_first; // octets that a match can begin with
    std::size_t m_longest = 0;
};

} // namespace fg
