#include "tests/protocol/wire/utf8_oracle.h"

namespace fg {

namespace {

constexpr std::uint32_t lastCodePoint = 0x10FFFF;

bool isScalar(std::uint32_t codePoint)
{
    return codePoint <= lastCodePoint && (codePoint < 0xD800 || codePoint > 0xDFFF);
}

std::uint32_t asNumber(const EncodedCharacter &character, std::size_t size)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
        number = number << 8 | std::to_integer<std::uint32_t>(character.octets[i]);
    return number;
}

// Decodes the code point's bits and checks that encoding them gives the same octets.
bool isCharacter(const EncodedCharacter &sequence)
{
    constexpr std::uint32_t leadBits[] = {0x7F, 0x1F, 0x0F, 0x07};
    std::uint32_t codePoint = asNumber(sequence, 1) & leadBits[sequence.size - 1];
    for (std::size_t i = 1; i < sequence.size; ++i)
        codePoint = codePoint << 6 | (std::to_integer<std::uint32_t>(sequence.octets[i]) & 0x3F);
    return isScalar(codePoint) && encodeCodePoint(codePoint) == sequence;
}

} // namespace

EncodedCharacter encodeCodePoint(std::uint32_t codePoint)
{
    const auto octet = [](std::uint32_t bits) { return static_cast<std::byte>(bits); };
    const auto continuation = [&](unsigned shift) { return octet(0x80 | (codePoint >> shift & 0x3F)); };
    if (codePoint < 0x80)
        return {{octet(codePoint)}, 1};
    if (codePoint < 0x800)
        return {{octet(0xC0 | codePoint >> 6), continuation(0)}, 2};
    if (codePoint < 0x10000)
        return {{octet(0xE0 | codePoint >> 12), continuation(6), continuation(0)}, 3};
    return {{octet(0xF0 | codePoint >> 18), continuation(12), continuation(6), continuation(0)}, 4};
}

const Utf8Oracle &Utf8Oracle::instance()
{
    static const Utf8Oracle oracle;
    return oracle;
}

Utf8Oracle::Utf8Oracle()
{
    for (std::size_t size = 1; size <= 3; ++size)
        m_beginnings[size - 1].resize(std::size_t{1} << 8 * size);
    for (std::uint32_t codePoint = 0; codePoint <= lastCodePoint; ++codePoint) {
        if (!isScalar(codePoint))
            continue;
        const EncodedCharacter character = encodeCodePoint(codePoint);
        for (std::size_t size = 1; size < character.size; ++size)
            m_beginnings[size - 1][asNumber(character, size)] = true;
    }
}

bool Utf8Oracle::beginsCharacter(const EncodedCharacter &sequence) const
{
    return sequence.size <= 3 && m_beginnings[sequence.size - 1][asNumber(sequence, sequence.size)];
}

Utf8Verdict Utf8Oracle::judge(OctetView text) const
{
    EncodedCharacter sequence;
    for (std::size_t i = 0; i < text.size(); ++i) {
        sequence.octets[sequence.size++] = text[i];
        if (isCharacter(sequence))
            sequence = {};
        else if (!beginsCharacter(sequence))
            return {false, i + 1 - sequence.size, i};
    }
    if (sequence.size > 0)
        return {false, text.size() - sequence.size, text.size()};
    return {};
}

} // namespace fg
