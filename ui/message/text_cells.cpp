#include "ui/message/text_cells.h"

#include "protocol/text/code_points.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace fg {

namespace {

constexpr int tabColumns = 8;

struct WideRange
{
    char32_t first;
    char32_t last;
};

// Characters of two columns: those that Unicode's table of widths (UAX #11) has as wide or full width, in
// rough blocks, and the emoji.
constexpr std::array wideRanges{
    WideRange{0x1100, 0x115F}, // Hangul initial consonants
    WideRange{0x2E80, 0x303E}, // CJK radicals and punctuation
    WideRange{0x3041, 0x33FF}, // kana and CJK compatibility
    WideRange{0x3400, 0x4DBF}, // CJK extension A
    WideRange{0x4E00, 0x9FFF}, // CJK ideographs
    WideRange{0xA000, 0xA4CF}, // Yi
    WideRange{0xA960, 0xA97F}, // Hangul extension A
    WideRange{0xAC00, 0xD7A3}, // Hangul syllables
    WideRange{0xF900, 0xFAFF}, // CJK compatibility ideographs
    WideRange{0xFE30, 0xFE6F}, // CJK compatibility forms
    WideRange{0xFF01, 0xFF60}, // full width forms
    WideRange{0xFFE0, 0xFFE6}, // full width signs
    WideRange{0x1F300, 0x1F64F}, // pictographs and faces
    WideRange{0x1F680, 0x1F6FF}, // transport
    WideRange{0x1F900, 0x1FAFF}, // more pictographs
    WideRange{0x20000, 0x3FFFD}, // CJK extensions
};
static_assert(std::ranges::is_sorted(wideRanges, {}, &WideRange::first));

bool isWide(char32_t character)
{
    const auto *const range = std::ranges::lower_bound(wideRanges, character, {}, &WideRange::last);
    return range != wideRanges.end() && range->first <= character;
}

bool isCombining(char32_t character)
{
    const QChar::Category category = QChar::category(character);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing;
}

bool isControl(char32_t character) { return character < 0x20 || character == 0x7F; }

} // namespace

TextCell firstCell(std::string_view text, int column)
{
    using Kind = TextCell::Kind;
    const char first = text.front();
    if (first >= ' ' && first < '\x7f')
        return {};
    if (first == '\n')
        return {Kind::LineBreak, 1, 0};
    if (text.starts_with("\r\n"))
        return {Kind::LineBreak, 2, 0};
    if (first == '\t')
        return {Kind::Tab, 1, tabColumns - column % tabColumns};
    const std::optional<CodePoint> character = firstCodePoint(text);
    const std::size_t octets = character ? character->octets : 1;
    if (!character || isControl(character->value) || isHidden(character->value))
        return {Kind::Sign, octets, static_cast<int>(signText(text).size())};
    return {Kind::Plain, octets, isCombining(character->value) ? 0 : isWide(character->value) ? 2 : 1};
}

QString signText(std::string_view text)
{
    const std::optional<CodePoint> character = firstCodePoint(text);
    if (character && character->value < 0x20)
        return QChar(static_cast<char16_t>(0x2400 + character->value));
    if (character && character->value == 0x7F)
        return QChar(0x2421);
    const unsigned value = character ? character->value : static_cast<unsigned char>(text.front());
    const QString digits =
        QString::number(value, 16).toUpper().rightJustified(character ? 4 : 2, QLatin1Char('0'));
    return QStringLiteral("⟨%1%2⟩").arg(character ? QStringLiteral("U+") : QString(), digits);
}

} // namespace fg
