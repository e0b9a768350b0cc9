#include "protocol/text/escape.h"

#include "protocol/wire/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fg {
namespace {

struct CodePoint
{
    char32_t value;
    std::size_t octets;
};

// The character at the front of a text; nullopt if its octets are not UTF-8.
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

bool isHidden(char32_t value)
{
    const auto *const range = std::ranges::lower_bound(hiddenRanges, value, {}, &Range::last);
    return range != hiddenRanges.end() && range->first <= value;
}

constexpr std::string_view digits = "0123456789abcdef";

void appendOctet(std::string &out, unsigned char octet)
{
    out += "\\x";
    out += digits[octet >> 4];
    out += digits[octet & 0xF];
}

void appendNumber(std::string &out, char32_t value)
{
    int shift = 20;
    while (shift > 0 && (value >> shift) == 0)
        shift -= 4;
    out += "\\u{";
    for (; shift >= 0; shift -= 4)
        out += digits[(value >> shift) & 0xF];
    out += '}';
}

std::string_view withoutCutCharacter(std::string_view text)
{
    // A character has at most four octets, so at most three octets of a cut character are left.
    for (std::size_t less = 0; less <= 3 && less < text.size(); ++less) {
        if (isUtf8(octetsOf(text.substr(0, text.size() - less))))
            return text.substr(0, text.size() - less);
    }
    return text;
}

} // namespace

std::string escaped(std::string_view text, LineBreaks lineBreaks)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto octet = static_cast<unsigned char>(text.front());
        if (lineBreaks == LineBreaks::Kept && (text.starts_with("\r\n") || octet == '\n')) {
            out += '\n';
            text.remove_prefix(octet == '\n' ? 1 : 2);
            continue;
        }
        const auto character = firstCodePoint(text);
        const std::size_t octets = character ? character->octets : 1;
        if (!character || octet < 0x20 || octet == 0x7F)
            appendOctet(out, octet);
        else if (octet == '\\')
            out += "\\\\";
        else if (isHidden(character->value))
            appendNumber(out, character->value);
        else
            out += text.substr(0, octets);
        text.remove_prefix(octets);
    }
    return out;
}

std::string payloadPreview(OctetView start, std::uint64_t fullLength, std::size_t limit)
{
    const bool isCut = fullLength > std::min(start.size(), limit);
    const OctetView shown = start.first(std::min(start.size(), limit));
    std::string_view text = charactersOf(shown);
    if (isCut)
        text = withoutCutCharacter(text);
    std::string out = isUtf8(octetsOf(text)) ? escaped(text) : "0x" + toHex(shown);
    if (isCut)
        out += " ...";
    return out;
}

} // namespace fg
