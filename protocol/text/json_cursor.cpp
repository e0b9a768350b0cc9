#include "protocol/text/json_cursor.h"

#include "protocol/text/characters.h"
#include "protocol/text/utf8_writer.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <span>
#include <utility>

namespace fg {

namespace {

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

// What takes the place of characters that cannot be read: U+FFFD.
constexpr std::string_view replacement = "\xef\xbf\xbd";

constexpr bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }
constexpr bool isHighSurrogate(char32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool isLowSurrogate(char32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

} // namespace

JsonCursor::JsonCursor(std::string_view text, unsigned depth, std::size_t values)
    : m_text(text)
    , m_depthLimit(depth)
    , m_valueLimit(values)
{
    Utf8Checker checker;
    if (!checker.write(std::as_bytes(std::span(text))) || !checker.finish()) {
        m_text = text.substr(0, static_cast<std::size_t>(checker.badOctet()));
        m_endsInBadText = true;
    }
    if (m_text.starts_with(byteOrderMark))
        m_next = m_place.offset = byteOrderMark.size();
}

JsonCursor::JsonCursor(std::string_view text, JsonForm form)
    : JsonCursor(text)
{
    m_form = form;
    if (form == JsonForm::Strict)
        return;
    m_hasBadText = std::exchange(m_endsInBadText, false);
    m_text = text;
}

std::optional<JsonFault> JsonCursor::textFault() const
{
    if (!m_endsInBadText)
        return std::nullopt;
    JsonCursor end = *this;
    while (!end.atEnd())
        end.advance();
    return JsonFault{Kind::NotUtf8, end.m_place};
}

bool JsonCursor::failAt(JsonPlace place, Kind kind)
{
    const bool isBadText = kind == Kind::Unfinished && m_endsInBadText;
    if (!m_fault)
        m_fault = JsonFault{isBadText ? Kind::NotUtf8 : kind, place};
    return false;
}

bool JsonCursor::tolerate(JsonPlace place, Kind kind)
{
    if (m_form == JsonForm::Strict)
        return failAt(place, kind);
    if (!m_oddity)
        m_oddity = JsonFault{kind, place};
    return true;
}

void JsonCursor::advance()
{
    const char c = m_text[m_next++];
    ++m_place.offset;
    if (c == '\n') {
        ++m_place.line;
        m_place.column = 1;
    } else if (!isContinuation(c)) {
        ++m_place.column;
    }
}

bool JsonCursor::accept(char c)
{
    if (atEnd() || peek() != c)
        return false;
    advance();
    return true;
}

bool JsonCursor::acceptWord(std::string_view word)
{
    if (!m_text.substr(m_next).starts_with(word))
        return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        advance();
    return true;
}

bool JsonCursor::skipDigits()
{
    const std::size_t start = m_next;
    while (isDigit(peek()))
        advance();
    return m_next > start;
}

void JsonCursor::skipSpace()
{
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
        advance();
}

// --- steps ---

JsonPlace JsonCursor::place()
{
    skipSpace();
    return m_place;
}

JsonValue::Kind JsonCursor::nextKind()
{
    skipSpace();
    switch (peek()) {
    case '{':
        return JsonValue::Kind::Object;
    case '[':
        return JsonValue::Kind::Array;
    case '"':
        return JsonValue::Kind::String;
    case 't':
    case 'f':
        return JsonValue::Kind::Boolean;
    default:
        break;
    }
    if (m_form == JsonForm::Strict)
        return isDigit(peek()) || peek() == '-' ? JsonValue::Kind::Number : JsonValue::Kind::Null;
    const bool isNumber = isDigit(peek()) || peek() == '+' || peek() == '.'
        || (peek() == '-' && !m_text.substr(m_next + 1).starts_with('I'));
    return isNumber ? JsonValue::Kind::Number : JsonValue::Kind::Null;
}

bool JsonCursor::enter(char bracket, Kind fault, unsigned depth)
{
    skipSpace();
    if (m_fault || peek() != bracket)
        return failHere(fault);
    if (m_hasMembers.size() >= depth)
        return fail(Kind::TooDeep);
    advance();
    m_hasMembers.push_back(false);
    return true;
}

bool JsonCursor::enterObject() { return enter('{', Kind::NoObject, m_depthLimit); }

bool JsonCursor::enterArray() { return enter('[', Kind::NoList, m_depthLimit); }

// Whether a comma was the last sign before this bracket.
bool JsonCursor::endsAfterComma(char bracket)
{
    skipSpace();
    return m_form == JsonForm::Lenient && peek() == bracket && tolerate(m_place, Kind::NoValue)
        && accept(bracket);
}

// Returns the result of a step that finds no further member or item.
bool JsonCursor::leave()
{
    m_hasMembers.pop_back();
    return false;
}

bool JsonCursor::nextMember(std::string &name)
{
    m_memory = 0;
    JsonPlace place;
    return nextMember(&name, place);
}

bool JsonCursor::nextMember(Text name, JsonPlace &namePlace)
{
    if (m_fault)
        return false;
    skipSpace();
    if (accept('}'))
        return leave();
    if (m_hasMembers.back() && !accept(','))
        return failHere(Kind::NoCommaOrBrace);
    if (m_hasMembers.back() && endsAfterComma('}'))
        return leave();
    m_hasMembers.back() = true;
    skipSpace();
    namePlace = m_place;
    if (peek() != '"')
        return failHere(Kind::NoName);
    if (name)
        name->clear();
    if (!readString(name))
        return false;
    skipSpace();
    return accept(':') || failHere(Kind::NoColon);
}

bool JsonCursor::nextItem()
{
    if (m_fault)
        return false;
    skipSpace();
    if (accept(']'))
        return leave();
    if (m_hasMembers.back() && !accept(','))
        return failHere(Kind::NoCommaOrBracket);
    if (m_hasMembers.back() && endsAfterComma(']'))
        return leave();
    m_hasMembers.back() = true;
    return true;
}

bool JsonCursor::finish()
{
    skipSpace();
    return !m_fault && (atEnd() ? !m_endsInBadText || fail(Kind::Unfinished) : fail(Kind::MoreText));
}

// Without recursion, because what nobody needs may be nested as deep as its writer likes.
bool JsonCursor::skipValue()
{
    std::vector<bool> isObject; // for each bracket that is open inside the value
    const std::optional<JsonFault> before = m_oddity;
    do {
        const JsonValue::Kind kind = nextKind();
        if (kind == JsonValue::Kind::Object || kind == JsonValue::Kind::Array) {
            isObject.push_back(kind == JsonValue::Kind::Object);
            if (!enter(isObject.back() ? '{' : '[', Kind::NoValue, deepestSkipped))
                return false;
        } else if (!skipScalar(kind)) {
            return false;
        }
        JsonPlace name;
        while (!isObject.empty() && !(isObject.back() ? nextMember(nullptr, name) : nextItem())) {
            if (m_fault)
                return false;
            isObject.pop_back();
        }
    } while (!isObject.empty());
    m_oddity = before;
    return true;
}

bool JsonCursor::skipScalar(JsonValue::Kind kind)
{
    if (kind == JsonValue::Kind::String)
        return !m_fault && readString(nullptr);
    JsonValue value;
    return readValue(value);
}

// --- values ---

bool JsonCursor::readValue(JsonValue &value)
{
    m_values = 0;
    m_memory = 0;
    return readAny(value);
}

bool JsonCursor::readAny(JsonValue &value)
{
    if (m_fault)
        return false;
    skipSpace();
    value.place = m_place;
    if (++m_values > m_valueLimit)
        return fail(Kind::TooMany);
    // A list that grows takes twice the size of its values.
    if (!take(2 * sizeof(JsonMember)))
        return false;
    switch (peek()) {
    case '{':
        return readObject(value);
    case '[':
        return readArray(value);
    case '"':
        value.kind = JsonValue::Kind::String;
        return readString(&value.text);
    default:
        return nextKind() == JsonValue::Kind::Number ? readNumber(value) : readWord(value);
    }
}

bool JsonCursor::readArray(JsonValue &value)
{
    value.kind = JsonValue::Kind::Array;
    if (!enterArray())
        return false;
    while (nextItem()) {
        if (!readAny(value.items.emplace_back()))
            return false;
    }
    return !m_fault;
}

bool JsonCursor::readObject(JsonValue &value)
{
    value.kind = JsonValue::Kind::Object;
    if (!enterObject())
        return false;
    std::string name;
    for (JsonPlace namePlace; nextMember(&name, namePlace);) {
        JsonMember &member = value.members.emplace_back();
        member.name = std::move(name);
        member.place = namePlace;
        if (!readAny(member.value))
            return false;
    }
    return !m_fault;
}

bool JsonCursor::readWord(JsonValue &value)
{
    if (acceptWord("null"))
        return true;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
        if (m_form == JsonForm::Lenient && acceptWord(word))
            return tolerate(value.place, Kind::BadNumber);
    }
    value.boolean = acceptWord("true");
    if (!value.boolean && !acceptWord("false"))
        return failHere(Kind::NoValue);
    value.kind = JsonValue::Kind::Boolean;
    return true;
}

bool JsonCursor::readNumber(JsonValue &value)
{
    const std::size_t start = m_next;
    if (!skipNumber(value.place))
        return false;
    value.kind = JsonValue::Kind::Number;
    return add(&value.text, m_text.substr(start, m_next - start));
}

bool JsonCursor::skipNumber(JsonPlace start)
{
    if (m_form == JsonForm::Lenient) {
        // Whoever uses the number finds out whether it is one.
        while (!atEnd()
               && (isDigit(peek()) || std::string_view("+-.eE").find(peek()) != std::string_view::npos))
            advance();
        return true;
    }
    accept('-');
    if (!accept('0') && !skipDigits())
        return failHere(Kind::BadNumber);
    if (isDigit(peek()))
        return failAt(start, Kind::BadNumber); // a leading zero
    if (accept('.') && !skipDigits())
        return failHere(Kind::BadNumber);
    if (accept('e') || accept('E')) {
        if (!accept('+'))
            accept('-');
        if (!skipDigits())
            return failHere(Kind::BadNumber);
    }
    return true;
}

bool JsonCursor::take(std::size_t octets)
{
    m_memory += octets;
    return m_memory <= m_memoryLimit || fail(Kind::TooBig);
}

bool JsonCursor::add(Text text, std::string_view characters)
{
    if (!text)
        return true;
    if (!take(characters.size()))
        return false;
    *text += characters;
    return true;
}

bool JsonCursor::readString(Text text)
{
    const JsonPlace start = m_place;
    advance();
    while (!accept('"')) {
        if (!readPlainText(text))
            return false;
        if (atEnd())
            return fail(Kind::Unfinished);
        if (static_cast<unsigned char>(peek()) < 0x20) {
            if (!tolerate(m_place, Kind::ControlCharacter) || !add(text, m_text.substr(m_next, 1)))
                return false;
            advance();
        }
        if (peek() == '\\' && !readEscape(text))
            return false;
    }
    return !m_hasBadText || !text || replaceBadUtf8(*text, start);
}

// Replaces each octet that is not UTF-8. What takes its place is longer than the octet, which add() has
// counted.
bool JsonCursor::replaceBadUtf8(std::string &text, JsonPlace start)
{
    std::string good;
    std::string_view rest = text;
    for (;;) {
        Utf8Checker checker;
        if (checker.write(std::as_bytes(std::span(rest))) && checker.finish())
            break;
        const auto bad = static_cast<std::size_t>(checker.badOctet());
        if (!tolerate(start, Kind::NotUtf8) || !take(replacement.size() - 1))
            return false;
        good += rest.substr(0, bad);
        good += replacement;
        rest = rest.substr(std::min(bad + 1, rest.size()));
    }
    if (good.empty())
        return true;
    good += rest;
    text = std::move(good);
    return true;
}

// Reads up to the next character that has a meaning in a string or is forbidden there. Most strings of a long
// file have no such character.
bool JsonCursor::readPlainText(Text text)
{
    const std::size_t start = m_next;
    while (!atEnd() && peek() != '"' && peek() != '\\' && static_cast<unsigned char>(peek()) >= 0x20) {
        m_place.column += isContinuation(peek()) ? 0 : 1;
        ++m_next;
    }
    m_place.offset += m_next - start;
    return add(text, m_text.substr(start, m_next - start));
}

bool JsonCursor::readEscape(Text text)
{
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const JsonPlace start = m_place;
    advance();
    if (accept('u'))
        return readEscapedCharacter(text, start);
    const std::size_t letter = atEnd() ? std::string_view::npos : letters.find(peek());
    if (atEnd())
        return fail(Kind::Unfinished);
    if (letter == std::string_view::npos)
        return tolerate(start, Kind::BadEscape) && add(text, "\\");
    advance();
    return add(text, meanings.substr(letter, 1));
}

// Reads after "\u". A character above U+FFFF is written as two surrogates (RFC 8259 7).
bool JsonCursor::readEscapedCharacter(Text text, JsonPlace start)
{
    const JsonPlace afterLetter = m_place;
    char32_t character = 0;
    if (!readUnit(character, start)) {
        if (m_fault || !tolerate(start, Kind::BadEscape))
            return false;
        goBackTo(afterLetter);
        return add(text, "\\u");
    }
    const bool isWhole =
        !isLowSurrogate(character) && (!isHighSurrogate(character) || readLowSurrogate(character, start));
    if (m_fault)
        return false;
    if (!isWhole)
        return tolerate(start, Kind::LoneSurrogate) && add(text, replacement);
    std::string characters;
    appendUtf8(characters, character);
    return add(text, characters);
}

// Reads the second half of a character of which `character` is the first. False if it is not there; then
// nothing was read.
bool JsonCursor::readLowSurrogate(char32_t &character, JsonPlace start)
{
    const JsonPlace place = m_place;
    char32_t low = 0;
    if (acceptWord("\\u") && readUnit(low, start) && isLowSurrogate(low)) {
        character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
        return true;
    }
    if (atEnd())
        return fail(Kind::Unfinished);
    goBackTo(place);
    return false;
}

bool JsonCursor::readUnit(char32_t &unit, JsonPlace start)
{
    constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
    for (int i = 0; i < 4; ++i) {
        const std::size_t digit = atEnd() ? std::string_view::npos : digits.find(peek());
        if (digit == std::string_view::npos && atEnd())
            return fail(Kind::Unfinished);
        if (digit == std::string_view::npos)
            return m_form == JsonForm::Strict && failAt(start, Kind::BadEscape);
        unit = (unit << 4) | static_cast<char32_t>(digit % 16);
        advance();
    }
    return true;
}

} // namespace fg
