// What is lit of a search or a filter.
#include "protocol/session/look/filter_hits.h"

#include "protocol/session/look/filter_parser.h"

#include <gtest/gtest.h>

#include <string>

namespace fg::test::filter_hits_test {
namespace {

// The text with each hit in brackets.
std::string lit(std::string_view filter, std::string_view text)
{
    const FilterReading reading = readFilter(filter);
    if (!reading.tree)
        return "not a filter";
    const auto needles = std::make_shared<const std::vector<Needle>>(needlesOf(*reading.tree));
    std::string out;
    std::size_t at = 0;
    for (const HitRange &hit : hitsIn(octetsOf(text), needles)) {
        out += text.substr(at, hit.start - at);
        out += '[' + std::string(text.substr(hit.start, hit.length)) + ']';
        at = hit.start + hit.length;
    }
    return out += text.substr(at);
}

TEST(FilterHits, LightsWordsAndWhatIsContained)
{
    EXPECT_EQ(lit("error", "an Error, an ERROR"), "an [Error], an [ERROR]");
    EXPECT_EQ(lit("text ~ \"a b\" or len > 5", "a b a"), "[a b] a");
    EXPECT_EQ(lit("payload ~ 0x4142", "xABab"), "x[AB]ab");
    EXPECT_EQ(lit("json.name ~ Ann && op == text", R"({"name":"anna"})"), R"({"name":"[ann]a"})");
    EXPECT_EQ(lit("text in {\"x\"}", "x"), "x"); // What is equal is not searched for.
}

TEST(FilterHits, DoesNotLightWhatMustNotBeThere)
{
    EXPECT_EQ(lit("!error && warning", "error warning"), "error [warning]");
    EXPECT_EQ(lit("!(text ~ \"a\")", "aaa"), "aaa");
}

TEST(FilterHits, JoinsHitsThatTouchOrOverlap)
{
    EXPECT_EQ(lit("ab bc", "abcab"), "[abcab]");
    EXPECT_EQ(lit("aa", "aaaa aaa"), "[aaaa] [aa]a");
}

// Small and capital letters may take different numbers of octets.
TEST(FilterHits, KnowsHowLongEachMatchIs)
{
    EXPECT_EQ(lit("\xc3\xa4x", "_\xc3\x84X_"), "_[\xc3\x84X]_");
    EXPECT_EQ(lit("a", "a"), "[a]");
    EXPECT_EQ(lit("abc", "ab"), "ab");
}

TEST(FilterHits, NeedsTheLongestMatchAroundAPieceOfOctets)
{
    EXPECT_EQ(longestHit(nullptr), 0U);
    const auto needles = std::make_shared<const std::vector<Needle>>(
        needlesOf(*readFilter("abc payload ~ 0x0102030405").tree));
    EXPECT_EQ(longestHit(needles), 5U);
}

TEST(FilterHits, AsksForTheHandshakeByItsFieldsOnly)
{
    const auto asks = [](std::string_view filter) { return asksForHandshake(*readFilter(filter).tree); };
    EXPECT_TRUE(asks("status == 101"));
    EXPECT_TRUE(asks("op == text or !(header.host == \"x\")"));
    EXPECT_TRUE(asks("head"));
    EXPECT_FALSE(asks("dir == rx && handshakes"));
}

} // namespace
} // namespace fg::test::filter_hits_test
