#include "protocol/text/json_writer.h"

#include "protocol/wire/utf8.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

namespace fg {
namespace {

void appendUnit(std::string &out, unsigned unit)
{
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "\\u%04x", unit & 0xFFFFu);
    out += text.data();
}

void appendCharacter(std::string &out, char32_t character)
{
    switch (character) {
    case U'"':
        out += "\\\"";
        return;
    case U'\\':
        out += "\\\\";
        return;
    case U'\n':
        out += "\\n";
        return;
    case U'\r':
        out += "\\r";
        return;
    case U'\t':
        out += "\\t";
        return;
    case U'\b':
        out += "\\b";
        return;
    case U'\f':
        out += "\\f";
        return;
    default:
        break;
    }
    if (character >= 0x20 && character < 0x7F) {
        out += static_cast<char>(character);
    } else if (character < 0x1'0000) {
        appendUnit(out, character);
    } else {
        appendUnit(out, 0xD800u + ((character - 0x1'0000u) >> 10));
        appendUnit(out, 0xDC00u + ((character - 0x1'0000u) & 0x3FFu));
    }
}

// Removes the first character from well-formed UTF-8 and returns it.
char32_t readCharacter(std::string_view &text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t octets = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t character = octets == 1 ? lead : lead & (0xFFu >> (octets + 1));
    for (std::size_t i = 1; i < octets; ++i)
        character = (character << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    text.remove_prefix(octets);
    return character;
}

} // namespace

std::string jsonString(std::string_view text) { return '"' + jsonStringPart(text) + '"'; }

std::string jsonStringPart(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    if (isUtf8(octetsOf(text))) {
        while (!text.empty())
            appendCharacter(out, readCharacter(text));
    } else {
        for (const char octet : text)
            appendCharacter(out, static_cast<unsigned char>(octet));
    }
    return out;
}

std::string jsonNumber(double number)
{
    if (!std::isfinite(number))
        return "null";
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {digits.data(), error == std::errc() ? end : digits.data()};
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    separate();
    m_out << jsonString(name) << ": ";
    m_afterKey = true;
    return *this;
}

JsonWriter &JsonWriter::begin(char bracket)
{
    separate();
    m_out << bracket;
    m_hasMembers.push_back(false);
    return *this;
}

JsonWriter &JsonWriter::end(char bracket)
{
    const bool hadMembers = m_hasMembers.back();
    m_hasMembers.pop_back();
    if (hadMembers)
        newLine();
    m_out << bracket;
    return *this;
}

JsonWriter &JsonWriter::raw(std::string_view text)
{
    separate();
    m_out << text;
    return *this;
}

JsonWriter &JsonWriter::beginString()
{
    separate();
    m_out << '"';
    return *this;
}

JsonWriter &JsonWriter::stringPart(std::string_view part)
{
    m_out << jsonStringPart(part);
    return *this;
}

JsonWriter &JsonWriter::endString()
{
    m_out << '"';
    return *this;
}

void JsonWriter::separate()
{
    if (std::exchange(m_afterKey, false) || m_hasMembers.empty())
        return;
    const bool isOnNewLine = std::exchange(m_newLineNext, false);
    if (m_hasMembers.back())
        m_out << (m_layout == Layout::OneLine && !isOnNewLine ? ", " : ",");
    if (isOnNewLine && m_layout == Layout::OneLine)
        m_out << '\n';
    m_hasMembers.back() = true;
    newLine();
}

void JsonWriter::newLine()
{
    if (m_layout == Layout::OneLine)
        return;
    const std::size_t width = m_layout == Layout::IndentedByThree ? 3 : 1;
    m_out << '\n' << std::string(width * m_hasMembers.size(), ' ');
}

} // namespace fg
