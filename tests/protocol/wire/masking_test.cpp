#include "protocol/wire/masking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace fg::masking_test {
namespace {

constexpr MaskingKey key{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}};

// The formula of RFC 6455 5.3, octet by octet.
OctetBuffer maskedByDefinition(OctetView octets, std::uint64_t payloadOffset)
{
    OctetBuffer result;
    for (std::size_t i = 0; i < octets.size(); ++i)
        result.push_back(octets[i] ^ key[(payloadOffset + i) % 4]);
    return result;
}

OctetBuffer someOctets(std::size_t size)
{
    std::mt19937 random(6455);
    OctetBuffer octets(size);
    std::generate(octets.begin(), octets.end(), [&] { return static_cast<std::byte>(random() & 0xFF); });
    return octets;
}

TEST(Masking, TheHelloOfRfc6455Section57IsMaskedAsPrinted)
{
    OctetBuffer octets = bufferOf("Hello");
    applyMask(octets, key);
    EXPECT_EQ(toHex(octets), "7f9f4d5158");
}

TEST(Masking, EveryAlignmentSizeAndPayloadOffsetFollowsTheDefinition)
{
    const OctetBuffer source = someOctets(256);
    OctetBuffer inPlace(source.size() + 16);
    OctetBuffer copy(source.size() + 16);
    for (std::size_t alignment = 0; alignment < 8; ++alignment) {
        for (std::size_t size = 0; size <= 150; ++size) {
            for (std::uint64_t offset = 0; offset < 5; ++offset) {
                const OctetView from = OctetView(source).subspan(alignment, size);
                const OctetBuffer expected = maskedByDefinition(from, offset);

                const auto there = std::span(inPlace).subspan(alignment * 2, size);
                std::ranges::copy(from, there.begin());
                applyMask(there, key, offset);
                ASSERT_TRUE(std::ranges::equal(there, expected)) << alignment << ' ' << size << ' ' << offset;

                const auto to = std::span(copy).subspan(3, size);
                copyMasked(from, to, key, offset);
                ASSERT_TRUE(std::ranges::equal(to, expected)) << alignment << ' ' << size << ' ' << offset;
            }
        }
    }
}

TEST(Masking, OctetsOutsideTheRunStayAsTheyAre)
{
    for (std::size_t size = 0; size <= 80; ++size) {
        OctetBuffer octets(size + 2, std::byte{0xEE});
        applyMask(std::span(octets).subspan(1, size), key, 1);
        EXPECT_EQ(octets.front(), std::byte{0xEE});
        EXPECT_EQ(octets.back(), std::byte{0xEE});
    }
}

TEST(Masking, APayloadCutAtAnyOctetIsMaskedAsInOnePiece)
{
    const OctetBuffer source = someOctets(140);
    const OctetBuffer expected = maskedByDefinition(source, 0);
    for (std::size_t cut = 0; cut <= source.size(); ++cut) {
        OctetBuffer octets = source;
        applyMask(std::span(octets).first(cut), key, 0);
        applyMask(std::span(octets).subspan(cut), key, cut);
        ASSERT_EQ(octets, expected) << cut;
    }
}

TEST(Masking, PositionsOver32BitsAreCountedToTheEnd)
{
    for (const std::uint64_t offset :
         {0x1'0000'0001u + std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()}) {
        OctetBuffer octets = someOctets(20);
        const OctetBuffer expected = maskedByDefinition(octets, offset);
        applyMask(octets, key, offset);
        EXPECT_EQ(octets, expected) << offset;
    }
}

TEST(Masking, MaskingTwiceGivesThePayloadBack)
{
    const OctetBuffer source = someOctets(1000);
    OctetBuffer octets = source;
    applyMask(octets, key, 3);
    EXPECT_NE(octets, source);
    applyMask(octets, key, 3);
    EXPECT_EQ(octets, source);
}

} // namespace
} // namespace fg::masking_test
