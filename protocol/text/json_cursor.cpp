#include "protocol/text/json_cursor.h"

#include "protocol/text/characters.h"
#include "protocol/wire/utf8.h"

#include <span>
#include <utility>

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
        return isDigit(peek()) || peek() == '-' ? JsonValue::Kind::Number : JsonValue::Kind::Null;
    }
}

bool JsonCursor::enter(char bracket, Kind fault)
{
    skipSpace();
    if (m_fault || peek() != bracket)
        return failHere(fault);
    if (m_hasMembers.size() >= m_depthLimit)
        return fail(Kind::TooDeep);
    advance();
    m_hasMembers.push_back(false);
    return true;
}

bool JsonCursor::enterObject() { return enter('{', Kind::NoValue); }

bool JsonCursor::enterArray() { return enter('[', Kind::NoValue); }

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
    return nextMember(name, place);
}

bool JsonCursor::nextMember(std::string &name, JsonPlace &namePlace)
{
    if (m_fault)
        return false;
    skipSpace();
    if (accept('}'))
        return leave();
    if (m_hasMembers.back() && !accept(','))
        return failHere(Kind::NoCommaOrBrace);
    m_hasMembers.back() = true;
    skipSpace();
    namePlace = m_place;
    if (peek() != '"')
        return failHere(Kind::NoName);
    name.clear();
    if (!readString(&name))
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
    m_hasMembers.back() = true;
    return true;
}

bool JsonCursor::finish()
{
    skipSpace();
    return !m_fault && (atEnd() ? !m_endsInBadText || fail(Kind::Unfinished) : fail(Kind::MoreText));
}

bool JsonCursor::skipValue()
{
    std::string name;
    switch (nextKind()) {
    case JsonValue::Kind::Object:
        if (!enterObject())
            return false;
        while (nextMember(name) && skipValue()) { }
        return !m_fault;
    case JsonValue::Kind::Array:
        if (!enterArray())
            return false;
        while (nextItem() && skipValue()) { }
        return !m_fault;
    case JsonValue::Kind::String:
        return !m_fault && readString(nullptr);
    default: {
        JsonValue value;
        return readValue(value);
    }
    }
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
        return isDigit(peek()) || peek() == '-' ? readNumber(value) : readWord(value);
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
    for (JsonPlace namePlace; nextMember(name, namePlace);) {
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
    value.boolean = acceptWord("true");
    if (!value.boolean && !acceptWord("false"))
        return failHere(Kind::NoValue);
    value.kind = JsonValue::Kind::Boolean;
    return true;
}

bool JsonCursor::readNumber(JsonValue &value)
{
    const std::size_t start = m_next;
    accept('-');
    if (!accept('0') && !skipDigits())
        return failHere(Kind::BadNumber);
    if (isDigit(peek()))
        return failAt(value.place, Kind::BadNumber); // a leading zero
    if (accept('.') && !skipDigits())
        return failHere(Kind::BadNumber);
    if (accept('e') || accept('E')) {
        if (!accept('+'))
            accept('-');
        if (!skipDigits())
            return failHere(Kind::BadNumber);
    }
    value.kind = JsonValue::Kind::Number;
    return add(&value.text, m_text.substr(start, m_next - start));
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
    advance();
    while (!accept('"')) {
        if (!readPlainText(text))
            return false;
        if (atEnd())
            return fail(Kind::Unfinished);
        if (static_cast<unsigned char>(peek()) < 0x20)
            return fail(Kind::ControlCharacter);
        if (peek() == '\\' && !readEscape(text))
            return false;
    }
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
    if (letter == std::string_view::npos)
        return atEnd() ? fail(Kind::Unfinished) : failAt(start, Kind::BadEscape);
    advance();
    return add(text, meanings.substr(letter, 1));
}

// Reads after "\u". A character above U+FFFF is written as two surrogates (RFC 8259 7).
bool JsonCursor::readEscapedCharacter(Text text, JsonPlace start)
{
    char32_t character = 0;
    if (!readUnit(character, start))
        return false;
    if (isLowSurrogate(character))
        return failAt(start, Kind::LoneSurrogate);
    if (isHighSurrogate(character)) {
        char32_t low = 0;
        if (!acceptWord("\\u"))
            return atEnd() ? fail(Kind::Unfinished) : failAt(start, Kind::LoneSurrogate);
        if (!readUnit(low, start))
            return false;
        if (!isLowSurrogate(low))
            return failAt(start, Kind::LoneSurrogate);
        character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
    }
    std::string characters;
    appendUtf8(characters, character);
    return add(text, characters);
}

bool JsonCursor::readUnit(char32_t &unit, JsonPlace start)
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

} // namespace fg
