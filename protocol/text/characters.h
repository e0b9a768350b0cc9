// The character classes that the grammars of HTTP and RFC 6455 share. ASCII only, independent of the locale.
#pragma once

#include <optional>
#include <string_view>

namespace fg {

[[nodiscard]] constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }

[[nodiscard]] constexpr bool isAlphanumeric(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// OWS, RFC 9110 5.6.3.
[[nodiscard]] constexpr bool isSpace(char c) { return c == ' ' || c == '\t'; }

// tchar, RFC 9110 5.6.2.
[[nodiscard]] constexpr bool isTokenCharacter(char c)
{
    return isAlphanumeric(c)
        || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// VCHAR, RFC 5234 B.1: the characters of a request target.
[[nodiscard]] constexpr bool isVisible(char c) { return c >= '\x21' && c <= '\x7e'; }

// The characters of a field value and a reason phrase: visible characters, spaces and obs-text (RFC 9110
// 5.5).
[[nodiscard]] constexpr bool isFieldText(char c)
{
    return isVisible(c) || isSpace(c) || static_cast<unsigned char>(c) >= 0x80;
}

[[nodiscard]] constexpr char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The value of a hexadecimal digit.
[[nodiscard]] constexpr std::optional<unsigned> hexDigit(char c)
{
    const char low = lowered(c);
    if (isDigit(low))
        return static_cast<unsigned>(low - '0');
    if (low >= 'a' && low <= 'f')
        return static_cast<unsigned>(low - 'a' + 10);
    return std::nullopt;
}

} // namespace fg
