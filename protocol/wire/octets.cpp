#include "protocol/wire/octets.h"

namespace fg {

namespace {

std::optional<unsigned> digitValue(char character)
{
    if (character >= '0' && character <= '9')
        return static_cast<unsigned>(character - '0');
    if (character >= 'a' && character <= 'f')
        return static_cast<unsigned>(character - 'a' + 10);
    if (character >= 'A' && character <= 'F')
        return static_cast<unsigned>(character - 'A' + 10);
    return std::nullopt;
}

// Not std::isspace, whose result depends on the locale.
bool isSpace(char character) { return character == ' ' || (character >= '\t' && character <= '\r'); }

} // namespace

std::string toHex(OctetView octets)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(octets.size() * 2);
    for (const std::byte octet : octets) {
        const unsigned value = std::to_integer<unsigned>(octet);
        text += digits[value >> 4];
        text += digits[value & 0x0F];
    }
    return text;
}

std::optional<OctetBuffer> fromHex(std::string_view digits)
{
    OctetBuffer octets;
    octets.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size();) {
        if (isSpace(digits[i])) {
            ++i;
            continue;
        }
        if (i + 1 == digits.size())
            return std::nullopt;
        const auto high = digitValue(digits[i]);
        const auto low = digitValue(digits[i + 1]);
        if (!high || !low)
            return std::nullopt;
        octets.push_back(static_cast<std::byte>(*high << 4 | *low));
        i += 2;
    }
    return octets;
}

} // namespace fg
