#include "protocol/wire/masking.h"

#include <cassert>
#include <cstring>

namespace fg {

namespace {

using Word = std::uint64_t;

// Big enough for the compiler to use its widest registers, and a multiple of the key's size, so that every
// block begins with the same octet of the key.
constexpr std::size_t wordsPerBlock = 8;
constexpr std::size_t blockSize = wordsPerBlock * sizeof(Word);
static_assert(sizeof(Word) % std::tuple_size_v<MaskingKey> == 0);

// The key rotated so that its first octet applies to the octet at `payloadOffset`.
MaskingKey rotated(const MaskingKey &key, std::uint64_t payloadOffset)
{
    MaskingKey result;
    for (std::size_t i = 0; i < key.size(); ++i)
        result[i] = key[(payloadOffset + i) % key.size()];
    return result;
}

// The key, repeated in memory order, which gives the same result on machines of either byte order.
Word repeated(const MaskingKey &key)
{
    Word word = 0;
    for (std::size_t i = 0; i < sizeof word; i += key.size())
        std::memcpy(reinterpret_cast<std::byte *>(&word) + i, key.data(), key.size());
    return word;
}

// `to` may equal `from`. memcpy is a load or store at any alignment; the block is read as a whole before it
// is written, which lets the compiler keep it in vector registers.
void maskBlock(const std::byte *from, std::byte *to, Word mask)
{
    Word words[wordsPerBlock];
    std::memcpy(words, from, blockSize);
    for (Word &word : words)
        word ^= mask;
    std::memcpy(to, words, blockSize);
}

void maskWord(const std::byte *from, std::byte *to, Word mask)
{
    Word word;
    std::memcpy(&word, from, sizeof word);
    word ^= mask;
    std::memcpy(to, &word, sizeof word);
}

void maskRun(const std::byte *from, std::byte *to, std::size_t size, const MaskingKey &key,
             std::uint64_t payloadOffset)
{
    const MaskingKey start = rotated(key, payloadOffset);
    const Word mask = repeated(start);
    std::size_t i = 0;
    for (; size - i >= blockSize; i += blockSize)
        maskBlock(from + i, to + i, mask);
    for (; size - i >= sizeof(Word); i += sizeof(Word))
        maskWord(from + i, to + i, mask);
    for (; i < size; ++i)
        to[i] = from[i] ^ start[i % start.size()];
}

} // namespace

void applyMask(std::span<std::byte> octets, const MaskingKey &key, std::uint64_t payloadOffset)
{
    maskRun(octets.data(), octets.data(), octets.size(), key, payloadOffset);
}

void copyMasked(OctetView from, std::span<std::byte> to, const MaskingKey &key, std::uint64_t payloadOffset)
{
    assert(from.size() == to.size());
    maskRun(from.data(), to.data(), from.size(), key, payloadOffset);
}

} // namespace fg
