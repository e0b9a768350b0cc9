#include "protocol/text/code_points.h"

#include "protocol/wire/utf8.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// Characters that are invisible, change how their neighbours are displayed, break a line, or look different
// on every machine. Unassigned characters and the last two of each higher plane are not included: a font
// draws a box for those.
constexpr std::array hiddenRanges{
    Range{0x80, 0x9F}, // C1 controls
    Range{0xAD, 0xAD}, // soft hyphen
    Range{0x34F, 0x34F}, // grapheme joiner
    Range{0x61C, 0x61C}, // Arabic letter mark
    Range{0x70F, 0x70F}, // Syriac abbreviation mark
    Range{0x115F, 0x1160}, // Hangul fillers
    Range{0x17B4, 0x17B5}, // Khmer inherent vowels
    Range{0x180B, 0x180F}, // Mongolian selectors
    Range{0x200B, 0x200F}, // zero width, left-to-right and right-to-left marks
    Range{0x2028, 0x202E}, // line and paragraph separator, bidirectional embeddings and overrides
    Range{0x2060, 0x206F}, // word joiner, invisible operators, bidirectional isolates
    Range{0x3164, 0x3164}, // Hangul filler
    Range{0xE000, 0xF8FF}, // private use
    Range{0xFDD0, 0xFDEF}, // noncharacters
    Range{0xFE00, 0xFE0F}, // variation selectors
    Range{0xFEFF, 0xFEFF}, // byte order mark
    Range{0xFFA0, 0xFFA0}, // Hangul filler
    Range{0xFFF0, 0xFFFB}, // specials, interlinear annotation
    Range{0xFFFE, 0xFFFF}, // noncharacters
    Range{0x13430, 0x1343F}, // hieroglyph format controls
    Range{0x1BCA0, 0x1BCA3}, // shorthand format controls
    Range{0x1D173, 0x1D17A}, // musical format controls
    Range{0xE0000, 0xE0FFF}, // tags, more variation selectors
    Range{0xF0000, 0xFFFFD}, // private use
    Range{0x100000, 0x10FFFD}, // private use
};
static_assert(std::ranges::is_sorted(hiddenRanges, {}, &Range::first));

} // namespace

std::optional<CodePoint> firstCodePoint(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t octets = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() < octets || !isUtf8(octetsOf(text.substr(0, octets))))
        return std::nullopt;
    if (octets == 1)
        return CodePoint{lead, 1};
    char32_t value = lead & (0xFFu >> (octets + 1));
    for (std::size_t i = 1; i < octets; ++i)
        value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return CodePoint{value, octets};
}

bool isHidden(char32_t character)
{
    const auto *const range = std::ranges::lower_bound(hiddenRanges, character, {}, &Range::last);
    return range != hiddenRanges.end() && range->first <= character;
}

} // namespace fg
