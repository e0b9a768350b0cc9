// Numbers of JSON: what is one, and that they are compared exactly.
#include "protocol/text/json_number.h"

#include <gtest/gtest.h>

#include <vector>

namespace fg::test::json_number_test {
namespace {

JsonNumber number(std::string_view text)
{
    const std::optional<JsonNumber> made = JsonNumber::of(text);
    if (!made)
        ADD_FAILURE() << text << " is not a number";
    return made.value_or(JsonNumber());
}

TEST(JsonNumber, IsWrittenAsInJson)
{
    for (const std::string_view text : {"0", "-0", "7", "-12.50", "1e5", "1E+5", "1.5e-7", "007"})
        EXPECT_TRUE(JsonNumber::of(text)) << text;
    for (const std::string_view text :
         {"", "-", "+1", ".5", "5.", "1e", "1e+", "1e1.5", "inf", "nan", "0x10", "1 ", " 1", "--1"})
        EXPECT_FALSE(JsonNumber::of(text)) << text;
}

TEST(JsonNumber, HasOneValueHoweverItIsWritten)
{
    EXPECT_EQ(number("7"), number("7.0"));
    EXPECT_EQ(number("700"), number("7e2"));
    EXPECT_EQ(number("0.007"), number("7E-3"));
    EXPECT_EQ(number("-0"), number("0.000e9"));
    EXPECT_EQ(number("007"), number("7"));
}

// Each is less than the next, and none is equal to another.
TEST(JsonNumber, IsComparedByItsDigits)
{
    const std::vector<std::string_view> ascending{"-1e999",
                                                  "-1e998",
                                                  "-9007199254740993",
                                                  "-9007199254740992",
                                                  "-2.5",
                                                  "-2",
                                                  "-0.001",
                                                  "0",
                                                  "1e-999",
                                                  "1e-998",
                                                  "0.1",
                                                  "0.10000000000000000001",
                                                  "9",
                                                  "10",
                                                  "10.5",
                                                  "11",
                                                  "9007199254740992",
                                                  "9007199254740993",
                                                  "18446744073709551615",
                                                  "18446744073709551616",
                                                  "1e998",
                                                  "1e999",
                                                  "1.0000000000000000000000001e999"};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            SCOPED_TRACE(testing::Message() << ascending[i] << " and " << ascending[j]);
            EXPECT_EQ(number(ascending[i]) <=> number(ascending[j]), i <=> j);
            EXPECT_EQ(number(ascending[i]) == number(ascending[j]), i == j);
        }
    }
}

} // namespace
} // namespace fg::test::json_number_test
