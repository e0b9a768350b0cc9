// Numbers in texts.
#include "protocol/text/number_text.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace fg::number_text_test {
namespace {

TEST(ANumberInAText, IsAllOfTheText)
{
    EXPECT_EQ(numberIn<unsigned>("0"), 0U);
    EXPECT_EQ(numberIn<unsigned>("007"), 7U);
    EXPECT_EQ(numberIn<int>("-7"), -7);
    for (const char *const text : {"", " ", " 7", "7 ", "+7", "7x", "0x7", "7.0", "1e3", "--7", "\xd9\xa7"})
        EXPECT_FALSE(numberIn<int>(text)) << text;
    EXPECT_FALSE(numberIn<unsigned>("-7"));
}

TEST(ANumberInAText, FitsItsType)
{
    EXPECT_EQ(numberIn<std::uint16_t>("65535"), 65535);
    EXPECT_FALSE(numberIn<std::uint16_t>("65536"));
    EXPECT_EQ(numberIn<std::uint64_t>("18446744073709551615"), UINT64_MAX);
    EXPECT_FALSE(numberIn<std::uint64_t>("18446744073709551616"));
}

TEST(ANumberInAText, OfAFloatingTypeIsFinite)
{
    EXPECT_EQ(numberIn<double>("-1.5e2"), -150.0);
    for (const char *const text : {"", "inf", "nan", "1e999", "1.5 ", "1,5"})
        EXPECT_FALSE(numberIn<double>(text)) << text;
}

} // namespace
} // namespace fg::number_text_test
