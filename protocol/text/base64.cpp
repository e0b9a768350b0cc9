#include "protocol/text/base64.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace fg {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t noDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> digitValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(noDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

// RFC 4648 5.
std::uint8_t looseValue(char c)
{
    if (c == '-' || c == '_')
        return c == '-' ? 62 : 63;
    return digitValues[static_cast<unsigned char>(c)];
}

bool isLineBreak(char c) { return c == '\r' || c == '\n'; }

// What follows "data:...;base64," (RFC 2397); nullopt if the text is not such a URL.
std::optional<std::string_view> contentOfDataUrl(std::string_view text)
{
    constexpr std::string_view scheme = "data:";
    constexpr std::string_view mark = ";base64";
    while (!text.empty() && (isSpace(text.front()) || isLineBreak(text.front())))
        text.remove_prefix(1);
    const std::size_t comma = text.find(',');
    const auto equal = [](std::string_view a, std::string_view b) {
        return std::ranges::equal(a, b, {}, lowered, lowered);
    };
    if (comma == std::string_view::npos || !equal(text.substr(0, scheme.size()), scheme)
        || comma < scheme.size() + mark.size() || !equal(text.substr(comma - mark.size(), mark.size()), mark))
        return std::nullopt;
    return text.substr(comma + 1);
}

} // namespace

std::string toBase64(OctetView octets)
{
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < octets.size(); at += 3) {
        const OctetView group = octets.subspan(at, std::min<std::size_t>(3, octets.size() - at));
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = (bits << 8) | (i < group.size() ? std::to_integer<std::uint32_t>(group[i]) : 0);
        for (std::size_t digit = 0; digit < 4; ++digit)
            text += digit <= group.size() ? alphabet[(bits >> (18 - 6 * digit)) & 0x3F] : '=';
    }
    return text;
}

std::optional<std::size_t> base64Size(std::string_view text)
{
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    const auto isDigit = [](char c) { return digitValues[static_cast<unsigned char>(c)] != noDigit; };
    if (text.size() % 4 != 0 || !std::ranges::all_of(text.substr(0, text.size() - padding), isDigit))
        return std::nullopt;
    return text.size() / 4 * 3 - padding;
}

std::optional<OctetBuffer> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && text.ends_with('=')) {
        text.remove_suffix(1);
        ++padding;
    }
    OctetBuffer octets;
    octets.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::uint8_t value = digitValues[static_cast<unsigned char>(c)];
        if (value == noDigit)
            return std::nullopt;
        bits = (bits << 6) | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            octets.push_back(static_cast<std::byte>((bits >> count) & 0xFF));
        }
    }
    const bool hasLeftover = (bits & ((1u << count) - 1)) != 0;
    if (hasLeftover)
        return std::nullopt;
    return octets;
}

bool isMarkedBase64(std::string_view text)
{
    if (contentOfDataUrl(text))
        return true;
    std::string digits;
    for (const char c : text) {
        if (!isSpace(c) && !isLineBreak(c))
            digits += c == '-' ? '+' : c == '_' ? '/' : c;
    }
    return digits.ends_with('=') && fromBase64(digits);
}

std::optional<OctetBuffer> fromLooseBase64(std::string_view text)
{
    text = contentOfDataUrl(text).value_or(text);
    OctetBuffer octets;
    octets.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    std::size_t digits = 0;
    std::size_t padding = 0;
    bool hasBlankInGroup = false;
    bool isAfterBlank = false;
    for (const char c : text) {
        if (isSpace(c) || isLineBreak(c)) {
            isAfterBlank = isAfterBlank || isSpace(c);
            continue;
        }
        padding += c == '=' ? 1 : 0;
        const std::uint8_t value = looseValue(c);
        if ((value == noDigit || padding > 0) && c != '=')
            return std::nullopt;
        if (c == '=')
            continue;
        hasBlankInGroup = hasBlankInGroup || (isAfterBlank && digits % 4 != 0);
        isAfterBlank = false;
        bits = (bits << 6) | value;
        if (++digits % 4 != 1)
            octets.push_back(static_cast<std::byte>((bits >> (8 - 2 * ((digits - 1) % 4 + 1))) & 0xFF));
    }
    // The bits of the last digit that belong to no octet.
    const std::size_t unused = digits % 4 == 2 ? 4 : digits % 4 == 3 ? 2 : 0;
    const bool hasLeftover = (bits & ((1u << unused) - 1)) != 0;
    const bool isWhole = padding > 0 ? padding <= 2 && unused > 0 : !hasLeftover && !hasBlankInGroup;
    if (digits % 4 == 1 || !isWhole)
        return std::nullopt;
    return octets;
}

} // namespace fg
