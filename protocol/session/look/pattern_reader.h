// The parts that a regular expression is read into. Internal to filter_pattern.h, which says what can be
// written.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

enum class PatternFault : std::uint8_t;

inline constexpr char32_t lastCharacter = 0x10ffff;
inline constexpr char32_t lastOfAscii = 0x7f;
inline constexpr char32_t firstAfterAscii = 0x80;

// Characters, or octets, from the first to the last.
struct CharacterRange
{
    char32_t first = 0;
    char32_t last = 0;
};
using CharacterSet = std::vector<CharacterRange>;

struct PatternPart
{
    enum class Kind : std::uint8_t { Empty, Characters, Sequence, Choice, Repeat, Start, End };

    Kind kind = Kind::Empty;
    // Characters: one of these, as UTF-8, or one of the octets, which are not ASCII.
    CharacterSet characters;
    CharacterSet octets;
    std::vector<PatternPart> parts; // Sequence, Choice; Repeat: one
    unsigned least = 0; // Repeat
    std::optional<unsigned> most;
};

// Octets of the text that are not UTF-8 stand for themselves.
[[nodiscard]] std::variant<PatternPart, PatternFault> readPattern(std::string_view text);

} // namespace fg
