// Regular expressions of filters: what they match, compared with those of the standard library, and how many
// steps they take at worst.
#include "protocol/session/look/filter_pattern.h"
#include "protocol/session/look/pattern_matcher.h"

#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <thread>

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
    EXPECT_TRUE(matches("^\\u{e4}$", "\u00e4"));
    EXPECT_TRUE(matches("^\\u{C4}\\u{1f600}$", "\u00e4\U0001F600"));
    EXPECT_TRUE(matches("^[\\u{e0}-\\u{ff}]$", "\u00e4"));
    EXPECT_FALSE(matches(".", "\xff\xfe"));
    EXPECT_TRUE(matches("b",
                        "\xff"
                        "b"));
}

// What no text has can be found in binary payloads.
TEST(FilterPattern, MatchesTheOctetThatXNames)
{
    using namespace std::literals;
    EXPECT_TRUE(matches("^\\xff\\xFE$", "\xff\xfe"));
    EXPECT_FALSE(matches("\\xff", "\u00ff"));
    EXPECT_FALSE(matches("\\xe4", "\u00e4"));
    EXPECT_TRUE(matches("^\\xc3\\xa4$", "\u00e4"));
    EXPECT_TRUE(matches("^\\x41$", "a")) << "an octet of ASCII is a letter";
    EXPECT_TRUE(matches("^\\x00\\x80+$", "\x00\x80\x80"sv));
    EXPECT_TRUE(matches("^[\\x80-\\x8f\\xff]{3}$", "\x80\x8f\xff"));
    EXPECT_FALSE(matches("[\\x80-\\x8f]", "\x90\x7f"));
    EXPECT_TRUE(matches("^[\\x00-\\xff]*$", "a\x00\xff\xc3"sv));
    EXPECT_TRUE(matches("^[^\\x80-\\xfe]+$", "a\n\xff"));
    EXPECT_FALSE(matches("[^\\x80-\\xfe]", "\x80\xfe"));
    EXPECT_TRUE(matches("^[a\\x80]+$", "A\x80"));
    EXPECT_FALSE(matches("[^a\\x80]", "A\x80"));
    EXPECT_TRUE(matches("^(\\xff|\u00e4)+$", "\xff\u00e4\xff"));
    // As it comes out of quotes, in which \\xNN is an octet of the expression.
    EXPECT_TRUE(matches("^\xff+$", "\xff\xff"));
    EXPECT_TRUE(matches("^[\x80-\xff]$", "\x90"));
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
    EXPECT_EQ(faultOf("a{1001}"), PatternFault::TooManyRepeats);
    EXPECT_EQ(faultOf("[z-a]"), PatternFault::BadRange);
    EXPECT_EQ(faultOf("\\y"), PatternFault::BadEscape);
    for (const char *const bad : {"\\x", "\\xg", "\\x1"})
        EXPECT_EQ(faultOf(bad), PatternFault::BadOctet) << bad;
    for (const char *const bad : {"\\u", "\\u00e4", "\\u{}", "\\u{1", "\\u{g}"})
        EXPECT_EQ(faultOf(bad), PatternFault::BadCodePoint) << bad;
    for (const char *const bad : {"\\u{110000}", "\\u{d800}", "\\u{0000001}", "\\u{fffffffff}"})
        EXPECT_EQ(faultOf(bad), PatternFault::NotACodePoint) << bad;
    for (const char *const mixed : {"[\u00e4\\x80]", "[^\\x80\u00e4]", "[\\x80\\W]", "[\\x80-\u00ff]"})
        EXPECT_EQ(faultOf(mixed), PatternFault::MixedClass) << mixed;
    EXPECT_EQ(faultOf("[\u00e4-\\xff]"), PatternFault::MixedClass);
    EXPECT_EQ(faultOf("[\\xff-\\x80]"), PatternFault::BadRange);
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
    EXPECT_NE(wordsFor(PatternFault::TooManyRepeats).find(std::to_string(FilterPattern::mostRepeats)),
              std::string::npos);
    EXPECT_NE(wordsFor(PatternFault::TooLarge).find(std::to_string(FilterPattern::mostStates)),
              std::string::npos);
    EXPECT_NE(wordsFor(PatternFault::TooDeep).find(std::to_string(FilterPattern::deepest)),
              std::string::npos);
}

PatternMatcher matcherOf(std::string_view pattern)
{
    return PatternMatcher(std::get<FilterPattern>(FilterPattern::of(pattern)));
}

std::string lettersByChance(std::size_t length)
{
    std::mt19937 random(7);
    std::string text(length, 'a');
    for (char &c : text)
        c = random() % 2 == 0 ? 'a' : 'b';
    return text;
}

// Expressions that make those who try one way after the other take for ever.
TEST(FilterPattern, TakesOneStepForAnOctetOnceItHasLearned)
{
    const std::string text(1024 * 1024, 'a');
    for (const std::string_view pattern : {"(a*)*(a|aa)+b", "(a|b)*a(a|b){12}c"}) {
        PatternMatcher matcher = matcherOf(pattern);
        EXPECT_FALSE(matcher.isIn(octetsOf(text)));
        EXPECT_GE(matcher.steps(), text.size());
        EXPECT_LT(matcher.steps(), text.size() + 20'000) << pattern;
    }
}

// The combinations of states are more than can be learned.
TEST(FilterPattern, TakesStepsByTheLengthOfTheTextAndTheStatesAtWorst)
{
    constexpr std::string_view pattern = "[ab]*a[ab]{900}c";
    const std::size_t states = std::get<FilterPattern>(FilterPattern::of(pattern)).states().size();
    EXPECT_LT(states, 910U) << "a class of letters is one state, whatever their case";
    const auto stepsFor = [&](std::size_t length) {
        PatternMatcher matcher = matcherOf(pattern);
        EXPECT_FALSE(matcher.isIn(octetsOf(lettersByChance(length))));
        EXPECT_LE(matcher.memory(), PatternMatcher::mostMemory);
        return matcher.steps();
    };
    const std::uint64_t once = stepsFor(4 * 1024);
    EXPECT_GT(once, states * 4 * 1024 / 4) << "all of that is done";
    EXPECT_LE(once, PatternMatcher::mostStepsForState * (states + 1) * 4 * 1024);
    EXPECT_LT(stepsFor(8 * 1024), once * 5 / 2);
}

TEST(FilterPattern, FindsWhatIsAtTheEndOfAMebibyte)
{
    std::string text = lettersByChance(1024 * 1024);
    PatternMatcher matcher = matcherOf("(?-i)^[ab]*a[ab]{20}c");
    EXPECT_FALSE(matcher.isIn(octetsOf(text)));
    EXPECT_LE(matcher.steps(), PatternMatcher::mostStepsForState * 30 * text.size());
    text[text.size() - 22] = 'a';
    text.back() = 'c';
    EXPECT_TRUE(matcher.isIn(octetsOf(text)));
}

TEST(FilterPattern, FindsWhatItFindsAlsoWithoutMemoryToLearn)
{
    for (const std::size_t memory : {std::size_t(0), std::size_t(4'000), std::size_t(20'000)}) {
        SCOPED_TRACE(memory);
        PatternMatcher matcher = matcherOf("^[ab]*a[ab]{8}c$");
        matcher.limitMemory(memory);
        const std::string text = lettersByChance(5'000);
        for (int round = 0; round < 3; ++round) {
            EXPECT_FALSE(matcher.isIn(octetsOf(text)));
            EXPECT_TRUE(matcher.isIn(octetsOf(text + "abbbbbbbbc")));
            EXPECT_FALSE(matcher.isIn(octetsOf(text + "abbbbbbbbcb")));
            EXPECT_LE(matcher.memory(), memory);
        }
    }
}

// Looked at by the steps, not by the octets: all of the text would take minutes.
TEST(FilterPattern, StopsWithinSomeStepsOfARequest)
{
    const std::string text = lettersByChance(64 * 1024 * 1024);
    PatternMatcher matcher = matcherOf("[ab]*a[ab]{900}c");
    {
        const std::jthread thread(
            [&](const std::stop_token &stop) { (void)matcher.isIn(octetsOf(text), stop); });
    } // requests the stop, and waits
    EXPECT_LT(matcher.steps(), 450U * text.size() / 2);

    std::stop_source stopped;
    stopped.request_stop();
    const std::uint64_t before = matcher.steps();
    EXPECT_FALSE(matcher.isIn(octetsOf(text), stopped.get_token()));
    EXPECT_LT(matcher.steps() - before, PatternMatcher::stepsBetweenStops);
}

TEST(FilterPattern, ForgetsWhatItLearnedBeforeThatTakesMuchMemory)
{
    const std::string text = lettersByChance(20'000);
    // The automaton would have 2^13 states; the text has no c.
    PatternMatcher matcher = matcherOf("(a|b)*a(a|b){12}c");
    matcher.limitMemory(512 * 1024);
    EXPECT_FALSE(matcher.isIn(octetsOf(text)));
    EXPECT_TRUE(matcher.isIn(octetsOf(text + 'a' + std::string(12, 'b') + 'c')));
    EXPECT_GT(matcher.memory(), 0U);
    EXPECT_LE(matcher.memory(), 512U * 1024);
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
