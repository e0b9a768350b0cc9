#include "protocol/deflate/bomb.h"
#include "tests/support/compressed_payloads.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::bomb_test {
namespace {

OctetBuffer wholeOf(DeflateBomb bomb, std::size_t piece)
{
    OctetBuffer whole;
    OctetBuffer part(piece);
    while (const std::size_t count = bomb.fill(part))
        whole.insert(whole.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(count));
    return whole;
}

TEST(DeflateBomb, InflatesToItsDeclaredLengthInPiecesOfAnySize)
{
    for (const std::uint64_t size : {0u, 1u, 258u, 259u, 1000u, 100'000u, 1'000'003u}) {
        const DeflateBomb bomb(size);
        const OctetBuffer wire = wholeOf(bomb, 64);
        EXPECT_EQ(wire.size(), bomb.size());
        EXPECT_EQ(wire, wholeOf(bomb, 1));
        EXPECT_EQ(wire, wholeOf(bomb, 100'000));
        Inflater inflater({});
        const test::Inflated inflated = test::inflatedBy(inflater, wire);
        EXPECT_TRUE(inflated.isComplete && inflated.broken.empty()) << size;
        EXPECT_EQ(inflated.octets.size(), bomb.inflatedSize()) << size;
        EXPECT_TRUE(
            std::ranges::all_of(inflated.octets, [](std::byte octet) { return octet == std::byte{0}; }));
        EXPECT_GE(bomb.inflatedSize(), size);
        EXPECT_LE(bomb.inflatedSize(), size + 1100);
        EXPECT_EQ(test::PlainInflater({}).inflate(wire), inflated.octets);
    }
}

TEST(DeflateBomb, MakesTenGigabytesOfTenMegabytes)
{
    const DeflateBomb bomb(10'000'000'000);
    EXPECT_LT(bomb.size(), 10'000'000u);
}

} // namespace
} // namespace fg::bomb_test
