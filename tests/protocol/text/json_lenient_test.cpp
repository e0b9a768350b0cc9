// JSON of other programs: what RFC 8259 forbids but programs write is read, and named.
#include "protocol/text/json_cursor.h"

#include <gtest/gtest.h>

namespace fg::test::json_lenient_test {
namespace {

using Fault = JsonFault::Kind;

struct Read
{
    std::string text;
    std::optional<Fault> oddity;
    std::optional<Fault> fault;

    bool operator==(const Read &) const = default;
};

Read readText(std::string_view json)
{
    JsonCursor cursor(json, JsonForm::Lenient);
    JsonValue value;
    const bool isRead = cursor.readValue(value) && cursor.finish();
    const auto oddity = cursor.takeOddity();
    Read read{.text = value.text, .oddity = {}, .fault = {}};
    if (oddity)
        read.oddity = oddity->kind;
    if (!isRead)
        read.fault = cursor.fault()->kind;
    return read;
}

TEST(LenientJson, ReadsStringsThatJsonDoesNotHave)
{
    const std::string_view replaced = "\xef\xbf\xbd";
    const auto odd = [](std::string_view text, Fault kind) { return Read{std::string(text), kind, {}}; };
    EXPECT_EQ(readText(R"("\ud800")"), odd(replaced, Fault::LoneSurrogate));
    EXPECT_EQ(readText(R"("\udc00x")"), odd("\xef\xbf\xbdx", Fault::LoneSurrogate));
    EXPECT_EQ(readText(R"("\ud800\u0041")"),
              odd("\xef\xbf\xbd"
                  "A",
                  Fault::LoneSurrogate));
    EXPECT_EQ(readText(R"("\ud800\n")"), odd("\xef\xbf\xbd\n", Fault::LoneSurrogate));
    EXPECT_EQ(readText("\"a\nb\tc\""), odd("a\nb\tc", Fault::ControlCharacter));
    EXPECT_EQ(readText(R"("\x41")"), odd("\\x41", Fault::BadEscape));
    EXPECT_EQ(readText(R"("\u12g4")"), odd("\\u12g4", Fault::BadEscape));
    EXPECT_EQ(readText("\"\xff\xc3\xa4\xe4\""), odd("\xef\xbf\xbd\xc3\xa4\xef\xbf\xbd", Fault::NotUtf8));
    EXPECT_EQ(readText(R"("\ud83d\ude00")"), (Read{"\xf0\x9f\x98\x80", {}, {}}));
}

TEST(LenientJson, CountsWhatTakesThePlaceOfBadOctets)
{
    const std::string bad = '"' + std::string(1'000, '\xff') + '"';
    const auto faultWith = [&](std::size_t memory) -> std::optional<Fault> {
        JsonCursor cursor(bad, JsonForm::Lenient);
        cursor.limitMemory(memory);
        JsonValue value;
        return cursor.readValue(value) ? std::nullopt : std::optional(cursor.fault()->kind);
    };
    constexpr std::size_t ofTheValue = 2 * sizeof(JsonMember);
    EXPECT_EQ(faultWith(ofTheValue + 3'000), std::nullopt);
    EXPECT_EQ(faultWith(ofTheValue + 2'999), Fault::TooBig);
}

TEST(LenientJson, ReadsNumbersThatJsonDoesNotHave)
{
    for (const std::string_view text : {"01", "+1", ".5", "1.", "-.5", "1e5"})
        EXPECT_EQ(readText(text), (Read{std::string(text), {}, {}})) << text;
    for (const std::string_view text : {"NaN", "Infinity", "-Infinity"})
        EXPECT_EQ(readText(text), (Read{"", Fault::BadNumber, {}})) << text;
}

TEST(LenientJson, ReadsACommaBeforeABracket)
{
    EXPECT_FALSE(readText("[1,]").fault);
    EXPECT_FALSE(readText(R"({"a": [1, ] , })").fault);
    EXPECT_TRUE(readText("[,]").fault);
    EXPECT_TRUE(readText("[1,,]").fault);
}

TEST(LenientJson, IsStillJson)
{
    for (const std::string_view text : {"", "[", "\"", "\"\\", R"("\u12)", R"("\ud800)", "[1 2]",
                                        R"({"a" 1})", "{1: 2}", "nul", "1 2", "'a'", "// text\n1"})
        EXPECT_TRUE(readText(text).fault) << text;
}

TEST(LenientJson, SkipsWhatIsNestedDeeplyAndNamesNoOddityOfIt)
{
    const std::string deep = std::string(50'000, '[') + "NaN" + std::string(50'000, ']');
    JsonCursor json(deep, JsonForm::Lenient);
    EXPECT_TRUE(json.skipValue() && json.finish());
    EXPECT_FALSE(json.takeOddity());
    JsonCursor strict{std::string_view(deep)};
    EXPECT_FALSE(strict.skipValue());
    const std::string deeper(200'000, '{');
    JsonCursor objects{std::string_view(deeper)};
    EXPECT_FALSE(objects.skipValue());
}

TEST(LenientJson, TellsWhatWasExpectedWhereAListOrAnObjectIsMissing)
{
    JsonCursor list("null");
    EXPECT_FALSE(list.enterArray());
    EXPECT_EQ(wordsFor(list.fault()->kind), "expected a list");
    JsonCursor object("[]");
    EXPECT_FALSE(object.enterObject());
    EXPECT_EQ(wordsFor(object.fault()->kind), "expected an object");
}

TEST(LenientJson, GivesTheTextOfAValueAsItIsWritten)
{
    JsonCursor json(" {\"a\" : [1, 2 ] } ");
    const JsonPlace start = json.place();
    ASSERT_TRUE(json.skipValue());
    EXPECT_EQ(json.textFrom(start), "{\"a\" : [1, 2 ] }");
}

TEST(LenientJson, AnyOctetChangedIsReadOrRefusedButNeverCrashes)
{
    const std::string document =
        R"({"a": ["\ud800\udc00", -1.5e3, true, null, {"b": "\u00e4\n"}], "c": NaN, })";
    for (std::size_t at = 0; at < document.size(); ++at) {
        for (int c = 0; c < 256; ++c) {
            std::string text = document;
            text[at] = static_cast<char>(c);
            JsonCursor json(text, JsonForm::Lenient);
            JsonValue value;
            (void)json.readValue(value);
            JsonCursor skipping(text, JsonForm::Lenient);
            (void)skipping.skipValue();
        }
    }
}

} // namespace
} // namespace fg::test::json_lenient_test
