// Paths into JSON: what is written can be read, whatever the names are.
#include "protocol/text/json_path.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::test::json_path_test {
namespace {

TEST(JsonPath, IsWrittenWithDotsAndBrackets)
{
    EXPECT_EQ(jsonPathText({}), "");
    EXPECT_EQ(jsonPathText({"user", "items", std::size_t(3), "id"}), ".user.items[3].id");
    EXPECT_EQ(jsonPathText({"items", JsonEvery{}}), ".items[*]");
    EXPECT_EQ(jsonPathText({"a.b", "c d", "", "e\"f\\g", "h\ni", "[*]"}),
              R"(["a.b"]["c d"][""]["e\"f\\g"]["h\ni"]["[*]"])");
    EXPECT_EQ(jsonPathText({"x-y_z", "0", "\xc3\xa9"}), ".x-y_z.0.\xc3\xa9");
}

TEST(JsonPath, IsReadAsJsonReadsItsStrings)
{
    EXPECT_EQ(jsonPathIn(R"(["a\u0062\t\"\\\/"])"), (JsonPath{"ab\t\"\\/"}));
    EXPECT_EQ(jsonPathIn(".a[0][\"b]\"].c"), (JsonPath{"a", std::size_t(0), "b]", "c"}));
    for (const std::string_view text :
         {"a", ".", ".a.", ".a b", "[", "[]", "[1", "[-1]", "[1.5]", "[a]", "[\"a]", "[\"a\"", "[\"\\d\"]",
          "[\"a\\\"]", "[\"\n\"]", "[**]", "[99999999999999999999]"})
        EXPECT_FALSE(jsonPathIn(text)) << text;
    std::string deep;
    for (int i = 0; i < 64; ++i)
        deep += ".a";
    EXPECT_TRUE(jsonPathIn(deep));
    EXPECT_FALSE(jsonPathIn(deep + ".a"));
}

TEST(JsonPath, WhateverItHoldsCanBeReadAgain)
{
    std::mt19937 random(5);
    const std::vector<std::string> pieces{
        "a", "Z", "0", ".", "[", "]", "\"", "\\",       " ", "\n", "\x01", "*",
        "/", "=", "&", "}", "u", "-", "_",  "\xc3\xa9", "#", "\t", "\x7f", "\xf0\x9f\x98\x80"};
    for (int round = 0; round < 2'000; ++round) {
        JsonPath path;
        for (auto steps = random() % 4; steps > 0; --steps) {
            const auto kind = random() % 4;
            if (kind == 0) {
                path.emplace_back(std::size_t(random() % 1'000));
            } else if (kind == 1) {
                path.emplace_back(JsonEvery{});
            } else {
                std::string name;
                for (auto length = random() % 5; length > 0; --length)
                    name += pieces[random() % pieces.size()];
                path.emplace_back(std::move(name));
            }
        }
        EXPECT_EQ(jsonPathIn(jsonPathText(path)), path) << jsonPathText(path);
    }
}

} // namespace
} // namespace fg::test::json_path_test
