#include "protocol/text/line_difference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace fg {
namespace {

using Kind = LineDifference::Kind;
using Part = LineDifference::Run;

std::vector<Part> runsOf(std::string_view before, std::string_view after)
{
    return differenceOf(linesOf(before), linesOf(after)).runs;
}

TEST(LineDifference, OfEqualTextsIsEmpty)
{
    EXPECT_TRUE(differenceOf(linesOf("a\nb\n"), linesOf("a\nb\n")).isEmpty());
    EXPECT_EQ(runsOf("a\nb", "a\nb"), (std::vector<Part>{{Kind::Same, 0, 0, 2}}));
    EXPECT_EQ(runsOf("", ""), std::vector<Part>{});
}

TEST(LineDifference, NamesWhatWasRemovedBeforeWhatWasAdded)
{
    EXPECT_EQ(
        runsOf("a\nb\nc", "a\nx\nc"),
        (std::vector<Part>{
            {Kind::Same, 0, 0, 1}, {Kind::Removed, 1, 1, 1}, {Kind::Added, 2, 1, 1}, {Kind::Same, 2, 2, 1}}));
    EXPECT_EQ(runsOf("", "a\nb"), (std::vector<Part>{{Kind::Added, 0, 0, 2}}));
    EXPECT_EQ(runsOf("a\nb", ""), (std::vector<Part>{{Kind::Removed, 0, 0, 2}}));
}

TEST(LineDifference, FindsALineThatWasPutInBetweenEqualOnes)
{
    EXPECT_EQ(runsOf("a\na\na", "a\na\na\na").size(), 2u);
    EXPECT_EQ(runsOf("{\n1,\n2\n}", "{\n1,\n5,\n2\n}"),
              (std::vector<Part>{{Kind::Same, 0, 0, 2}, {Kind::Added, 2, 2, 1}, {Kind::Same, 2, 3, 2}}));
}

TEST(LineDifference, CountsACarriageReturnAsADifference)
{
    EXPECT_EQ(differenceOf(linesOf("a\r\nb"), linesOf("a\nb")).removed(), 1u);
}

TEST(LineDifference, IsRoughWhereThereAreTooManyChanges)
{
    std::string before = "start\n";
    std::string after = "start\n";
    for (std::size_t line = 0; line < LineDifference::maxChanges; ++line) {
        before += 'b' + std::to_string(line) + '\n';
        after += 'a' + std::to_string(line) + '\n';
    }
    const LineDifference difference = differenceOf(linesOf(before), linesOf(after));
    EXPECT_TRUE(difference.isRough);
    EXPECT_EQ(difference.removed(), LineDifference::maxChanges);
    EXPECT_EQ(difference.added(), LineDifference::maxChanges);
    EXPECT_EQ(difference.runs.front(), (Part{Kind::Same, 0, 0, 1}));
}

// The length of the shortest list of changes, by the table of all pairs of places.
std::size_t fewestChanges(const Lines &before, const Lines &after)
{
    std::vector<std::vector<std::size_t>> fewest(before.size() + 1,
                                                 std::vector<std::size_t>(after.size() + 1));
    for (std::size_t i = 0; i <= before.size(); ++i) {
        for (std::size_t j = 0; j <= after.size(); ++j) {
            if (i == 0 || j == 0)
                fewest[i][j] = i + j;
            else if (before[i - 1] == after[j - 1])
                fewest[i][j] = fewest[i - 1][j - 1];
            else
                fewest[i][j] = 1 + std::min(fewest[i - 1][j], fewest[i][j - 1]);
        }
    }
    return fewest.back().back();
}

TEST(LineDifference, OfRandomTextsIsShortestAndLeadsFromOneToTheOther)
{
    std::mt19937 random(7);
    for (int round = 0; round < 2'000; ++round) {
        std::string texts[2];
        for (std::string &text : texts) {
            for (auto lines = random() % 12; lines > 0; --lines)
                text += std::string(1, static_cast<char>('a' + random() % 3)) + '\n';
        }
        const Lines before = linesOf(texts[0]);
        const Lines after = linesOf(texts[1]);
        const LineDifference difference = differenceOf(before, after);
        Lines rebuilt;
        std::size_t atBefore = 0;
        for (const Part &run : difference.runs) {
            EXPECT_EQ(run.before, atBefore);
            EXPECT_EQ(run.after, rebuilt.size());
            const Lines &from = run.kind == Kind::Added ? after : before;
            const std::size_t start = run.kind == Kind::Added ? run.after : run.before;
            for (std::size_t line = start; line < start + run.count; ++line) {
                if (run.kind != Kind::Removed)
                    rebuilt.push_back(from.at(line));
            }
            atBefore += run.kind == Kind::Added ? 0 : run.count;
        }
        EXPECT_EQ(rebuilt, after);
        EXPECT_EQ(atBefore, before.size());
        EXPECT_EQ(difference.removed() + difference.added(), fewestChanges(before, after));
    }
}

TEST(CommonEnds, DoNotOverlap)
{
    EXPECT_EQ(commonEnds("aaa", "aaaaa", EndsAt::Octets), (CommonEnds{3, 0}));
    EXPECT_EQ(commonEnds("abcd", "abxcd", EndsAt::Octets), (CommonEnds{2, 2}));
    EXPECT_EQ(commonEnds("", "x", EndsAt::Octets), (CommonEnds{0, 0}));
}

TEST(CommonEnds, OfTextsAreBetweenCharacters)
{
    // U+00E9 and U+00E8 share their first octet; U+00E9 and U+0129 their last.
    EXPECT_EQ(commonEnds("a\xC3\xA9", "a\xC3\xA8", EndsAt::Characters), (CommonEnds{1, 0}));
    EXPECT_EQ(commonEnds("\xC3\xA9z", "\xC4\xA9z", EndsAt::Characters), (CommonEnds{0, 1}));
    EXPECT_EQ(commonEnds("\xC3\xA9z", "\xC4\xA9z", EndsAt::Octets), (CommonEnds{0, 2}));
}

} // namespace
} // namespace fg
