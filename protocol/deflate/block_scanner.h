// Parses DEFLATE blocks (RFC 1951) only for their references: how far back they go, and in which octet the
// first one ends that goes too far. zlib accepts a reference beyond its window if it happens to have the
// octets still, so that its result depends on the pieces in which the data arrives; the result of this
// scanner does not.
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

    // Code lengths by symbol; 0 means that the symbol has no code. Returns false if there are more codes than
    // their lengths allow.
    [[nodiscard]] bool build(std::span<const std::uint8_t> lengths);

    struct Symbol
    {
        unsigned value;
        unsigned length; // in bits; 0: no code begins with these bits, or there are too few bits to tell
    };
    // Decodes the next symbol from the next `count` bits, of which the first is the lowest.
    [[nodiscard]] Symbol decode(std::uint64_t bits, unsigned count) const;

private:
    static constexpr unsigned quickBits = 10;
    static constexpr std::size_t mostSymbols = 288;

    [[nodiscard]] Symbol decodeLong(std::uint64_t bits, unsigned count) const;

    std::array<std::uint16_t, 1u << quickBits> m_quick{}; // symbol * 16 + length
    std::array<std::uint16_t, maxLength + 1> m_counts{};
    std::array<std::uint16_t, mostSymbols> m_symbols{}; // in the order of their codes
};

class BlockScanner
{
public:
    // References that go back further than this number of octets are too far.
    explicit BlockScanner(unsigned farthest = 32768)
        : m_farthest(farthest)
    {
    }
    BlockScanner(const BlockScanner &) = delete;
    BlockScanner &operator=(const BlockScanner &) = delete;

    // Begins a new stream of blocks and forgets all results.
    void restart();
    // Continues with the data at the next octet boundary. Call it only between two blocks.
    void skipToOctet() { drop(m_bitCount % 8); }
    // Scans the next octets. Once the data is not valid DEFLATE, further octets are ignored.
    void scan(OctetView octets);

    struct Far
    {
        unsigned distance;
        std::uint64_t at; // octet since the restart that contains the reference's last bit
    };
    // The first reference that goes too far.
    [[nodiscard]] const std::optional<Far> &tooFar() const { return m_tooFar; }
    void clearTooFar() { m_tooFar.reset(); }
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
    // Each of these consumes its bits if there are enough, and otherwise returns false.
    [[nodiscard]] bool step();
    [[nodiscard]] bool readBlockHeader();
    [[nodiscard]] bool readStoredLength();
    [[nodiscard]] bool readCodeCounts();
    [[nodiscard]] bool readCodeLengthLength();
    [[nodiscard]] bool readCodeLength();
    [[nodiscard]] bool readSymbol();
    [[nodiscard]] bool readReference(unsigned symbol, unsigned usedBits);
    void buildCodes();
    void endBlock();
    void checkDistance(unsigned distance);
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
    std::uint64_t m_taken = 0; // octets consumed so far
    // Bits that are still to be decoded, the next one lowest; above m_bitCount, bits of the octets that
    // follow.
    std::uint64_t m_bits = 0;
    unsigned m_bitCount = 0;
    Stage m_stage = Stage::BlockHeader;
    bool m_isFinal = false;
    unsigned m_storedLeft = 0;
    unsigned m_literalCodes = 0;
    unsigned m_distanceCodes = 0;
    unsigned m_lengthCodes = 0;
    unsigned m_filled = 0; // number of entries of m_lengths that are set
    std::array<std::uint8_t, mostLengths> m_lengths{};
    PrefixCode m_lengthCode; // the code of the code lengths
    PrefixCode m_ownLiterals;
    PrefixCode m_ownDistances;
    // The codes of the current block: its own or the fixed ones.
    const PrefixCode *m_literals = nullptr;
    const PrefixCode *m_distances = nullptr;
};

} // namespace fg
