// Regular expressions of filters: what they match, compared with those of the standard library, and how long
// they take at worst.
#include "protocol/session/look/filter_pattern.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <regex>

namespace fg::test::filter_pattern_test {
namespace {

bool matches(std::string_view pattern, std::string_view text)
{
    auto made = FilterPattern::of(pattern);
    if (!std::holds_alternative<FilterPattern>(made)) {
        ADD_FAILURE() << pattern << ": " << wordsFor(std::get<PatternFault>(made));
        return false;
    }
    return PatternMatcher(std::get<FilterPattern>(made)).isIn(octetsOf(text));
}

TEST(FilterPattern, MatchesSomewhereUnlessItIsAnchored)
{
    EXPECT_TRUE(matches("err", "an error"));
    EXPECT_FALSE(matches("^err", "an error"));
    EXPECT_TRUE(matches("^an", "an error"));
    EXPECT_TRUE(matches("or$", "an error"));
    EXPECT_FALSE(matches("an$", "an error"));
    EXPECT_TRUE(matches("^$", ""));
    EXPECT_FALSE(matches("^$", "x"));
    EXPECT_TRUE(matches("", "anything"));
}

TEST(FilterPattern, IgnoresCaseUnlessItIsToldNotTo)
{
    EXPECT_TRUE(matches("ERROR", "an error"));
    EXPECT_TRUE(matches("[A-F]+[0-9]", "beef1"));
    EXPECT_FALSE(matches("[^a]", "A"));
    EXPECT_TRUE(matches("\u00dcBER", "\u00fcber"));
    EXPECT_FALSE(matches("(?-i)ERROR", "an error"));
    EXPECT_TRUE(matches("(?i)ERROR", "an error"));
}

TEST(FilterPattern, ReadsCharactersNotOctets)
{
    EXPECT_TRUE(matches("^.$", "\u00e4"));
    EXPECT_TRUE(matches("^.$", "\U0001F600"));
    EXPECT_TRUE(matches("^[\u00e0-\u00ff]$", "\u00e4"));
    EXPECT_FALSE(matches("^[\u00e0-\u00ff]$", "\u0105"));
    EXPECT_TRUE(matches("^[^a-z]$", "\u20ac"));
    EXPECT_TRUE(matches("\\xe4", "\u00e4"));
    EXPECT_FALSE(matches(".", "\xff\xfe"));
    EXPECT_TRUE(matches("b",
                        "\xff"
                        "b"));
}

// Every range of characters between the borders of the lengths of UTF-8.
TEST(FilterPattern, DividesRangesOfCharactersAsUtf8Does)
{
    const std::vector<std::pair<std::string, bool>> tried{
        {"\x7e", false},      {"\x7f", true},       {"\u0080", true},      {"\u07ff", true},
        {"\u0800", true},     {"\ud7ff", true},     {"\ue000", true},      {"\uffff", true},
        {"\U00010000", true}, {"\U00010abc", true}, {"\U00010abd", false}, {"\xed\xa0\x80", false}};
    for (const auto &[text, isIn] : tried)
        EXPECT_EQ(matches("(?-i)^[\x7f-\U00010abc]$", text), isIn) << testing::PrintToString(text);
}

TEST(FilterPattern, RepeatsAndChooses)
{
    EXPECT_TRUE(matches("^(ab|cd)+$", "abcdab"));
    EXPECT_FALSE(matches("^(ab|cd)+$", "abc"));
    EXPECT_TRUE(matches("^a{2,3}$", "aaa"));
    EXPECT_FALSE(matches("^a{2,3}$", "aaaa"));
    EXPECT_TRUE(matches("^a{2,}$", "aaaa"));
    EXPECT_FALSE(matches("^a{2}$", "a"));
    EXPECT_TRUE(matches("^a?b$", "b"));
    EXPECT_TRUE(matches("a{x", "a{x"));
    EXPECT_TRUE(matches("^(?:a*?b)+$", "aabb"));
    EXPECT_TRUE(matches("^(a*)*$", "aaa"));
    EXPECT_TRUE(matches("a||b", ""));
}

TEST(FilterPattern, HasLettersForClasses)
{
    EXPECT_TRUE(matches("^\\d\\w\\s$", "7_ "));
    EXPECT_FALSE(matches("\\D", "123"));
    EXPECT_TRUE(matches("^[\\d.]+$", "1.2"));
    EXPECT_TRUE(matches("^\\t\\.\\\\$", "\t.\\"));
    EXPECT_TRUE(matches("^[]x]$", "]"));
    EXPECT_TRUE(matches("^[a-]$", "-"));
}

TEST(FilterPattern, NamesItsFaults)
{
    const auto faultOf = [](std::string_view text) {
        const auto made = FilterPattern::of(text);
        return std::holds_alternative<PatternFault>(made) ? std::optional(std::get<PatternFault>(made))
                                                          : std::nullopt;
    };
    EXPECT_EQ(faultOf("("), PatternFault::Unfinished);
    EXPECT_EQ(faultOf("[a"), PatternFault::Unfinished);
    EXPECT_EQ(faultOf("\\"), PatternFault::Unfinished);
    EXPECT_EQ(faultOf("a)"), PatternFault::NotOpened);
    EXPECT_EQ(faultOf("*a"), PatternFault::NothingToRepeat);
    EXPECT_EQ(faultOf("a{3,2}"), PatternFault::BadRepeat);
    EXPECT_EQ(faultOf("a{1001}"), PatternFault::BadRepeat);
    EXPECT_EQ(faultOf("[z-a]"), PatternFault::BadRange);
    EXPECT_EQ(faultOf("\\y"), PatternFault::BadEscape);
    EXPECT_EQ(faultOf("\\xg"), PatternFault::BadEscape);
    EXPECT_EQ(faultOf("(?=a)"), PatternFault::NotSupported);
    EXPECT_EQ(faultOf("(a)\\1"), PatternFault::NotSupported);
    EXPECT_EQ(faultOf("\\bword"), PatternFault::NotSupported);
    EXPECT_EQ(faultOf("a++"), PatternFault::NotSupported);
    EXPECT_EQ(faultOf("((a{100}){100}){100}"), PatternFault::TooLarge);
    EXPECT_EQ(faultOf(std::string(200, '(')), PatternFault::TooDeep);
}

// Repetitions of nothing multiply, and add no state that a limit of states could count.
TEST(FilterPattern, IsMadeAtOnceHoweverOftenNothingIsRepeated)
{
    for (const std::string_view nothing : {"()", "(|)", "(()())", "(?:)", "a{0}", "((){0,1000}){7}"}) {
        SCOPED_TRACE(nothing);
        std::string pattern = "^a" + std::string(nothing);
        for (int i = 0; i < 40; ++i)
            pattern += "{1000}";
        const auto made = FilterPattern::of(pattern + "b$");
        ASSERT_TRUE(std::holds_alternative<FilterPattern>(made));
        EXPECT_LE(std::get<FilterPattern>(made).states().size(), 9U);
        EXPECT_TRUE(matches(pattern + "b$", "ab"));
    }
    EXPECT_EQ(std::get<PatternFault>(FilterPattern::of("(|a{0}|){1000}{1000}{1000}a{1000}{1000}")),
              PatternFault::TooLarge);
    std::string chain = "a";
    for (int i = 0; i < 5'000; ++i)
        chain += "{1}";
    EXPECT_EQ(std::get<PatternFault>(FilterPattern::of(chain)), PatternFault::TooDeep);
}

TEST(FilterPattern, NamesItsLimits)
{
    EXPECT_NE(wordsFor(PatternFault::BadRepeat).find(std::to_string(FilterPattern::mostRepeats)),
              std::string::npos);
    EXPECT_NE(wordsFor(PatternFault::TooLarge).find(std::to_string(FilterPattern::mostStates)),
              std::string::npos);
    EXPECT_NE(wordsFor(PatternFault::TooDeep).find(std::to_string(FilterPattern::deepest)),
              std::string::npos);
}

// An expression that makes those who try one way after the other take for ever.
TEST(FilterPattern, TakesTimeByTheLengthOfTheTextOnly)
{
    const std::string text(4 * 1024 * 1024, 'a');
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(matches("(a*)*(a|aa)+b", text));
    EXPECT_FALSE(matches("(a|b)*a(a|b){12}c", text));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(FilterPattern, ForgetsWhatItLearnedBeforeThatTakesMuchMemory)
{
    std::mt19937 random(7);
    std::string text(20'000, 'a');
    for (char &c : text)
        c = random() % 2 == 0 ? 'a' : 'b';
    // The automaton would have 2^13 states; the text has no c.
    auto made = FilterPattern::of("(a|b)*a(a|b){12}c");
    PatternMatcher matcher(std::get<FilterPattern>(made));
    EXPECT_FALSE(matcher.isIn(octetsOf(text)));
    EXPECT_TRUE(matcher.isIn(octetsOf(text + 'a' + std::string(12, 'b') + 'c')));
}

std::string randomPattern(std::mt19937 &random, int depth)
{
    const auto below = [&random](unsigned end) { return static_cast<unsigned>(random() % end); };
    switch (below(depth > 0 ? 9 : 4)) {
    case 0:
        return "a";
    case 1:
        return "b";
    case 2:
        return ".";
    case 3:
        return "[^a]";
    case 4:
        return randomPattern(random, depth - 1) + randomPattern(random, depth - 1);
    case 5:
        return '(' + randomPattern(random, depth - 1) + '|' + randomPattern(random, depth - 1) + ')';
    case 6:
        return '(' + randomPattern(random, depth - 1) + ")*";
    case 7:
        return '(' + randomPattern(random, depth - 1) + "){1,2}";
    default:
        return '(' + randomPattern(random, depth - 1) + ")?";
    }
}

TEST(FilterPattern, AgreesWithTheStandardLibrary)
{
    std::mt19937 random(11);
    for (int round = 0; round < 1'500; ++round) {
        std::string pattern = randomPattern(random, 3);
        if (random() % 3 == 0)
            pattern = '^' + pattern;
        if (random() % 3 == 0)
            pattern += '$';
        std::string text;
        for (auto length = random() % 9; length > 0; --length)
            text += "abc"[random() % 3];
        EXPECT_EQ(matches(pattern, text), std::regex_search(text, std::regex(pattern)))
            << pattern << ' ' << text;
    }
}

} // namespace
} // namespace fg::test::filter_pattern_test
