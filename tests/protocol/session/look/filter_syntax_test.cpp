// The language of filters: how it is read, written back, coloured, and what is said about its faults.
#include "protocol/session/look/filter_parser.h"

#include "protocol/text/json_cursor.h"

#include <gtest/gtest.h>

#include <set>

namespace fg::test::filter_syntax_test {
namespace {

// The filter as it is written back; the fault's sentence if it has one.
std::string shown(std::string_view text)
{
    const FilterReading reading = readFilter(text);
    if (reading.fault)
        return "fault: " + filterFaultSentence(*reading.fault);
    return reading.tree ? filterText(*reading.tree) : "";
}

// Reads a filter both as it is and as it is written back.
void expectShown(std::string_view text, std::string_view expected)
{
    EXPECT_EQ(shown(text), expected) << text;
    EXPECT_EQ(shown(expected), expected) << "written back, it is read as the same";
}

TEST(FilterSyntax, AnEmptyTextIsNoFilter)
{
    for (const std::string_view text : {"", "  ", "\t\n"}) {
        EXPECT_FALSE(readFilter(text).tree);
        EXPECT_FALSE(readFilter(text).fault);
    }
}

TEST(FilterSyntax, EveryExampleOfTheTableIsAFilter)
{
    for (const FilterFieldInfo &info : allFilterFields()) {
        const FilterReading reading = readFilter(info.example);
        EXPECT_TRUE(reading.tree) << info.example << shown(info.example);
        EXPECT_NE(info.example.find(info.name), std::string_view::npos) << info.name;
        EXPECT_TRUE(info.meaning.ends_with('.')) << info.name;
    }
}

TEST(FilterSyntax, NoTwoFieldsHaveTheSameName)
{
    std::set<std::string_view> names;
    for (const FilterFieldInfo &info : allFilterFields()) {
        EXPECT_TRUE(names.insert(info.name).second) << info.name;
        EXPECT_TRUE(info.alias.empty() || names.insert(info.alias).second) << info.alias;
        EXPECT_EQ(&infoOf(info.field), &info) << info.name;
    }
}

TEST(FilterSyntax, JointsAreWordsAndSigns)
{
    expectShown("fin and masked", "fin && masked");
    expectShown("fin AND masked", "fin && masked");
    expectShown("fin & masked", "fin && masked");
    expectShown("fin or masked", "fin || masked");
    expectShown("fin | masked", "fin || masked");
    expectShown("not fin", "!fin");
    expectShown("!!fin", "!!fin");
}

TEST(FilterSyntax, NotBindsCloserThanAndAndThatCloserThanOr)
{
    expectShown("fin || masked && !rsv1", "fin || masked && !rsv1");
    expectShown("(fin || masked) && !rsv1", "(fin || masked) && !rsv1");
    expectShown("fin || (masked && rsv1)", "fin || masked && rsv1");
    expectShown("!(fin || masked)", "!(fin || masked)");
    expectShown("((fin && masked) && rsv1)", "fin && masked && rsv1");
}

TEST(FilterSyntax, WhatOnlyStandsSideBySideIsJoinedByAnd)
{
    expectShown("op == text error", "op == text && error");
    expectShown("connection refused", "connection && refused");
    expectShown("one two or three", "one && two || three");
}

TEST(FilterSyntax, EachOperatorHasASignAndAWord)
{
    for (const FilterOperatorInfo &info : allFilterOperators()) {
        const bool isText = !hasOperator(FilterType::Size, info.op);
        const std::string field = isText ? "text" : "len";
        const std::string value = isText ? "\"5\"" : "5";
        const std::string expected = field + ' ' + std::string(info.sign) + ' ' + value;
        expectShown(field + ' ' + std::string(info.word) + ' ' + value, expected);
        expectShown(expected, expected);
    }
    expectShown("len=5", "len == 5");
    expectShown("len>=5", "len >= 5");
    expectShown("text~x", "text ~ \"x\"");
}

TEST(FilterSyntax, BracesHoldSeveralValuesAndRanges)
{
    expectShown("op in {ping,pong}", "op in {ping, pong}");
    expectShown("op == {ping, pong}", "op in {ping, pong}");
    expectShown("op not in {ping, pong}", "op not in {ping, pong}");
    expectShown("op != {ping, pong}", "op not in {ping, pong}");
    expectShown("op ! in {ping}", "op != ping");
    expectShown("code in {1000..1003, 1006}", "code in {1000..1003, 1006}");
    expectShown("code == 1000..1003", "code in {1000..1003}");
    expectShown("len in {1k..2k}", "len in {1k..2k}");
    expectShown("text ~ {\"a\", \"b\"}", "text ~ {\"a\", \"b\"}");
}

TEST(FilterSyntax, NumbersSizesAndTimesHaveUnits)
{
    expectShown("len > 1024", "len > 1k");
    expectShown("len > 1000", "len > 1000");
    expectShown("len > 1kB", "len > 1000");
    expectShown("len > 1.5k", "len > 1536");
    expectShown("len > 1KiB", "len > 1k");
    expectShown("len > 2 MiB", "len > 2M");
    expectShown("len > 0x10", "len > 16");
    expectShown("len > 18446744073709551615", "len > 18446744073709551615");
    expectShown("rtt > 50ms", "rtt > 50ms");
    expectShown("rtt > 50 ms", "rtt > 50ms");
    expectShown("rtt > 0.05s", "rtt > 50ms");
    expectShown("rtt > 1.5\xc2\xb5s", "rtt > 1500ns");
    expectShown("time > 2min", "time > 2min");
    expectShown("time >= 0", "time >= 0");
    expectShown("key == 0x1234", "key == 0x00001234");
}

TEST(FilterSyntax, WordsStandForValues)
{
    expectShown("dir == in", "dir == rx");
    expectShown("direction == sent", "dir == tx");
    expectShown("op == 9", "op == ping");
    expectShown("op == 0xa", "op == pong");
    expectShown("op == 3", "op == 3");
    expectShown("op == RESERVED", "op == reserved");
    expectShown("fin == true", "fin == true");
    expectShown("fin == 0", "fin == false");
    expectShown("kind == tcp", "kind == dropped");
}

TEST(FilterSyntax, OctetsAreHexadecimalOrText)
{
    expectShown("payload ~ 0x0a0d", "payload ~ 0x0a0d");
    expectShown("payload ~ 0a:0D", "payload ~ 0x0a0d");
    expectShown("payload ~ \"0x0a0d\"", "payload ~ \"0x0a0d\"");
    expectShown("payload ~ \"a\\x00\\n\\u{e4}\\\\\\\"\"", "payload ~ \"a\\x00\\n\u00e4\\\\\\\"\"");
    expectShown("text ~ \"\\xff\"", "text ~ \"\\xff\"");
}

TEST(FilterSyntax, PathsLeadIntoJson)
{
    expectShown("json.user.id == 7", "json.user.id == 7");
    expectShown("json.items[0].price > 1.50", "json.items[0].price > 1.50");
    expectShown("json.items[*].id", "json.items[*].id");
    expectShown("json[\"odd \\\"name\\\" == 1\"] == true", "json[\"odd \\\"name\\\" == 1\"] == true");
    expectShown("json[\"plain\"] == null", "json.plain == null");
    expectShown("json[\"a.b\"][\"c\\n\\u0001\"].x-y[0] == 1", "json[\"a.b\"][\"c\\n\\u0001\"].x-y[0] == 1");
    expectShown("json.type == subscribe", "json.type == \"subscribe\"");
    expectShown("json.id == \"7\"", "json.id == \"7\"");
    expectShown("json", "json");
}

TEST(FilterSyntax, AFieldAloneAsksWhetherItIsThereAndOneThatAllRowsHaveIsSearchedFor)
{
    EXPECT_TRUE(std::holds_alternative<FilterPresence>(readFilter("finding").tree->node));
    EXPECT_TRUE(std::holds_alternative<FilterPresence>(readFilter("Header.Host").tree->node));
    EXPECT_TRUE(std::holds_alternative<FilterSearch>(readFilter("time").tree->node));
    EXPECT_TRUE(std::holds_alternative<FilterSearch>(readFilter("\"finding\"").tree->node));
    expectShown("time", "\"time\"");
    expectShown("\"finding\"", "\"finding\"");
    expectShown("Header.Host", "header.host");
}

TEST(FilterSyntax, PlainWordsNeedNoQuotesUnlessTheyReadAsSomethingElse)
{
    expectShown("hello", "hello");
    expectShown("hello!", "\"hello!\"");
    expectShown("ws://host:9001/chat?x", "\"ws://host:9001/chat?x\"");
    expectShown("one, two", "\"one,\" && two");
    expectShown("don't", "\"don't\"");
    expectShown("\"and\"", "\"and\"");
    expectShown("\"two words\"", "\"two words\"");
    expectShown("\"contains\"", "\"contains\"");
    expectShown("\u00fcber", "\u00fcber");
}

// --- faults ---

struct Wrong
{
    std::string_view text;
    FilterFault::Kind kind;
    std::string_view part; // The part of the text that is marked.
};

void PrintTo(const Wrong &wrong, std::ostream *out) { *out << wrong.text; }

class FilterFaults : public testing::TestWithParam<Wrong>
{
};

TEST_P(FilterFaults, AreToldAtTheirPlace)
{
    const Wrong &wrong = GetParam();
    const FilterReading reading = readFilter(wrong.text);
    ASSERT_TRUE(reading.fault);
    EXPECT_FALSE(reading.tree);
    EXPECT_EQ(reading.fault->kind, wrong.kind) << filterFaultSentence(*reading.fault);
    EXPECT_EQ(wrong.text.substr(reading.fault->place.start, reading.fault->place.length), wrong.part);
    const std::string sentence = filterFaultSentence(*reading.fault);
    EXPECT_TRUE(sentence.ends_with('.') || sentence.ends_with('?')) << sentence;
    EXPECT_EQ(sentence.find("  "), std::string::npos) << sentence;
}

using enum FilterFault::Kind;

INSTANTIATE_TEST_SUITE_P(
    Filter, FilterFaults,
    testing::Values(
        Wrong{"text ~ \"err", Unfinished, "\"err"}, Wrong{"json[\"a", Unfinished, "json[\"a"},
        Wrong{"(text ~ \"err", Unfinished, "\"err"}, Wrong{"\"a\\q\"", BadEscape, "\\q"},
        Wrong{"\"\\xg0\"", BadEscape, "\\x"}, Wrong{"\"\\u{d800}\"", BadEscape, "\\u"},
        Wrong{"fin } masked", Stray, "}"}, Wrong{"{fin}", Stray, "{"}, Wrong{"fin &&", NoCondition, ""},
        Wrong{"!", NoCondition, ""}, Wrong{"fin && || masked", NoCondition, "||"},
        Wrong{"()", NoCondition, ")"}, Wrong{"\"\"", NoCondition, "\"\""}, Wrong{"(fin", NoClosing, "("},
        Wrong{"fin)", NotOpened, ")"}, Wrong{"lenght > 1", UnknownField, "lenght"},
        Wrong{"foo == 1", UnknownField, "foo"}, Wrong{"\"len\" > 1", NoField, "\"len\""},
        Wrong{"== 5", NoField, "=="}, Wrong{"(fin) == 5", NoField, ")"},
        Wrong{"json.a..b == 1", BadPath, "json.a..b"}, Wrong{"json.a[x] == 1", BadPath, "json.a[x]"},
        Wrong{"json. == 1", BadPath, "json."}, Wrong{"header == x", NoHeaderName, "header"},
        Wrong{"header. == x", NoHeaderName, "header."}, Wrong{"dir > rx", WrongOperator, ">"},
        Wrong{"len ~ 5", WrongOperator, "~"}, Wrong{"text < 5", WrongOperator, "<"},
        Wrong{"len >", NoValue, ""}, Wrong{"len > && fin", NoValue, "&&"}, Wrong{"op in ping", NoSet, "ping"},
        Wrong{"op not in ping", NoSet, "ping"}, Wrong{"len > {1, 2}", NoSetHere, ">"},
        Wrong{"op in {}", EmptySet, "}"}, Wrong{"op in {ping", NoSetEnd, "{"},
        Wrong{"op in {ping pong}", NoComma, "pong"}, Wrong{"op in {ping,}", NoValue, "}"},
        Wrong{"dir == up", BadWord, "up"}, Wrong{"op == 16", BadWord, "16"}, Wrong{"kind == 3", BadWord, "3"},
        Wrong{"fin == 2", BadWord, "2"}, Wrong{"finding.severity == 1", BadWord, "1"},
        Wrong{"code == x", BadNumber, "x"}, Wrong{"code == 0xg", BadNumber, "0xg"},
        Wrong{"code == 10k", BadNumber, "10k"}, Wrong{"code == -1", BadNumber, "-1"},
        Wrong{"code == 1.5", NotWhole, "1.5"}, Wrong{"len > 0.3k", NotWhole, "0.3k"},
        Wrong{"len > 18446744073709551616", TooGreat, "18446744073709551616"},
        Wrong{"len > 99999999999G", TooGreat, "99999999999G"}, Wrong{"rtt > 50", NoUnit, "50"},
        Wrong{"rtt > 50k", BadUnit, "50k"}, Wrong{"len > 5ms", BadUnit, "5ms"},
        Wrong{"code == 5..3", Backwards, "5..3"}, Wrong{"len > 3..5", NoRange, "3..5"},
        Wrong{"payload ~ 0x0", BadOctets, "0x0"}, Wrong{"payload ~ 0x", BadOctets, "0x"},
        Wrong{"payload ~ 0a:d", BadOctets, "0a:d"}, Wrong{"payload ~ 0xzz", BadOctets, "0xzz"},
        Wrong{"text ~ \"\"", EmptyText, "\"\""}, Wrong{"text matches \"(\"", BadPattern, "\"(\""},
        Wrong{"json.a > \"x\"", NotOrdered, "\"x\""}, Wrong{"json.a > true", NotOrdered, "true"},
        Wrong{"fin \xff", NotUtf8, "\xff"}));

TEST(FilterFaults, NameTheFieldThatWasProbablyMeant)
{
    EXPECT_EQ(shown("opcod == text"), "fault: There is no field \"opcod\"; did you mean op?");
    EXPECT_EQ(shown("mask.key == 1"),
              "fault: There is no field \"mask.key\". To search for a text that contains a "
              "sign such as = or ~, put it in quotes.");
}

TEST(FilterFaults, SayWhatIsExpected)
{
    EXPECT_EQ(shown("dir == up"), "fault: \"up\" is not a value of dir; its values are rx, tx.");
    EXPECT_EQ(shown("rtt > 50"),
              "fault: A time needs a unit, for example \"50ms\"; the units are ns, us, ms, s, min.");
    EXPECT_EQ(shown("len ~ 5"),
              "fault: len cannot be compared with \"~\"; its operators are ==, !=, <, <=, >, >=.");
    EXPECT_EQ(shown("len >"),
              "fault: A value is missing: len is compared with a size such as 100, 2k or 1.5M.");
}

TEST(FilterFaults, SentencesHideWhatCouldHideInTheText)
{
    EXPECT_EQ(shown("dir == \x1b[31m"), "fault: \"\\x1b[31m\" is not a value of dir; its values are rx, tx.");
}

// --- bounds ---

std::string repeated(std::string_view part, std::size_t count)
{
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += part;
    return out;
}

TEST(FilterBounds, NestingHasAnEnd)
{
    const auto nested = [](std::size_t depth) { return repeated("(", depth) + "fin" + repeated(")", depth); };
    EXPECT_TRUE(readFilter(nested(deepestFilter)).tree);
    EXPECT_EQ(readFilter(nested(deepestFilter + 1)).fault.value().kind, TooDeep);
    EXPECT_EQ(readFilter(nested(5'000)).fault.value().kind, TooDeep);
    EXPECT_EQ(readFilter(repeated("!", 5'000) + "fin").fault.value().kind, TooDeep);
    EXPECT_EQ(readFilter("json" + repeated("[0]", 100) + " == 1").fault.value().kind, BadPath);
}

TEST(FilterBounds, TheLengthAndTheNumberOfPartsHaveAnEnd)
{
    EXPECT_EQ(readFilter(std::string(longestFilter + 1, ' ')).fault.value().kind, TooLong);
    EXPECT_TRUE(readFilter(repeated("fin ", mostFilterParts)).tree);
    EXPECT_EQ(readFilter(repeated("fin ", mostFilterParts + 1)).fault.value().kind, TooMany);
    EXPECT_EQ(readFilter("no in {" + repeated("1,", mostFilterParts) + "1}").fault.value().kind, TooMany);
    EXPECT_EQ(readFilter("text ~ \"" + std::string(2'000, 'x') + '"').fault.value().kind, LongText);
    EXPECT_EQ(readFilter(std::string(2'000, 'x')).fault.value().kind, LongText);
    EXPECT_EQ(readFilter("text matches \"" + std::string(1'025, 'x') + '"').fault.value().kind, LongPattern);
    EXPECT_EQ(shown("text matches \"" + std::string(1'025, 'x') + '"'),
              "fault: A regular expression can have at most 1024 octets.");
    EXPECT_EQ(shown("json" + repeated(".a", JsonCursor::defaultDepth + 1) + " == 1"),
              "fault: A path in JSON can have at most 64 steps.");
}

TEST(FilterBounds, ANumberThatIsTooGreatNamesTheGreatestInItsUnit)
{
    EXPECT_EQ(shown("time > 99999999999min"),
              "fault: \"99999999999min\" is too great; the greatest time is 307445734min.");
    EXPECT_EQ(
        shown("len > 99999999999999999999"),
        "fault: \"99999999999999999999\" is too great; the greatest size is 18446744073709551615 octets.");
    EXPECT_EQ(shown("code > 99999999999999999999"),
              "fault: \"99999999999999999999\" is too great; the greatest number is 18446744073709551615.");
    EXPECT_EQ(shown("len > 1e3"),
              "fault: \"1e3\" has an exponent, which is not possible here; write all digits, for "
              "example 1000.");
}

TEST(FilterBounds, EveryBeginningOfATextIsReadWithoutHarm)
{
    const std::string_view text =
        "!(op in {text, 0x2} && json[\"a b\"].c[*] != \"x\\u{e4}\") || rtt not in {1ms..2 ms} x";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        const FilterReading reading = readFilter(text.substr(0, length));
        EXPECT_FALSE(reading.tree && reading.fault);
        if (reading.fault) {
            EXPECT_LE(reading.fault->place.end(), length);
        }
    }
}

// --- colours ---

TEST(FilterParts, TellWhatEachWordIs)
{
    const std::string_view text = "!(len > 2 k) error";
    std::string shownParts;
    for (const FilterPart &part : readFilter(text).parts)
        shownParts += "jfov?"[part.role == FilterRole::Joint          ? 0
                                  : part.role == FilterRole::Field    ? 1
                                  : part.role == FilterRole::Operator ? 2
                                  : part.role == FilterRole::Value    ? 3
                                                                      : 4]
            + std::string(text.substr(part.place.start, part.place.length)) + ' ';
    EXPECT_EQ(shownParts, "j! j( flen o> v2 vk j) ?error ");
}

// --- filter for this ---

TEST(FilterClauses, AskForTheValueOfAField)
{
    EXPECT_EQ(clauseFor({FilterField::Length, {}, {}}, 1'024), "len == 1k");
    EXPECT_EQ(clauseFor({FilterField::Opcode, {}, {}}, 9), "op == ping");
    EXPECT_EQ(clauseFor({FilterField::Masked, {}, {}}, 0), "!masked");
    EXPECT_EQ(clauseFor({FilterField::Masked, {}, {}}, 1), "masked");
    EXPECT_EQ(clauseFor({FilterField::Key, {}, {}}, 0x37fa213d), "key == 0x37fa213d");
    EXPECT_EQ(clauseFor({FilterField::Reason, {}, {}}, octetsOf("bye \"now\"")),
              "reason == \"bye \\\"now\\\"\"");
    const OctetBuffer octets = fromHex("fe00").value();
    EXPECT_EQ(clauseContaining({FilterField::Payload, {}, {}}, octets), "payload ~ 0xfe00");
    EXPECT_EQ(clauseFor({FilterField::Json, {std::string("id")}, {}},
                        JsonOperand{JsonOperand::Kind::Bare, "7", JsonNumber::of("7")}),
              "json.id == 7");
    EXPECT_EQ(clauseFor({FilterField::Header, {}, "host"}, octetsOf("localhost")),
              "header.host == \"localhost\"");
}

TEST(FilterClauses, AreJoinedToTheFilterThatIsThere)
{
    EXPECT_EQ(withClause("", "op == ping", ClauseUse::And), "op == ping");
    EXPECT_EQ(withClause("fin", "op == ping", ClauseUse::And), "fin && op == ping");
    EXPECT_EQ(withClause("fin || masked", "op == ping", ClauseUse::And), "(fin || masked) && op == ping");
    EXPECT_EQ(withClause("fin", "op == ping", ClauseUse::AndNot), "fin && !(op == ping)");
    EXPECT_EQ(withClause("fin && masked", "op == ping", ClauseUse::Or), "fin && masked || op == ping");
    EXPECT_EQ(withClause("fin", "op == ping", ClauseUse::Instead), "op == ping");
    EXPECT_EQ(withClause("fin &&", "op == ping", ClauseUse::And), "op == ping");
}

} // namespace
} // namespace fg::test::filter_syntax_test
