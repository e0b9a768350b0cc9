#include "protocol/conformance/json_reader.h"

#include "protocol/handshake/characters.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <optional>
#include <span>

namespace fg {

namespace {

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

constexpr bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }
constexpr bool isHighSurrogate(char32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool isLowSurrogate(char32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

void appendUtf8(std::string &text, char32_t character)
{
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80 | ((character >> shift) & 0x3f));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xc0 | (character >> 6));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xe0 | (character >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0 | (character >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

// Goes through the text once. Each step returns false when it has met a fault, which is then kept.
class Reader
{
public:
    Reader(std::string_view text, JsonLimits limits)
        : m_text(text)
        , m_limits(limits)
    {
    }

    std::variant<JsonValue, JsonFault> read()
    {
        JsonValue value;
        if (checkText() && readValue(value)) {
            skipSpace();
            if (!atEnd())
                fail(JsonFault::Kind::MoreText);
        }
        if (m_fault)
            return *m_fault;
        return value;
    }

private:
    using Kind = JsonFault::Kind;

    bool fail(Kind kind) { return failAt(m_place, kind); }
    bool failAt(JsonPlace place, Kind kind)
    {
        m_fault = JsonFault{kind, place};
        return false;
    }
    // A fault of what should be here, or of the text when that has come to its end.
    bool failHere(Kind kind) { return fail(atEnd() ? Kind::Unfinished : kind); }

    bool atEnd() const { return m_next == m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_next]; }

    void advance()
    {
        const char c = m_text[m_next++];
        if (c == '\n')
            m_place = {m_place.line + 1, 1};
        else if (!isContinuation(c))
            ++m_place.column;
    }
    bool take(char c)
    {
        if (atEnd() || peek() != c)
            return false;
        advance();
        return true;
    }
    bool takeWord(std::string_view word)
    {
        if (!m_text.substr(m_next).starts_with(word))
            return false;
        for (std::size_t i = 0; i < word.size(); ++i)
            advance();
        return true;
    }
    void skipSpace()
    {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
            advance();
    }

    bool checkText()
    {
        if (m_text.size() > m_limits.octets)
            return fail(Kind::TooLong);
        Utf8Checker checker;
        if (!checker.write(std::as_bytes(std::span(m_text))) || !checker.finish()) {
            while (m_next < checker.badOctet())
                advance();
            return fail(Kind::NotUtf8);
        }
        if (m_text.starts_with(byteOrderMark))
            m_text.remove_prefix(byteOrderMark.size());
        return true;
    }

    bool readValue(JsonValue &value)
    {
        skipSpace();
        value.place = m_place;
        switch (peek()) {
        case '{':
            return readObject(value);
        case '[':
            return readArray(value);
        case '"':
            value.kind = JsonValue::Kind::String;
            return readString(value.text);
        default:
            return isDigit(peek()) || peek() == '-' ? readNumber(value) : readWord(value);
        }
    }

    bool readWord(JsonValue &value)
    {
        if (takeWord("null"))
            return true;
        value.boolean = takeWord("true");
        if (!value.boolean && !takeWord("false"))
            return failHere(Kind::NoValue);
        value.kind = JsonValue::Kind::Boolean;
        return true;
    }

    bool readNumber(JsonValue &value)
    {
        const std::size_t start = m_next;
        take('-');
        if (!take('0') && !takeDigits())
            return failHere(Kind::BadNumber);
        if (isDigit(peek()))
            return failAt(value.place, Kind::BadNumber); // a leading zero
        if (take('.') && !takeDigits())
            return failHere(Kind::BadNumber);
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            if (!takeDigits())
                return failHere(Kind::BadNumber);
        }
        value.kind = JsonValue::Kind::Number;
        value.text = m_text.substr(start, m_next - start);
        return true;
    }

    bool takeDigits()
    {
        const std::size_t start = m_next;
        while (isDigit(peek()))
            advance();
        return m_next > start;
    }

    bool readString(std::string &text)
    {
        advance();
        while (!take('"')) {
            if (atEnd())
                return fail(Kind::Unfinished);
            const char c = peek();
            if (static_cast<unsigned char>(c) < 0x20)
                return fail(Kind::ControlCharacter);
            if (c == '\\') {
                if (!readEscape(text))
                    return false;
            } else {
                text += c;
                advance();
            }
        }
        return true;
    }

    bool readEscape(std::string &text)
    {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const JsonPlace start = m_place;
        advance();
        if (take('u'))
            return readEscapedCharacter(text, start);
        const std::size_t letter = atEnd() ? std::string_view::npos : letters.find(peek());
        if (letter == std::string_view::npos)
            return atEnd() ? fail(Kind::Unfinished) : failAt(start, Kind::BadEscape);
        text += meanings[letter];
        advance();
        return true;
    }

    // Behind "\u". What is over U+FFFF is written as two surrogates (RFC 8259 7).
    bool readEscapedCharacter(std::string &text, JsonPlace start)
    {
        char32_t character = 0;
        if (!readUnit(character, start))
            return false;
        if (isLowSurrogate(character))
            return failAt(start, Kind::LoneSurrogate);
        if (isHighSurrogate(character)) {
            char32_t low = 0;
            if (!takeWord("\\u"))
                return atEnd() ? fail(Kind::Unfinished) : failAt(start, Kind::LoneSurrogate);
            if (!readUnit(low, start))
                return false;
            if (!isLowSurrogate(low))
                return failAt(start, Kind::LoneSurrogate);
            character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
        }
        appendUtf8(text, character);
        return true;
    }

    bool readUnit(char32_t &unit, JsonPlace start)
    {
        constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
        for (int i = 0; i < 4; ++i) {
            const std::size_t digit = atEnd() ? std::string_view::npos : digits.find(peek());
            if (digit == std::string_view::npos)
                return atEnd() ? fail(Kind::Unfinished) : failAt(start, Kind::BadEscape);
            unit = (unit << 4) | static_cast<char32_t>(digit % 16);
            advance();
        }
        return true;
    }

    bool readArray(JsonValue &value)
    {
        value.kind = JsonValue::Kind::Array;
        if (!enter())
            return false;
        advance();
        skipSpace();
        bool isOver = take(']');
        while (!isOver) {
            if (!readValue(value.items.emplace_back()))
                return false;
            skipSpace();
            isOver = take(']');
            if (!isOver && !take(','))
                return failHere(Kind::NoCommaOrBracket);
        }
        --m_depth;
        return true;
    }

    bool readObject(JsonValue &value)
    {
        value.kind = JsonValue::Kind::Object;
        if (!enter())
            return false;
        advance();
        skipSpace();
        bool isOver = take('}');
        while (!isOver) {
            if (!readMember(value.members.emplace_back()))
                return false;
            skipSpace();
            isOver = take('}');
            if (!isOver && !take(','))
                return failHere(Kind::NoCommaOrBrace);
        }
        --m_depth;
        return true;
    }

    bool readMember(JsonMember &member)
    {
        skipSpace();
        member.place = m_place;
        if (peek() != '"')
            return failHere(Kind::NoName);
        if (!readString(member.name))
            return false;
        skipSpace();
        if (!take(':'))
            return failHere(Kind::NoColon);
        return readValue(member.value);
    }

    bool enter() { return ++m_depth <= m_limits.depth || fail(Kind::TooDeep); }

    std::string_view m_text;
    JsonLimits m_limits;
    std::size_t m_next = 0;
    JsonPlace m_place;
    unsigned m_depth = 0;
    std::optional<JsonFault> m_fault;
};

} // namespace

const JsonMember *JsonValue::find(std::string_view name) const
{
    const auto found = std::find_if(members.rbegin(), members.rend(),
                                    [&](const JsonMember &member) { return member.name == name; });
    return found == members.rend() ? nullptr : &*found;
}

std::variant<JsonValue, JsonFault> readJson(std::string_view text, JsonLimits limits)
{
    return Reader(text, limits).read();
}

std::string_view wordsFor(JsonFault::Kind kind)
{
    switch (kind) {
    case JsonFault::Kind::TooLong:
        return "the file is too long";
    case JsonFault::Kind::NotUtf8:
        return "this is not UTF-8";
    case JsonFault::Kind::Unfinished:
        return "the file ends too early";
    case JsonFault::Kind::NoValue:
        return "expected a value: text in quotes, a number, true, false, null, [ or {";
    case JsonFault::Kind::NoName:
        return "expected a key in quotes";
    case JsonFault::Kind::NoColon:
        return "expected a colon after the key";
    case JsonFault::Kind::NoCommaOrBracket:
        return "expected a comma or ]";
    case JsonFault::Kind::NoCommaOrBrace:
        return "expected a comma or }";
    case JsonFault::Kind::BadNumber:
        return "this is no number as JSON writes one";
    case JsonFault::Kind::ControlCharacter:
        return "a line break or another control character inside quotes; write it as an escape such as \\n";
    case JsonFault::Kind::BadEscape:
        return "a backslash must be followed by one of \" \\ / b f n r t, or u and four hexadecimal digits";
    case JsonFault::Kind::LoneSurrogate:
        return "half of a pair of surrogates";
    case JsonFault::Kind::TooDeep:
        return "too many lists and objects inside each other";
    case JsonFault::Kind::MoreText:
        return "expected nothing more after the end of the value";
    }
    return {};
}

} // namespace fg
