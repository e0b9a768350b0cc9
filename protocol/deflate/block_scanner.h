// Reads DEFLATE blocks (RFC 1951) for their references alone: how far back they go, and in which octet the
// first one ends that goes too far. zlib inflates a reference beyond its window whenever it happens to have
// the octets still, so that its verdict hangs on how the data is cut; this one does not.
#pragma once

#include "protocol/wire/octets.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace fg {

// A canonical prefix code, RFC 1951 3.2.2.
class PrefixCode
{
public:
    static constexpr unsigned maxLength = 15;

    // Lengths by symbol, 0 where a symbol has none. False for more codes than their lengths have room for.
    [[nodiscard]] bool build(std::span<const std::uint8_t> lengths);

    struct Symbol
    {
        unsigned value;
        unsigned length; // bits; 0: no code begins like that, or there are too few bits to tell
    };
    // Of the next bits, the first in the lowest place, of which `count` are there.
    [[nodiscard]] Symbol decode(std::uint64_t bits, unsigned count) const;

private:
    static constexpr unsigned quickBits = 10;
    static constexpr std::size_t mostSymbols = 288;

    [[nodiscard]] Symbol decodeLong(std::uint64_t bits, unsigned count) const;

    std::array<std::uint16_t, 1u << quickBits> m_quick{}; // symbol * 16 + length
    std::array<std::uint16_t, maxLength + 1> m_counts{};
    std::array<std::uint16_t, mostSymbols> m_symbols{}; // by code
};

class BlockScanner
{
public:
    // References over so many octets are too far.
    explicit BlockScanner(unsigned farthest = 32768)
        : m_farthest(farthest)
    {
    }
    BlockScanner(const BlockScanner &) = delete;
    BlockScanner &operator=(const BlockScanner &) = delete;

    // A new stream of blocks begins. What was found is forgotten.
    void restart();
    // The data goes on at the next octet; it must stand between two blocks.
    void skipToOctet() { drop(m_bitCount % 8); }
    // Takes octets as they come. After what is no DEFLATE data it takes no notice of what follows.
    void take(OctetView octets);

    struct Far
    {
        unsigned distance;
        std::uint64_t at; // octet since the restart that holds the reference's last bit
    };
    // The first reference that goes too far.
    [[nodiscard]] const std::optional<Far> &tooFar() const { return m_tooFar; }
    void forgetTooFar() { m_tooFar.reset(); }
    [[nodiscard]] unsigned largestDistance() const { return m_largest; }
    [[nodiscard]] bool isBad() const { return m_stage == Stage::Bad; }

private:
    enum class Stage : std::uint8_t {
        BlockHeader,
        StoredLength,
        Stored,
        CodeCounts,
        CodeLengthLengths,
        CodeLengths,
        Symbols,
        Bad,
    };

    void refill(OctetView &octets);
    void skipStored(OctetView &octets);
    // Each takes bits when there are enough, and else says false.
    [[nodiscard]] bool step();
    [[nodiscard]] bool takeBlockHeader();
    [[nodiscard]] bool takeStoredLength();
    [[nodiscard]] bool takeCodeCounts();
    [[nodiscard]] bool takeCodeLengthLength();
    [[nodiscard]] bool takeCodeLength();
    [[nodiscard]] bool takeSymbol();
    [[nodiscard]] bool takeReference(unsigned symbol, unsigned usedBits);
    void buildCodes();
    void endBlock();
    void noteDistance(unsigned distance);
    void drop(unsigned bits);
    [[nodiscard]] unsigned peek(unsigned bits) const
    {
        return static_cast<unsigned>(m_bits & ((std::uint64_t{1} << bits) - 1));
    }
    [[nodiscard]] bool bad();

    static constexpr std::size_t mostLengths = 286 + 32;

    unsigned m_farthest;
    unsigned m_largest = 0;
    std::optional<Far> m_tooFar;
    std::uint64_t m_taken = 0; // octets
    // Those that wait, the next in the lowest place; above them anything that follows.
    std::uint64_t m_bits = 0;
    unsigned m_bitCount = 0;
    Stage m_stage = Stage::BlockHeader;
    bool m_isFinal = false;
    unsigned m_storedLeft = 0;
    unsigned m_literalCodes = 0;
    unsigned m_distanceCodes = 0;
    unsigned m_lengthCodes = 0;
    unsigned m_filled = 0; // of m_lengths
    std::array<std::uint8_t, mostLengths> m_lengths{};
    PrefixCode m_lengthCode; // of code lengths
    PrefixCode m_ownLiterals;
    PrefixCode m_ownDistances;
    // Of the block: its own, or the fixed ones.
    const PrefixCode *m_literals = nullptr;
    const PrefixCode *m_distances = nullptr;
};

} // namespace fg
