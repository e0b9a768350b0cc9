#include "protocol/session/look/pattern_reader.h"

#include "protocol/session/look/filter_pattern.h"
#include "protocol/text/characters.h"
#include "protocol/wire/utf8.h"

#include <QChar>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace fg {
namespace {

using Part = PatternPart;

// Whether the part is of no character, however often it is repeated. It needs no state.
bool isEmpty(const Part &part)
{
    switch (part.kind) {
    case Part::Kind::Empty:
        return true;
    case Part::Kind::Sequence:
    case Part::Kind::Choice:
        return std::ranges::all_of(part.parts, isEmpty);
    case Part::Kind::Repeat:
        return part.most == 0U || isEmpty(part.parts.front());
    case Part::Kind::Characters:
    case Part::Kind::Start:
    case Part::Kind::End:
        break;
    }
    return false;
}

void normalize(CharacterSet &characters)
{
    std::ranges::sort(characters, {}, &CharacterRange::first);
    CharacterSet merged;
    for (const CharacterRange &range : characters) {
        if (!merged.empty() && range.first <= merged.back().last + 1)
            merged.back().last = std::max(merged.back().last, range.last);
        else
            merged.push_back(range);
    }
    characters = std::move(merged);
}

CharacterSet negated(CharacterSet characters)
{
    normalize(characters);
    CharacterSet out;
    char32_t next = 0;
    for (const CharacterRange &range : characters) {
        if (range.first > next)
            out.push_back({next, range.first - 1});
        next = range.last + 1;
    }
    if (next <= lastCharacter)
        out.push_back({next, lastCharacter});
    return out;
}

// The octets from 0x80 on that are not in the set.
CharacterSet otherOctets(CharacterSet octets)
{
    constexpr char32_t lastOctet = 0xff;
    octets.push_back({0, lastOfAscii});
    octets.push_back({lastOctet + 1, lastCharacter});
    return negated(std::move(octets));
}

bool isAscii(const CharacterSet &characters)
{
    return std::ranges::all_of(characters,
                               [](const CharacterRange &range) { return range.last <= lastOfAscii; });
}

// Adds the other case of each letter. A range of more characters than an alphabet has is taken as it is.
void addCases(CharacterSet &characters)
{
    constexpr char32_t alphabet = 0x500;
    const CharacterSet plain = characters;
    for (const CharacterRange &range : plain) {
        if (range.last - range.first > alphabet)
            continue;
        for (char32_t c = range.first; c <= range.last; ++c) {
            for (const char32_t other : {QChar::toLower(c), QChar::toUpper(c)}) {
                if (other != c)
                    characters.push_back({other, other});
            }
        }
    }
}

CharacterSet classOfLetter(char letter)
{
    switch (letter) {
    case 'd':
        return {{'0', '9'}};
    case 'w':
        return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    case 's':
        return {{'\t', '\r'}, {' ', ' '}};
    case 'D':
    case 'W':
    case 'S':
        return negated(classOfLetter(lowered(letter)));
    default:
        return {};
    }
}

// A character, or an octet from 0x80 on.
struct PatternSign
{
    char32_t value = 0;
    bool isOctet = false;
};

class PatternReader
{
public:
    explicit PatternReader(std::string_view text)
        : m_text(text)
    {
        constexpr std::string_view exact = "(?-i)";
        constexpr std::string_view any = "(?i)";
        if (m_text.starts_with(exact)) {
            m_ignoresCase = false;
            m_next = exact.size();
        } else if (m_text.starts_with(any)) {
            m_next = any.size();
        }
    }

    std::variant<Part, PatternFault> run()
    {
        Part part = readChoice();
        if (!m_fault && !atEnd())
            m_fault = PatternFault::NotOpened;
        if (m_fault)
            return *m_fault;
        return part;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_next == m_text.size() || m_fault; }
    [[nodiscard]] char peek() const { return m_next < m_text.size() ? m_text[m_next] : '\0'; }
    bool accept(std::string_view text)
    {
        if (!m_text.substr(m_next).starts_with(text))
            return false;
        m_next += text.size();
        return true;
    }
    Part fail(PatternFault fault)
    {
        if (!m_fault)
            m_fault = fault;
        return {};
    }

    Part readChoice()
    {
        Part choice{.kind = Part::Kind::Choice};
        do {
            choice.parts.push_back(readSequence());
        } while (!atEnd() && accept("|"));
        return choice.parts.size() == 1 ? std::move(choice.parts.front()) : std::move(choice);
    }

    Part readSequence()
    {
        Part sequence{.kind = Part::Kind::Sequence};
        while (!atEnd() && peek() != '|' && peek() != ')') {
            Part part = readOne();
            for (unsigned repeats = 0; !atEnd() && readRepeat(part); ++repeats) {
                if (repeats == FilterPattern::deepest)
                    return fail(PatternFault::TooDeep);
            }
            if (!isEmpty(part))
                sequence.parts.push_back(std::move(part));
        }
        return sequence;
    }

    // Replaces the part by its repetition, if a sign of one follows.
    bool readRepeat(Part &part)
    {
        unsigned least = 0;
        std::optional<unsigned> most;
        if (accept("+")) {
            least = 1;
        } else if (accept("?")) {
            most = 1;
        } else if (!accept("*")) {
            if (peek() != '{' || !readCounts(least, most))
                return false;
        }
        // A match is asked for, not its length, so a repetition that is to be short is the same.
        accept("?");
        if (peek() == '+') {
            fail(PatternFault::NotSupported);
            return false;
        }
        Part repeat{.kind = Part::Kind::Repeat, .least = least, .most = most};
        repeat.parts.push_back(std::move(part));
        part = isEmpty(repeat) ? Part{} : std::move(repeat);
        return true;
    }

    // {3}, {3,} or {3,5}. Anything else in braces is text.
    bool readCounts(unsigned &least, std::optional<unsigned> &most)
    {
        const std::size_t start = m_next++;
        const std::optional<unsigned> first = readCount();
        most = first;
        if (first && accept(","))
            most = peek() == '}' ? std::nullopt : readCount();
        if (!first || !accept("}")) {
            m_next = start;
            return false;
        }
        least = *first;
        if (least > FilterPattern::mostRepeats || most > FilterPattern::mostRepeats)
            fail(PatternFault::TooManyRepeats);
        else if (most && *most < least)
            fail(PatternFault::BadRepeat);
        return !m_fault;
    }

    std::optional<unsigned> readCount()
    {
        const std::size_t start = m_next;
        unsigned count = 0;
        for (; isDigit(peek()); ++m_next)
            count =
                std::min(count * 10 + static_cast<unsigned>(peek() - '0'), FilterPattern::mostRepeats + 1);
        return m_next > start ? std::optional(count) : std::nullopt;
    }

    Part readOne()
    {
        switch (peek()) {
        case '(':
            return readGroup();
        case '[':
            return readClass();
        case '*':
        case '+':
        case '?':
            return fail(PatternFault::NothingToRepeat);
        case '^':
            ++m_next;
            return {.kind = Part::Kind::Start};
        case '$':
            ++m_next;
            return {.kind = Part::Kind::End};
        case '.':
            ++m_next;
            return classPart(negated({{'\n', '\n'}}));
        case '\\':
            return readEscape();
        default:
            return signPart(readSign());
        }
    }

    Part readGroup()
    {
        ++m_next;
        if (!accept("?:") && peek() == '?')
            return fail(PatternFault::NotSupported);
        if (++m_depth > FilterPattern::deepest)
            return fail(PatternFault::TooDeep);
        Part part = readChoice();
        --m_depth;
        if (!accept(")"))
            return fail(PatternFault::Unfinished);
        return part;
    }

    static Part classPart(CharacterSet characters, CharacterSet octets = {})
    {
        normalize(characters);
        normalize(octets);
        return {
            .kind = Part::Kind::Characters, .characters = std::move(characters), .octets = std::move(octets)};
    }

    Part signPart(PatternSign sign)
    {
        if (sign.isOctet)
            return classPart({}, {{sign.value, sign.value}});
        CharacterSet characters{{sign.value, sign.value}};
        if (m_ignoresCase)
            addCases(characters);
        return classPart(std::move(characters));
    }

    Part readEscape()
    {
        ++m_next;
        if (CharacterSet letters = classOfLetter(peek()); !letters.empty()) {
            ++m_next;
            return classPart(std::move(letters));
        }
        const std::optional<PatternSign> sign = readEscapedSign();
        return sign ? signPart(*sign) : Part{};
    }

    // What follows a backslash.
    std::optional<PatternSign> readEscapedSign()
    {
        const char c = peek();
        if (m_next == m_text.size())
            return failSign(PatternFault::Unfinished);
        if (c == 'x')
            return readOctet();
        if (c == 'u')
            return readCodePoint();
        if (const std::size_t at = std::string_view("tnrfv").find(c); at != std::string_view::npos) {
            ++m_next;
            return PatternSign{static_cast<char32_t>("\t\n\r\f\v"[at])};
        }
        if (isAlphanumeric(c))
            return failSign(std::string_view("bBAzZpPkKGQE123456789").find(c) != std::string_view::npos
                                ? PatternFault::NotSupported
                                : PatternFault::BadEscape);
        return readSign();
    }

    std::optional<PatternSign> failSign(PatternFault fault)
    {
        fail(fault);
        return std::nullopt;
    }

    // xNN. An octet of ASCII is its character.
    std::optional<PatternSign> readOctet()
    {
        const auto octet = fromHex(m_text.substr(m_next + 1, 2));
        if (!octet || octet->size() != 1)
            return failSign(PatternFault::BadOctet);
        m_next += 3;
        const auto value = std::to_integer<char32_t>(octet->front());
        return PatternSign{value, value > lastOfAscii};
    }

    // u{NNNN}
    std::optional<PatternSign> readCodePoint()
    {
        const std::size_t start = m_next + 2;
        const std::size_t end = m_text.find('}', m_next);
        if (m_text.substr(m_next + 1, 1) != "{" || end == std::string_view::npos || end == start)
            return failSign(PatternFault::BadCodePoint);
        std::uint32_t value = 0;
        const char *const last = m_text.data() + end;
        const auto [stop, error] = std::from_chars(m_text.data() + start, last, value, 16);
        const bool isSurrogate = value >= 0xd800 && value <= 0xdfff;
        constexpr std::size_t mostDigits = 6;
        const bool isTooGreat = end > start + mostDigits || value > lastCharacter;
        if (error == std::errc::invalid_argument || stop != last)
            return failSign(PatternFault::BadCodePoint);
        if (isTooGreat || isSurrogate)
            return failSign(PatternFault::NotACodePoint);
        m_next = end + 1;
        return PatternSign{value};
    }

    // The next character; what is not UTF-8 is an octet.
    PatternSign readSign()
    {
        const auto first = static_cast<unsigned char>(m_text[m_next]);
        const unsigned length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
        const std::string_view text = m_text.substr(m_next, length);
        if (text.size() < length || !isUtf8(octetsOf(text))) {
            ++m_next;
            return {first, true};
        }
        m_next += length;
        if (length == 1)
            return {first};
        char32_t character = first & (0x7fu >> length);
        for (const char tail : text.substr(1))
            character = character << 6 | (static_cast<unsigned char>(tail) & 0x3fu);
        return {character};
    }

    Part readClass()
    {
        ++m_next;
        const bool isNegated = accept("^");
        CharacterSet characters;
        CharacterSet octets;
        for (bool isFirst = true; isFirst || peek() != ']'; isFirst = false) {
            if (m_next == m_text.size())
                return fail(PatternFault::Unfinished);
            readClassItem(characters, octets);
            if (m_fault)
                return {};
        }
        ++m_next;
        // Whether a character or an octet is asked for must not depend on the text.
        if (!octets.empty() && !isAscii(characters))
            return fail(PatternFault::MixedClass);
        if (m_ignoresCase)
            addCases(characters);
        if (!isNegated)
            return classPart(std::move(characters), std::move(octets));
        if (octets.empty())
            return classPart(negated(std::move(characters)));
        characters.push_back({firstAfterAscii, lastCharacter});
        return classPart(negated(std::move(characters)), otherOctets(std::move(octets)));
    }

    void readClassItem(CharacterSet &characters, CharacterSet &octets)
    {
        if (accept("[:")) {
            fail(PatternFault::NotSupported);
            return;
        }
        if (peek() == '\\' && m_next + 1 < m_text.size()) {
            if (const CharacterSet letters = classOfLetter(m_text[m_next + 1]); !letters.empty()) {
                m_next += 2;
                characters.insert(characters.end(), letters.begin(), letters.end());
                return;
            }
        }
        const std::optional<PatternSign> first = readClassSign();
        if (!first)
            return;
        const bool isRange = peek() == '-' && m_next + 1 < m_text.size() && m_text[m_next + 1] != ']';
        if (!isRange) {
            (first->isOctet ? octets : characters).push_back({first->value, first->value});
            return;
        }
        ++m_next;
        const std::optional<PatternSign> last = m_next < m_text.size() ? readClassSign() : std::nullopt;
        if (last && !first->isOctet && last->isOctet && first->value <= lastOfAscii) { // \x00-\xff
            characters.push_back({first->value, lastOfAscii});
            octets.push_back({firstAfterAscii, last->value});
        } else if (!last || last->value < first->value) {
            fail(PatternFault::BadRange);
        } else if (last->isOctet != first->isOctet) {
            fail(PatternFault::MixedClass);
        } else {
            (first->isOctet ? octets : characters).push_back({first->value, last->value});
        }
    }

    std::optional<PatternSign> readClassSign()
    {
        return accept("\\") ? readEscapedSign() : std::optional(readSign());
    }

    std::string_view m_text;
    std::size_t m_next = 0;
    unsigned m_depth = 0;
    bool m_ignoresCase = true;
    std::optional<PatternFault> m_fault;
};

} // namespace

std::variant<PatternPart, PatternFault> readPattern(std::string_view text)
{
    return PatternReader(text).run();
}

} // namespace fg
