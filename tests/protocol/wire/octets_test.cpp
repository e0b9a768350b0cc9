#include "protocol/wire/octets.h"

#include <gtest/gtest.h>

namespace fg::octets_test {
namespace {

TEST(Hex, OctetsAreWrittenAsTwoLowerCaseDigitsEach)
{
    EXPECT_EQ(toHex({}), "");
    EXPECT_EQ(toHex(octetsOf(std::string_view("\x00\x09\xAF\xFF", 4))), "0009afff");
}

TEST(Hex, DigitsOfEitherCaseAreRead)
{
    EXPECT_EQ(fromHex("0009afFF"), bufferOf(std::string_view("\x00\x09\xAF\xFF", 4)));
    EXPECT_EQ(fromHex(""), OctetBuffer{});
}

TEST(Hex, WhiteSpaceMayStandBetweenOctets)
{
    EXPECT_EQ(fromHex(" 48 65\t6c\r\n6c6f "), bufferOf("Hello"));
    EXPECT_EQ(fromHex(" \n"), OctetBuffer{});
}

TEST(Hex, WhiteSpaceMayNotStandInsideAnOctet)
{
    EXPECT_EQ(fromHex("4 8"), std::nullopt);
    EXPECT_EQ(fromHex("48 6 5"), std::nullopt);
}

TEST(Hex, ADigitLeftOverIsRefused)
{
    EXPECT_EQ(fromHex("4"), std::nullopt);
    EXPECT_EQ(fromHex("48 6"), std::nullopt);
}

TEST(Hex, EveryOtherCharacterIsRefused)
{
    for (const char *text : {"0x48", "4g", "g4", "48,65", "-1", "4\xC3", "/0", ":0", "@0", "`0"})
        EXPECT_EQ(fromHex(text), std::nullopt) << text;
}

TEST(Hex, EveryOctetSurvivesTheWayThereAndBack)
{
    OctetBuffer all;
    for (unsigned value = 0; value < 256; ++value)
        all.push_back(static_cast<std::byte>(value));
    EXPECT_EQ(fromHex(toHex(all)), all);
}

OctetBuffer bufferWith(std::size_t size, std::size_t capacity)
{
    OctetBuffer octets;
    octets.reserve(capacity);
    octets.resize(size);
    return octets;
}

TEST(Capacity, StaysWhileThereIsRoom)
{
    EXPECT_EQ(capacityFor(bufferWith(60, 100), 40, 1'000), 100U);
    EXPECT_EQ(capacityFor(bufferWith(60, 100), 40, 10), 100U);
}

TEST(Capacity, DoublesUpToTheMost)
{
    EXPECT_EQ(capacityFor(bufferWith(100, 100), 1, 1'000), 200U);
    EXPECT_EQ(capacityFor(bufferWith(100, 100), 1, 150), 150U);
}

TEST(Capacity, IsAlwaysEnoughForWhatIsAdded)
{
    EXPECT_EQ(capacityFor(bufferWith(100, 100), 300, 1'000), 400U);
    EXPECT_EQ(capacityFor(bufferWith(100, 100), 300, 150), 400U);
    EXPECT_EQ(capacityFor({}, 5, 0), 5U);
}

} // namespace
} // namespace fg::octets_test
