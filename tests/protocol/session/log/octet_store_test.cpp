// Octets stay readable by position, within a limit.
#include "protocol/session/log/octet_store.h"

#include <gtest/gtest.h>

namespace fg::test::octet_store_test {
namespace {

constexpr std::size_t block = MemoryOctetStore::blockSize;

OctetBuffer pattern(std::uint64_t from, std::size_t size)
{
    OctetBuffer octets(size);
    for (std::size_t i = 0; i < size; ++i)
        octets[i] = static_cast<std::byte>((from + i) % 251);
    return octets;
}

OctetBuffer readBack(const MemoryOctetStore &store, std::uint64_t offset, std::size_t size)
{
    OctetBuffer octets(size);
    octets.resize(store.read(Direction::In, StreamOffset(offset), octets));
    return octets;
}

void fill(MemoryOctetStore &store, std::size_t size, std::size_t piece, Direction direction = Direction::In)
{
    for (std::size_t at = 0; at < size; at += piece)
        store.append(direction, pattern(at, std::min(piece, size - at)));
}

TEST(OctetStore, ReadsAcrossItsBlocks)
{
    for (const std::size_t piece : {std::size_t{1'000}, block, 3 * block + 7}) {
        MemoryOctetStore store;
        fill(store, 4 * block + 100, piece);
        EXPECT_EQ(store.size(Direction::In), StreamOffset(4 * block + 100));
        EXPECT_EQ(store.size(Direction::Out), StreamOffset());
        for (const std::size_t offset : {std::size_t{0}, block - 1, block, 2 * block + 5})
            EXPECT_EQ(readBack(store, offset, block + 50), pattern(offset, block + 50));
    }
}

TEST(OctetStore, AReadPastTheEndIsShort)
{
    MemoryOctetStore store;
    fill(store, 1'000, 100);
    EXPECT_EQ(readBack(store, 990, 100), pattern(990, 10));
    EXPECT_EQ(readBack(store, 1'000, 1).size(), 0U);
    EXPECT_EQ(readBack(store, UINT64_MAX, 1).size(), 0U);
    EXPECT_EQ(readBack(store, 0, 0).size(), 0U);
}

TEST(OctetStore, DiscardsTheOldestOverItsLimit)
{
    MemoryOctetStore store(4 * block);
    fill(store, 10 * block, 1'000);
    EXPECT_EQ(store.size(Direction::In), StreamOffset(10 * block));
    EXPECT_EQ(readBack(store, 0, 10).size(), 0U);
    EXPECT_EQ(readBack(store, 5 * block, 10).size(), 0U);
    EXPECT_EQ(readBack(store, 7 * block, 3 * block), pattern(7 * block, 3 * block));
}

TEST(OctetStore, TheStreamThatGrowsPaysForIt)
{
    MemoryOctetStore store(4 * block);
    fill(store, block, block);
    fill(store, 20 * block, 5'000, Direction::Out);
    EXPECT_EQ(readBack(store, 0, block), pattern(0, block));
}

TEST(OctetStore, OneAppendOverTheLimitKeepsItsEnd)
{
    MemoryOctetStore store(2 * block);
    store.append(Direction::In, pattern(0, 9 * block));
    EXPECT_EQ(readBack(store, 8 * block, block), pattern(8 * block, block));
    EXPECT_EQ(readBack(store, 0, 1).size(), 0U);
}

} // namespace
} // namespace fg::test::octet_store_test
