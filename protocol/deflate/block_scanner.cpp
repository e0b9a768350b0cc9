#include "protocol/deflate/block_scanner.h"

#include <algorithm>

namespace fg {

namespace {

constexpr unsigned endOfBlock = 256;
constexpr std::size_t codeLengthCodes = 19;

// RFC 1951 3.2.7.
constexpr std::array<std::uint8_t, codeLengthCodes> codeLengthOrder{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};
// RFC 1951 3.2.5: extra bits of length codes 257 to 285, and base and extra bits of distance codes 0 to 29.
constexpr std::array<std::uint8_t, 29> lengthExtra{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                   2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> distanceBase{
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 30> distanceExtra{0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                     6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

// RFC 1951 3.2.6.
struct FixedCodes
{
    PrefixCode literals;
    PrefixCode distances;
};

const FixedCodes &fixedCodes()
{
    static const FixedCodes codes = [] {
        std::array<std::uint8_t, 288> lengths;
        std::fill_n(lengths.begin(), 144, std::uint8_t{8});
        std::fill_n(lengths.begin() + 144, 112, std::uint8_t{9});
        std::fill_n(lengths.begin() + 256, 24, std::uint8_t{7});
        std::fill_n(lengths.begin() + 280, 8, std::uint8_t{8});
        std::array<std::uint8_t, 30> distances;
        distances.fill(5);
        FixedCodes fixed;
        (void)fixed.literals.build(lengths);
        (void)fixed.distances.build(distances);
        return fixed;
    }();
    return codes;
}

unsigned reversed(unsigned code, unsigned length)
{
    unsigned result = 0;
    for (unsigned bit = 0; bit < length; ++bit)
        result |= ((code >> bit) & 1u) << (length - 1 - bit);
    return result;
}

} // namespace

bool PrefixCode::build(std::span<const std::uint8_t> lengths)
{
    m_quick.fill(0);
    m_counts.fill(0);
    for (const std::uint8_t length : lengths)
        ++m_counts[length];
    m_counts[0] = 0;
    std::array<unsigned, maxLength + 2> code{};
    std::array<unsigned, maxLength + 2> index{};
    for (unsigned length = 1; length <= maxLength; ++length) {
        code[length + 1] = (code[length] + m_counts[length]) << 1;
        index[length + 1] = index[length] + m_counts[length];
        if (code[length] + m_counts[length] > (1u << length))
            return false;
    }
    for (unsigned symbol = 0; symbol < lengths.size(); ++symbol) {
        const unsigned length = lengths[symbol];
        if (length == 0)
            continue;
        m_symbols[index[length]++] = static_cast<std::uint16_t>(symbol);
        const unsigned bits = reversed(code[length]++, length);
        if (length > quickBits)
            continue;
        for (unsigned place = bits; place < m_quick.size(); place += 1u << length)
            m_quick[place] = static_cast<std::uint16_t>(symbol * 16 + length);
    }
    return true;
}

PrefixCode::Symbol PrefixCode::decode(std::uint64_t bits, unsigned count) const
{
    const unsigned quick = m_quick[bits & (m_quick.size() - 1)];
    if (quick == 0)
        return decodeLong(bits, count);
    const unsigned length = quick & 15u;
    return length <= count ? Symbol{quick >> 4, length} : Symbol{0, 0};
}

// Compares with the codes of one length after the other: codes of equal length are consecutive numbers.
PrefixCode::Symbol PrefixCode::decodeLong(std::uint64_t bits, unsigned count) const
{
    unsigned code = 0;
    unsigned first = 0;
    unsigned index = 0;
    for (unsigned length = 1; length <= std::min(count, maxLength); ++length) {
        code |= static_cast<unsigned>(bits >> (length - 1)) & 1u;
        if (code < first + m_counts[length])
            return {m_symbols[index + (code - first)], length};
        index += m_counts[length];
        first = (first + m_counts[length]) << 1;
        code <<= 1;
    }
    return {0, 0};
}

void BlockScanner::restart()
{
    m_largest = 0;
    m_tooFar.reset();
    m_taken = 0;
    m_bits = 0;
    m_bitCount = 0;
    m_stage = Stage::BlockHeader;
    m_isFinal = false;
}

void BlockScanner::scan(OctetView octets)
{
    while (m_stage != Stage::Bad) {
        skipStored(octets);
        refill(octets);
        bool goesOn = step();
        while (goesOn && m_stage == Stage::Symbols) {
            refill(octets);
            goesOn = readSymbol();
        }
        if (!goesOn && octets.empty())
            return;
    }
    m_taken += octets.size();
}

void BlockScanner::refill(OctetView &octets)
{
    if (m_bitCount > 56)
        return;
    if (octets.size() >= 8) {
        std::uint64_t next = 0;
        for (unsigned i = 0; i < 8; ++i)
            next |= std::to_integer<std::uint64_t>(octets[i]) << (8 * i);
        // The bits of an octet that does not fit as a whole stay above the count, and are read again with it.
        m_bits |= next << m_bitCount;
        const unsigned taken = (63 - m_bitCount) / 8;
        m_bitCount += 8 * taken;
        m_taken += taken;
        octets = octets.subspan(taken);
        return;
    }
    for (; m_bitCount <= 56 && !octets.empty(); octets = octets.subspan(1)) {
        m_bits |= std::to_integer<std::uint64_t>(octets.front()) << m_bitCount;
        m_bitCount += 8;
        ++m_taken;
    }
}

void BlockScanner::skipStored(OctetView &octets)
{
    if (m_stage != Stage::Stored || m_bitCount > 0)
        return;
    const std::size_t part = std::min<std::size_t>(m_storedLeft, octets.size());
    octets = octets.subspan(part);
    m_taken += part;
    m_storedLeft -= static_cast<unsigned>(part);
    m_bits = 0;
}

bool BlockScanner::step()
{
    switch (m_stage) {
    case Stage::BlockHeader:
        return readBlockHeader();
    case Stage::StoredLength:
        return readStoredLength();
    case Stage::Stored:
        if (m_storedLeft == 0) {
            endBlock();
            return true;
        }
        if (m_bitCount < 8)
            return false;
        drop(8);
        --m_storedLeft;
        return true;
    case Stage::CodeCounts:
        return readCodeCounts();
    case Stage::CodeLengthLengths:
        return readCodeLengthLength();
    case Stage::CodeLengths:
        return readCodeLength();
    case Stage::Symbols:
        return readSymbol();
    case Stage::Bad:
        break;
    }
    return false;
}

bool BlockScanner::readBlockHeader()
{
    if (m_bitCount < 3)
        return false;
    m_isFinal = peek(1) != 0;
    const unsigned type = peek(3) >> 1;
    drop(3);
    switch (type) {
    case 0:
        drop(m_bitCount % 8);
        m_stage = Stage::StoredLength;
        return true;
    case 1:
        m_literals = &fixedCodes().literals;
        m_distances = &fixedCodes().distances;
        m_stage = Stage::Symbols;
        return true;
    case 2:
        m_stage = Stage::CodeCounts;
        return true;
    default:
        return bad();
    }
}

bool BlockScanner::readStoredLength()
{
    if (m_bitCount < 32)
        return false;
    const unsigned length = peek(16);
    const unsigned complement = static_cast<unsigned>(m_bits >> 16) & 0xFFFFu;
    if ((length ^ complement) != 0xFFFFu)
        return bad();
    drop(32);
    m_storedLeft = length;
    m_stage = Stage::Stored;
    return true;
}

bool BlockScanner::readCodeCounts()
{
    if (m_bitCount < 14)
        return false;
    m_literalCodes = peek(5) + 257;
    drop(5);
    m_distanceCodes = peek(5) + 1;
    drop(5);
    m_lengthCodes = peek(4) + 4;
    drop(4);
    if (m_literalCodes > 286 || m_distanceCodes > 30)
        return bad();
    m_lengths.fill(0);
    m_filled = 0;
    m_stage = Stage::CodeLengthLengths;
    return true;
}

bool BlockScanner::readCodeLengthLength()
{
    if (m_bitCount < 3)
        return false;
    m_lengths[codeLengthOrder[m_filled++]] = static_cast<std::uint8_t>(peek(3));
    drop(3);
    if (m_filled < m_lengthCodes)
        return true;
    if (!m_lengthCode.build(std::span(m_lengths).first(codeLengthCodes)))
        return bad();
    m_filled = 0;
    m_stage = Stage::CodeLengths;
    return true;
}

// RFC 1951 3.2.7: 0 to 15 are lengths, 16 repeats the last one, 17 and 18 are runs of zeros.
bool BlockScanner::readCodeLength()
{
    const PrefixCode::Symbol symbol = m_lengthCode.decode(m_bits, m_bitCount);
    if (symbol.length == 0)
        return m_bitCount >= PrefixCode::maxLength ? bad() : false;
    const unsigned extra = symbol.value < 16 ? 0 : symbol.value == 16 ? 2 : symbol.value == 17 ? 3 : 7;
    if (m_bitCount < symbol.length + extra)
        return false;
    drop(symbol.length);
    const unsigned repeats = symbol.value < 16 ? 1 : peek(extra) + (symbol.value == 18 ? 11 : 3);
    drop(extra);
    const unsigned total = m_literalCodes + m_distanceCodes;
    if (m_filled + repeats > total || (symbol.value == 16 && m_filled == 0))
        return bad();
    const std::uint8_t length = symbol.value < 16 ? static_cast<std::uint8_t>(symbol.value)
        : symbol.value == 16                      ? m_lengths[m_filled - 1]
                                                  : std::uint8_t{0};
    std::fill_n(m_lengths.begin() + m_filled, repeats, length);
    m_filled += repeats;
    if (m_filled == total)
        buildCodes();
    return true;
}

void BlockScanner::buildCodes()
{
    const std::span<const std::uint8_t> lengths(m_lengths);
    const bool isGood = m_ownLiterals.build(lengths.first(m_literalCodes))
        && m_ownDistances.build(lengths.subspan(m_literalCodes, m_distanceCodes));
    m_literals = &m_ownLiterals;
    m_distances = &m_ownDistances;
    m_stage = isGood ? Stage::Symbols : Stage::Bad;
}

bool BlockScanner::readSymbol()
{
    const PrefixCode::Symbol symbol = m_literals->decode(m_bits, m_bitCount);
    if (symbol.length == 0)
        return m_bitCount >= PrefixCode::maxLength ? bad() : false;
    if (symbol.value > endOfBlock)
        return readReference(symbol.value, symbol.length);
    drop(symbol.length);
    if (symbol.value == endOfBlock)
        endBlock();
    return true;
}

// Reads a length and a distance together, RFC 1951 3.2.5.
bool BlockScanner::readReference(unsigned symbol, unsigned usedBits)
{
    const unsigned code = symbol - 257;
    if (code >= lengthExtra.size())
        return bad();
    usedBits += lengthExtra[code];
    if (m_bitCount < usedBits)
        return false;
    const PrefixCode::Symbol distance = m_distances->decode(m_bits >> usedBits, m_bitCount - usedBits);
    if (distance.length == 0)
        return m_bitCount - usedBits >= PrefixCode::maxLength ? bad() : false;
    if (distance.value >= distanceBase.size())
        return bad();
    usedBits += distance.length;
    const unsigned extra = distanceExtra[distance.value];
    if (m_bitCount < usedBits + extra)
        return false;
    drop(usedBits);
    const unsigned back = distanceBase[distance.value] + peek(extra);
    drop(extra);
    checkDistance(back);
    return true;
}

void BlockScanner::checkDistance(unsigned distance)
{
    m_largest = std::max(m_largest, distance);
    if (distance > m_farthest && !m_tooFar)
        m_tooFar = {.distance = distance, .at = m_taken - m_bitCount / 8 - 1};
}

void BlockScanner::endBlock()
{
    // RFC 7692 7.2.3.4: after a final block the data continues at the next octet boundary.
    if (m_isFinal)
        drop(m_bitCount % 8);
    m_stage = Stage::BlockHeader;
}

void BlockScanner::drop(unsigned bits)
{
    m_bits >>= bits;
    m_bitCount -= bits;
}

bool BlockScanner::bad()
{
    m_stage = Stage::Bad;
    return false;
}

} // namespace fg
