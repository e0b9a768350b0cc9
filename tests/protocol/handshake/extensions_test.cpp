#include "protocol/handshake/extensions.h"

#include <gtest/gtest.h>

namespace fg::extensions_test {
namespace {

std::vector<Extension> parsed(std::string_view text)
{
    const auto result = parseExtensions(text);
    if (const auto *error = std::get_if<ExtensionSyntaxError>(&result)) {
        ADD_FAILURE() << '"' << text << "\" fails at " << error->offset;
        return {};
    }
    return std::get<std::vector<Extension>>(result);
}

std::size_t errorOffset(std::string_view text)
{
    const auto result = parseExtensions(text);
    const auto *error = std::get_if<ExtensionSyntaxError>(&result);
    if (!error) {
        ADD_FAILURE() << '"' << text << "\" is accepted";
        return std::string_view::npos;
    }
    return error->offset;
}

TEST(Extensions, ParametersComeWithAndWithoutValues)
{
    EXPECT_EQ(parsed("permessage-deflate; client_max_window_bits; server_max_window_bits=10, x"),
              (std::vector<Extension>{
                  {"permessage-deflate", {{"client_max_window_bits", {}}, {"server_max_window_bits", "10"}}},
                  {"x", {}},
              }));
}

TEST(Extensions, ARepeatedParameterIsKeptTwice)
{
    EXPECT_EQ(parsed("a;b=1;b=2"), (std::vector<Extension>{{"a", {{"b", "1"}, {"b", "2"}}}}));
}

TEST(Extensions, SpacesMayStandBetweenAllParts)
{
    EXPECT_EQ(parsed("\t a ;\tb = 1 , c "), (std::vector<Extension>{{"a", {{"b", "1"}}}, {"c", {}}}));
}

TEST(Extensions, AQuotedValueIsUnquotedAndUnescaped)
{
    EXPECT_EQ(parsed(R"(a; b="10"; c="1\0\x")"),
              (std::vector<Extension>{{"a", {{"b", "10", true}, {"c", "10x", true}}}}));
}

TEST(Extensions, EmptyListElementsAreIgnored)
{
    EXPECT_EQ(parsed(", ,a,, b,"), (std::vector<Extension>{{"a", {}}, {"b", {}}}));
}

TEST(Extensions, AListWithoutAnyExtensionIsNone)
{
    EXPECT_EQ(errorOffset(""), 0U);
    EXPECT_EQ(errorOffset("  "), 2U);
    EXPECT_EQ(errorOffset(" ,,"), 3U);
}

TEST(Extensions, TheErrorIsAtTheFirstCharacterThatFitsNoRule)
{
    EXPECT_EQ(errorOffset("a b"), 2U);
    EXPECT_EQ(errorOffset("a=b"), 1U);
    EXPECT_EQ(errorOffset("a;"), 2U);
    EXPECT_EQ(errorOffset("a; ,b"), 3U);
    EXPECT_EQ(errorOffset("a;;b"), 2U);
    EXPECT_EQ(errorOffset("a;b="), 4U);
    EXPECT_EQ(errorOffset("a;b=,"), 4U);
    EXPECT_EQ(errorOffset("a;b=1=2"), 5U);
    EXPECT_EQ(errorOffset(";a"), 0U);
    EXPECT_EQ(errorOffset("a, (b)"), 3U);
    EXPECT_EQ(errorOffset("a\x80"), 1U);
    EXPECT_EQ(errorOffset(std::string_view("a\0b", 3)), 1U);
}

TEST(Extensions, AQuotedValueHasToHoldAToken)
{
    EXPECT_EQ(errorOffset(R"(a;b="1 0")"), 6U);
    EXPECT_EQ(errorOffset(R"(a;b="")"), 5U);
    EXPECT_EQ(errorOffset(R"(a;b="1\"")"), 7U);
    EXPECT_EQ(errorOffset(R"(a;b="1\\")"), 7U);
    EXPECT_EQ(errorOffset(R"(a;b="1,c)"), 6U);
    EXPECT_EQ(errorOffset(R"(a;b="1)"), 6U);
    EXPECT_EQ(errorOffset(R"(a;b="1\)"), 7U);
    EXPECT_EQ(errorOffset(R"(a;b="1"2)"), 7U);
    EXPECT_EQ(errorOffset(R"(a;"b"=1)"), 2U);
}

TEST(Extensions, EveryBeginningOfAListIsAListOrFailsAtItsEnd)
{
    const std::string_view list = R"(a; b="1\0"; c=2, d; e , f)";
    for (std::size_t size = 0; size <= list.size(); ++size) {
        const auto result = parseExtensions(list.substr(0, size));
        if (const auto *error = std::get_if<ExtensionSyntaxError>(&result)) {
            EXPECT_EQ(error->offset, size);
        }
    }
}

TEST(Extensions, WhatIsSerializedParsesToTheSame)
{
    const std::vector<Extension> list{{"a", {{"b", {}}, {"c", "10"}, {"d", "7", true}}}, {"e", {}}};
    EXPECT_EQ(serializeExtensions(list), R"(a; b; c=10; d="7", e)");
    EXPECT_EQ(parsed(serializeExtensions(list)), list);
}

TEST(Extensions, AnIllegalValueIsSerializedAsItIs)
{
    EXPECT_EQ(serializeExtensions({{"a b", {{"c", "d \"\\", true}, {"e", "f g"}}}}),
              R"(a b; c="d \"\\"; e=f g)");
    EXPECT_EQ(serializeExtensions({}), "");
}

TEST(Token, IsMadeOfTokenCharactersAndNotEmpty)
{
    EXPECT_TRUE(isToken("permessage-deflate"));
    EXPECT_TRUE(isToken("!#$%&'*+-.^_`|~09azAZ"));
    EXPECT_FALSE(isToken(""));
    for (const char c : std::string_view("\0 \t\"(),/:;<=>?@[\\]{}\x7f\x80\xff", 22))
        EXPECT_FALSE(isToken(std::string(1, c))) << static_cast<int>(c);
}

} // namespace
} // namespace fg::extensions_test
