// Patterns select cases as the reference implementation of the case set does.

#include "protocol/conformance/cases/case_patterns.h"

#include "protocol/conformance/cases/catalogue.h"

#include <gtest/gtest.h>

namespace fg::test::case_patterns_test {
namespace {

using Patterns = std::vector<std::string>;

std::size_t countOf(const Patterns &patterns) { return selectCases(patterns).size(); }

std::size_t countWithout(const Patterns &excluded)
{
    return withoutCases(selectCases(Patterns{"*"}), excluded).size();
}

TEST(CasePatterns, AStarStandsForAnyCharacters)
{
    EXPECT_EQ(countOf({"*"}), catalogue().size());
    EXPECT_EQ(countOf({"1.*"}), 16U);
    EXPECT_EQ(countOf({"6.2.*"}), 4U);
    EXPECT_EQ(countOf({"6.2.*", "6.2.3", "1.1.1"}), 5U);
    EXPECT_EQ(countOf({"6.2*"}), 4U + 7U + 8U + 34U + 7U); // 6.2, and 6.20 to 6.23
}

TEST(CasePatterns, AStarMayStandAnywhereAndItsPatternNeedNotReachTheEndOfAnId)
{
    EXPECT_EQ(countOf({"12.*.1"}), 50U);
    EXPECT_TRUE(fitsCase("12.*.1", "12.1.10"));
    EXPECT_TRUE(fitsCase("*.1", "7.1.6"));
    EXPECT_TRUE(fitsCase("*", "7.1.6"));
    EXPECT_FALSE(fitsCase("*.2.2", "7.1.6"));
    EXPECT_FALSE(fitsCase("2.*", "12.1.1")); // It begins where the id begins.
}

TEST(CasePatterns, WithoutAStarAPatternIsTheWholeId)
{
    EXPECT_EQ(countOf({"6.2.3"}), 1U);
    for (const char *const pattern : {"", "1", "6.2", "6.2.", "1.1.1.1", "7.9.14", "x"})
        EXPECT_EQ(countOf({pattern}), 0U) << pattern;
}

TEST(CasePatterns, OneThatFitsNothingChangesNothing)
{
    for (const char *const pattern : {"", "11.*", "99.*", "7.9.14", "all", "6.2.3 "}) {
        EXPECT_FALSE(fitsAnyCase(pattern)) << pattern;
        EXPECT_EQ(countOf({"1.*", pattern}), 16U) << pattern;
        EXPECT_EQ(countWithout({pattern}), catalogue().size()) << pattern;
    }
}

TEST(CasePatterns, ExcludeAsTheySelect)
{
    EXPECT_EQ(countWithout({"12.*.1"}), catalogue().size() - 50U);
    EXPECT_EQ(countWithout({"9.*", "12.*.1", "12.2.*", "12.3.*", "12.4.*", "12.5.*", "13.*.1"}), 311U);
    EXPECT_EQ(countWithout({"*"}), 0U);
}

TEST(CasePatterns, OfASingleAgentReachToTheEndOfAnId)
{
    EXPECT_TRUE(fitsCase("12.*.1", "12.1.1", PatternEnd::AtEnd));
    EXPECT_FALSE(fitsCase("12.*.1", "12.1.10", PatternEnd::AtEnd));
    EXPECT_TRUE(fitsAnyCase("12.*.1", PatternEnd::AtEnd));
    EXPECT_FALSE(fitsAnyCase("12.*.", PatternEnd::AtEnd));
    EXPECT_TRUE(fitsAnyCase("12.*.", PatternEnd::Open));
}

TEST(CasePatterns, AreCheckedInLittleTimeHoweverManyStarsTheyHave)
{
    EXPECT_FALSE(fitsPattern("*a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
}

} // namespace
} // namespace fg::test::case_patterns_test
