#include "protocol/text/escape.h"

#include "protocol/text/code_points.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

void appendOctet(std::string &out, unsigned char octet)
{
    out += "\\x";
    out += hexDigits[octet >> 4];
    out += hexDigits[octet & 0xF];
}

void appendNumber(std::string &out, char32_t value)
{
    int shift = 20;
    while (shift > 0 && (value >> shift) == 0)
        shift -= 4;
    out += "\\u{";
    for (; shift >= 0; shift -= 4)
        out += hexDigits[(value >> shift) & 0xF];
    out += '}';
}

std::string_view withoutCutCharacter(std::string_view text)
{
    // A character has at most four octets, so at most three octets of a cut character are left.
    for (std::size_t less = 0; less <= 3 && less < text.size(); ++less) {
        if (isUtf8(octetsOf(text.substr(0, text.size() - less))))
            return text.substr(0, text.size() - less);
    }
    return text;
}

} // namespace

std::string escaped(std::string_view text, LineBreaks lineBreaks)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto octet = static_cast<unsigned char>(text.front());
        if (lineBreaks == LineBreaks::Kept && (text.starts_with("\r\n") || octet == '\n')) {
            out += '\n';
            text.remove_prefix(octet == '\n' ? 1 : 2);
            continue;
        }
        const auto character = firstCodePoint(text);
        const std::size_t octets = character ? character->octets : 1;
        if (!character || octet < 0x20 || octet == 0x7F)
            appendOctet(out, octet);
        else if (octet == '\\')
            out += "\\\\";
        else if (isHidden(character->value))
            appendNumber(out, character->value);
        else
            out += text.substr(0, octets);
        text.remove_prefix(octets);
    }
    return out;
}

std::string payloadPreview(OctetView start, std::uint64_t fullLength, std::size_t limit)
{
    const bool isCut = fullLength > std::min(start.size(), limit);
    const OctetView shown = start.first(std::min(start.size(), limit));
    std::string_view text = charactersOf(shown);
    if (isCut)
        text = withoutCutCharacter(text);
    std::string out = isUtf8(octetsOf(text)) ? escaped(text) : "0x" + toHex(shown);
    if (isCut)
        out += " ...";
    return out;
}

} // namespace fg
