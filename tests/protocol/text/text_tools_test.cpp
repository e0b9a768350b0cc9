#include "protocol/text/text_tools.h"

#include <gtest/gtest.h>

namespace fg::text_tools_test {
namespace {

TEST(SizeText, IsAWholeNumberOfTheLargestUnit)
{
    EXPECT_EQ(sizeText(0), "0 octets");
    EXPECT_EQ(sizeText(1), "1 octet");
    EXPECT_EQ(sizeText(1000), "1000 octets");
    EXPECT_EQ(sizeText(1025), "1025 octets");
    EXPECT_EQ(sizeText(16 * 1024), "16 KiB");
    EXPECT_EQ(sizeText(1536 * 1024), "1536 KiB");
    EXPECT_EQ(sizeText(64ull << 20), "64 MiB");
    EXPECT_EQ(sizeText(1ull << 30), "1 GiB");
    EXPECT_EQ(sizeText(1536ull << 20), "1536 MiB");
}

TEST(SecondsText, HasNoNeedlessDecimals)
{
    EXPECT_EQ(secondsText(std::chrono::seconds(5)), "5");
    EXPECT_EQ(secondsText(std::chrono::milliseconds(500)), "0.5");
}

} // namespace
} // namespace fg::text_tools_test
