#include "protocol/text/percent.h"

#include "protocol/text/characters.h"

namespace fg {

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool isWhole = text[at] == '%' && at + 2 < text.size();
        const auto high = isWhole ? hexDigit(text[at + 1]) : std::nullopt;
        const auto low = isWhole ? hexDigit(text[at + 2]) : std::nullopt;
        if (high && low) {
            decoded += static_cast<char>(*high << 4 | *low);
            at += 2;
        } else {
            decoded += text[at];
        }
    }
    return decoded;
}

std::string percentEncoded(std::string_view text, const std::function<bool(char)> &hasToBeEncoded)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (!hasToBeEncoded(c)) {
            encoded += c;
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[octet >> 4];
        encoded += digits[octet & 0xF];
    }
    return encoded;
}

} // namespace fg
