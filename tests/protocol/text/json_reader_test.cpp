#include "protocol/text/json_reader.h"

#include "protocol/text/json_cursor.h"

#include <gtest/gtest.h>

namespace fg::test::json_reader_test {
namespace {

using Kind = JsonValue::Kind;
using Fault = JsonFault::Kind;

JsonValue valueOf(std::string_view text)
{
    auto read = readJson(text);
    if (const auto *const fault = std::get_if<JsonFault>(&read)) {
        ADD_FAILURE() << text << ": " << wordsFor(fault->kind) << " in line " << fault->place.line
                      << ", column " << fault->place.column;
        return {};
    }
    return std::get<JsonValue>(std::move(read));
}

std::optional<JsonFault> faultOf(std::string_view text, JsonLimits limits = {})
{
    const auto read = readJson(text, limits);
    const auto *const fault = std::get_if<JsonFault>(&read);
    return fault ? std::optional(*fault) : std::nullopt;
}

void expectFault(std::string_view text, Fault kind, JsonPlace place)
{
    const std::optional<JsonFault> fault = faultOf(text);
    ASSERT_TRUE(fault) << text;
    EXPECT_EQ(wordsFor(fault->kind), wordsFor(kind)) << text;
    EXPECT_EQ(fault->place, place) << text << ": " << fault->place.line << ", " << fault->place.column;
}

constexpr std::string_view document = R"({
  "url": "ws://[::1]:9001/\u00fc",
  "list" : [ 1, -0.5e+3 , true,null, {}, [] ],
	"😀": {"inner": false}
}
)";

TEST(JsonReader, ReadsEveryKindOfValue)
{
    const JsonValue root = valueOf(document);
    ASSERT_EQ(root.kind, Kind::Object);
    ASSERT_EQ(root.members.size(), 3u);
    EXPECT_EQ(root.find("url")->value.text, "ws://[::1]:9001/\u00fc");
    const std::vector<JsonValue> &items = root.find("list")->value.items;
    ASSERT_EQ(items.size(), 6u);
    EXPECT_EQ(items[0].kind, Kind::Number);
    EXPECT_EQ(items[0].text, "1");
    EXPECT_EQ(items[1].text, "-0.5e+3");
    EXPECT_TRUE(items[2].kind == Kind::Boolean && items[2].boolean);
    EXPECT_EQ(items[3].kind, Kind::Null);
    EXPECT_TRUE(items[4].kind == Kind::Object && items[4].members.empty());
    EXPECT_TRUE(items[5].kind == Kind::Array && items[5].items.empty());
    EXPECT_FALSE(root.find("😀")->value.find("inner")->value.boolean);
    EXPECT_EQ(root.find("inner"), nullptr);
}

TEST(JsonReader, RemembersWhereValuesAndNamesStand)
{
    const JsonValue root = valueOf(document);
    EXPECT_EQ(root.place, (JsonPlace{1, 1}));
    EXPECT_EQ(root.find("url")->place, (JsonPlace{2, 3}));
    EXPECT_EQ(root.find("url")->value.place, (JsonPlace{2, 10}));
    EXPECT_EQ(root.find("list")->value.items[1].place, (JsonPlace{3, 17}));
    // A column is a character, however many octets it has.
    EXPECT_EQ(root.find("😀")->value.place, (JsonPlace{4, 7}));
}

TEST(JsonReader, TakesTheLastOfEqualNamesAndKeepsAll)
{
    const JsonValue root = valueOf(R"({"a": 1, "a": 2})");
    EXPECT_EQ(root.members.size(), 2u);
    EXPECT_EQ(root.find("a")->value.text, "2");
}

TEST(JsonReader, UnderstandsEveryEscape)
{
    EXPECT_EQ(valueOf(R"("\"\\\/\b\f\n\r\t")").text, "\"\\/\b\f\n\r\t");
    EXPECT_EQ(valueOf(R"("\u0041\u00e9\u20AC\ud83d\uDE00")").text, "A\u00e9\u20ac\U0001f600");
    EXPECT_EQ(valueOf(R"("\u0000")").text, std::string(1, '\0'));
}

TEST(JsonReader, LetsAByteOrderMarkPass)
{
    EXPECT_EQ(valueOf("\xef\xbb\xbf"
                      "[1]")
                  .place,
              (JsonPlace{1, 1}));
}

TEST(JsonReader, RefusesTextThatIsNotJson)
{
    expectFault("", Fault::Unfinished, {1, 1});
    expectFault("hello", Fault::NoValue, {1, 1});
    expectFault("[1,]", Fault::NoValue, {1, 4});
    expectFault("[1 2]", Fault::NoCommaOrBracket, {1, 4});
    expectFault("{\n \"a\": 1\n \"b\": 2}", Fault::NoCommaOrBrace, {3, 2});
    expectFault("{\"a\": 1,}", Fault::NoName, {1, 9});
    expectFault("{a: 1}", Fault::NoName, {1, 2});
    expectFault("{\"a\" 1}", Fault::NoColon, {1, 6});
    expectFault("{'a': 1}", Fault::NoName, {1, 2});
    expectFault("// text\n1", Fault::NoValue, {1, 1});
    expectFault("[NaN]", Fault::NoValue, {1, 2});
    expectFault("1 2", Fault::MoreText, {1, 3});
    expectFault("[1]]", Fault::MoreText, {1, 4});
}

TEST(JsonReader, RefusesNumbersThatJsonDoesNotHave)
{
    expectFault("01", Fault::BadNumber, {1, 1});
    expectFault("-x", Fault::BadNumber, {1, 2});
    expectFault("[1.]", Fault::BadNumber, {1, 4});
    expectFault("[1e+]", Fault::BadNumber, {1, 5});
    expectFault("+1", Fault::NoValue, {1, 1});
    expectFault(".5", Fault::NoValue, {1, 1});
    expectFault("0x10", Fault::MoreText, {1, 2});
}

TEST(JsonReader, RefusesStringsThatJsonDoesNotHave)
{
    expectFault("\"a\nb\"", Fault::ControlCharacter, {1, 3});
    expectFault(R"(["\x41"])", Fault::BadEscape, {1, 3});
    expectFault(R"("\u12g4")", Fault::BadEscape, {1, 2});
    expectFault(R"("\ud800")", Fault::LoneSurrogate, {1, 2});
    expectFault(R"("\udc00")", Fault::LoneSurrogate, {1, 2});
    expectFault(R"("\ud800\u0041")", Fault::LoneSurrogate, {1, 2});
    expectFault("[\"\n\xff\"]", Fault::NotUtf8, {2, 1});
}

TEST(JsonReader, IsBoundedInDepthAndSize)
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_FALSE(faultOf(nested(64)));
    EXPECT_EQ(faultOf(nested(65))->kind, Fault::TooDeep);
    EXPECT_EQ(faultOf(std::string(500'000, '['))->kind, Fault::TooDeep);
    EXPECT_FALSE(faultOf("[[1],[2]]", {.depth = 2}));
    EXPECT_FALSE(faultOf("1234", {.octets = 4}));
    EXPECT_EQ(faultOf("12345", {.octets = 4})->kind, Fault::TooLong);
}

TEST(JsonReader, ATextCutAtAnyOctetIsUnfinished)
{
    const std::string_view text = document.substr(0, document.size() - 1);
    for (std::size_t length = 0; length < text.size(); ++length) {
        const std::optional<JsonFault> fault = faultOf(text.substr(0, length));
        ASSERT_TRUE(fault) << length;
        EXPECT_TRUE(fault->kind == Fault::Unfinished || fault->kind == Fault::NotUtf8
                    || fault->kind == Fault::NoValue)
            << length << ": " << wordsFor(fault->kind);
    }
}

TEST(JsonReader, MoreValuesThanTheLimitAreRefused)
{
    const JsonLimits limits{.values = 4};
    EXPECT_FALSE(faultOf("[1, 2, 3]", limits));
    EXPECT_FALSE(faultOf(R"({"a": [], "b": null})", limits));
    EXPECT_EQ(faultOf("[1, 2, 3, 4]", limits)->kind, Fault::TooMany);
    EXPECT_EQ(faultOf("[[[[[]]]]]", limits)->kind, Fault::TooMany);
}

TEST(JsonReader, AValueThatTakesMoreMemoryThanTheLimitIsRefused)
{
    const auto kindOf = [](const std::string &text, std::size_t limit) {
        JsonCursor json(text);
        json.limitMemory(limit);
        JsonValue value;
        return json.readValue(value) ? std::nullopt : std::optional(json.fault()->kind);
    };
    const std::string thousand(1'000, 'x');
    EXPECT_EQ(kindOf('"' + thousand + '"', 2'000), std::nullopt);
    for (const std::string &text :
         {'"' + thousand + '"', "{\"" + thousand + "\": 1}", "[" + std::string(999, '1') + "2]"})
        EXPECT_EQ(kindOf(text, 900), Fault::TooBig) << text;
    // Values that are short as text take memory, too.
    EXPECT_EQ(kindOf("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", 900), Fault::TooBig);
    std::string escapes = "\"";
    for (int i = 0; i < 1'000; ++i)
        escapes += "\\u0041";
    EXPECT_EQ(kindOf(escapes + '"', 900), Fault::TooBig);
}

TEST(JsonReader, WhatIsSkippedTakesNoMemoryAndIsCheckedAllTheSame)
{
    const std::string text =
        "[\"" + std::string(1'000, 'x') + "\\n\", {\"a\": [0,0,0,0,0,0,0,0,0]}, \"\\x\"]";
    JsonCursor json(text);
    json.limitMemory(900);
    ASSERT_TRUE(json.enterArray() && json.nextItem() && json.skipValue());
    ASSERT_TRUE(json.nextItem() && json.skipValue());
    ASSERT_TRUE(json.nextItem());
    EXPECT_FALSE(json.skipValue());
    EXPECT_EQ(json.fault()->kind, Fault::BadEscape);
}

TEST(JsonReader, AnyOctetChangedIsReadOrRefusedButNeverCrashes)
{
    for (std::size_t at = 0; at < document.size(); ++at) {
        for (const char c : {'\0', '"', '\\', '{', ']', '\xff', '9'}) {
            std::string text(document);
            text[at] = c;
            (void)readJson(text);
        }
    }
}

} // namespace
} // namespace fg::test::json_reader_test
