#include "protocol/handshake/http_head.h"

#include <gtest/gtest.h>

namespace fg::http_head_test {
namespace {

const HttpHead head{.startLine = "GET / HTTP/1.1",
                    .fields = {{"Host", "a"},
                               {"Connection", "keep-alive, ,\tUpgrade "},
                               {"X-List", "one"},
                               {"x-list", "two, three"},
                               {"Empty", ""}}};

TEST(HttpHead, FieldNamesMatchInAnyCase)
{
    ASSERT_NE(head.find("HOST"), nullptr);
    EXPECT_EQ(*head.find("hOsT"), "a");
    EXPECT_EQ(head.find("Hos"), nullptr);
}

TEST(HttpHead, ValuesOfARepeatedFieldJoinInTheirOrder)
{
    EXPECT_EQ(head.count("X-LIST"), 2U);
    EXPECT_EQ(head.joined("X-LIST"), "one, two, three");
    EXPECT_EQ(head.joined("Empty"), "");
    EXPECT_EQ(head.count("Absent"), 0U);
}

TEST(HttpHead, AListHasATokenInAnyCaseAndOnlyAsAWhole)
{
    EXPECT_TRUE(head.hasToken("connection", "UPGRADE"));
    EXPECT_TRUE(head.hasToken("X-List", "three"));
    EXPECT_FALSE(head.hasToken("Connection", "keep"));
    EXPECT_FALSE(head.hasToken("Connection", ""));
    EXPECT_FALSE(head.hasToken("Absent", "Upgrade"));
}

TEST(HttpHead, SerializesInTheOrderAndSpellingGiven)
{
    const HttpHead odd{.startLine = "what ever", .fields = {{"zZ", " x"}, {"A", ""}, {"zZ", "y"}}};
    EXPECT_EQ(odd.serialized(), "what ever\r\nzZ:  x\r\nA: \r\nzZ: y\r\n\r\n");
}

TEST(HttpHead, CountsTheMemoryOfItsTextsAndFields)
{
    EXPECT_LT(HttpHead{}.memory(), 32U);
    const HttpHead large{.startLine = std::string(100, 's'),
                         .fields = {{std::string(200, 'n'), std::string(400, 'v')}, {"a", "b"}}};
    EXPECT_GE(large.memory(), 700 + 2 * sizeof(HeaderField));
    EXPECT_LT(large.memory(), 1'000 + 2 * sizeof(HeaderField));
}

TEST(ListElements, EmptyElementsAreIgnored)
{
    EXPECT_EQ(listElements(" ,a,, b c\t,"), (std::vector<std::string_view>{"a", "b c"}));
    EXPECT_TRUE(listElements("").empty());
    EXPECT_TRUE(listElements(" , ,").empty());
}

TEST(EqualsIgnoringCase, OnlyAsciiLettersFold)
{
    EXPECT_TRUE(equalsIgnoringCase("WebSocket", "wEBsOCKET"));
    EXPECT_FALSE(equalsIgnoringCase("websocket", "websockets"));
    EXPECT_FALSE(equalsIgnoringCase("\xc4", "\xe4"));
    EXPECT_FALSE(equalsIgnoringCase("[", "{"));
}

} // namespace
} // namespace fg::http_head_test
