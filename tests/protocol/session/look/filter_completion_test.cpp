// What can be typed at a place in a filter.
#include "protocol/session/look/filter_completion.h"

#include "protocol/session/look/filter_parser.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::filter_completion_test {
namespace {

// The candidates at the mark |.
FilterCompletion at(std::string text, const FilterSamples &samples = {})
{
    const std::size_t cursor = text.find('|');
    text.erase(cursor, 1);
    return completeFilter(text, cursor, samples);
}

std::vector<std::string> texts(const FilterCompletion &completion)
{
    std::vector<std::string> out;
    for (const FilterCandidate &candidate : completion.candidates)
        out.push_back(candidate.text);
    return out;
}

bool offers(const FilterCompletion &completion, std::string_view text)
{
    return std::ranges::find(completion.candidates, text, &FilterCandidate::text)
        != completion.candidates.end();
}

using Texts = std::vector<std::string>;

TEST(FilterCompletion, OffersTheFieldsThatBeginAsWhatWasTyped)
{
    EXPECT_EQ(texts(at("le|")), (Texts{"len"}));
    EXPECT_EQ(texts(at("rsv|")), (Texts{"rsv", "rsv1", "rsv2", "rsv3"}));
    EXPECT_EQ(texts(at("finding.|")), (Texts{"finding", "finding.clause", "finding.severity"}));
    EXPECT_EQ(texts(at("opc|")), (Texts{"op"})) << "by its other name";
    EXPECT_EQ(texts(at("fin && ma|")), (Texts{"masked"}));
    EXPECT_TRUE(offers(at("|"), "dir"));
    EXPECT_TRUE(offers(at("!(|"), "dir"));
    EXPECT_EQ(at("le|").replaces, (FilterPlace{0, 2}));
    EXPECT_EQ(at("fin && ma| || x").replaces, (FilterPlace{7, 2}));
}

TEST(FilterCompletion, OffersTheOperatorsOfAField)
{
    EXPECT_EQ(texts(at("len |")), (Texts{"==", "!=", "<", "<=", ">", ">=", "in", "not in"}));
    EXPECT_EQ(texts(at("text |")), (Texts{"==", "!=", "~", "matches", "in", "not in", "&&", "||"}));
    EXPECT_EQ(texts(at("text ma|")), (Texts{"matches", "masked"}));
}

TEST(FilterCompletion, OffersTheWordsOfAField)
{
    EXPECT_EQ(texts(at("dir == |")), (Texts{"rx", "tx"}));
    EXPECT_EQ(texts(at("dir==r|")), (Texts{"rx"}));
    EXPECT_EQ(texts(at("op in {ping, p|")), (Texts{"ping", "pong"}));
    EXPECT_EQ(texts(at("op == |")),
              (Texts{"continuation", "text", "binary", "close", "ping", "pong", "reserved"}));
    EXPECT_EQ(texts(at("fin == |")), (Texts{"true", "false"}));
    EXPECT_EQ(texts(at("finding.severity == s|")), (Texts{"should"}));
    EXPECT_TRUE(offers(at("finding == frame.|"), "frame.reserved-bits"));
    EXPECT_TRUE(offers(at("finding.clause == |"), "\"RFC 6455 5.2\""));
    EXPECT_EQ(at("code == |").hint, "a number such as 1000 or 0x3e8");
    EXPECT_TRUE(at("code == |").candidates.empty());
}

TEST(FilterCompletion, OffersUnitsForANumber)
{
    EXPECT_EQ(texts(at("rtt > 50|")), (Texts{"50ns", "50us", "50ms", "50s", "50min"}));
    EXPECT_TRUE(offers(at("len > 10|"), "10k"));
}

TEST(FilterCompletion, OffersWhatJoinsConditions)
{
    EXPECT_EQ(texts(at("fin == true |")), (Texts{"&&", "||"}));
    EXPECT_EQ(texts(at("(fin == true |")), (Texts{"&&", "||", ")"}));
    EXPECT_TRUE(offers(at("fin == true a|"), "and"));
    EXPECT_EQ(texts(at("op in {ping |")), (Texts{",", "}"}));
}

TEST(FilterCompletion, OffersWhatWasSeenInTheSession)
{
    const FilterSamples samples{{".user.id", ".user.name"}, {"x-odd"}};
    EXPECT_EQ(texts(at("json.user.i|", samples)), (Texts{"json.user.id"}));
    EXPECT_EQ(texts(at("header.x|", samples)), (Texts{"header.x-odd"}));
    EXPECT_EQ(texts(at("header.ho|")), (Texts{"header.host"}));
}

TEST(FilterCompletion, OffersNothingInsideOfATextOrAfterAFault)
{
    EXPECT_TRUE(at("text ~ \"op|").candidates.empty());
    EXPECT_TRUE(at("foo == 5 && |").candidates.empty());
    EXPECT_TRUE(at("fin) |").candidates.empty());
}

TEST(FilterCompletion, HasASentenceForEachCandidate)
{
    for (const std::string_view text :
         {"|", "len |", "op == |", "fin == true |", "rtt > 5|", "finding == |"}) {
        for (const FilterCandidate &candidate : at(std::string(text)).candidates)
            EXPECT_TRUE(candidate.sentence.size() > 3) << candidate.text;
    }
}

TEST(FilterCompletion, WorksAtEveryPlaceOfAText)
{
    const std::string text = "!(op in {text, 0x2} && json[\"a b\"].c != \"x\u00e4\") || rtt > 2 ms";
    for (std::size_t cursor = 0; cursor <= text.size(); ++cursor) {
        const FilterCompletion completion = completeFilter(text, cursor);
        EXPECT_LE(completion.replaces.end(), cursor);
        EXPECT_LE(completion.candidates.size(), mostCandidates);
    }
}

} // namespace
} // namespace fg::test::filter_completion_test
