// A broken rule in a few words, and where it shows.
#include "protocol/report/wording/finding_sentences.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::finding_places_test {
namespace {

using test::ScriptedSession;

// The first finding about a peer that answers our request with this.
Finding findingOf(std::string_view answer)
{
    ScriptedSession session;
    session.connect().writeText(test::request).readText(answer);
    return session.log().findings(0, 1).at(0);
}

Finding findingIn(std::string_view frames)
{
    ScriptedSession session;
    session.open().read(frames);
    return session.log().findings(0, 1).at(0);
}

std::string rowName(const Finding &finding) { return "frame " + std::to_string(finding.row.value()); }

TEST(FindingBrief, ExistsForEveryRuleWithAllPlacesFilled)
{
    for (const Rule &rule : allRules()) {
        const std::string brief =
            findingBrief({.rule = rule.id, .octetOffset = 7, .frameIndex = 1, .value = 1});
        EXPECT_FALSE(brief.empty()) << rule.name;
        EXPECT_EQ(brief.find_first_of("{}|"), std::string::npos) << brief;
        EXPECT_FALSE(brief.ends_with('.')) << brief;
    }
}

TEST(FindingBrief, SaysWhatIsWrongInALineOfAHead)
{
    const std::string statusLine = "HTTP/1.1 404 Not Found\r\n";
    EXPECT_EQ(findingBrief(findingOf(statusLine + "a: b\r\nc: d\n\r\n").violation),
              "the 3rd line of the head ends with LF alone");
    EXPECT_EQ(findingBrief(findingOf(statusLine + "a: b\r\nc d\r\n\r\n").violation),
              "the 2nd header field is without a colon");
    EXPECT_EQ(findingBrief(findingOf("HTTP/1.1 404\r\n\r\n").violation), "no space after the status code");
}

TEST(FindingBrief, OfACutFrameSaysWhatIsMissing)
{
    const auto briefOf = [](std::uint64_t missing) {
        return findingBrief({.rule = RuleId::FrameCut, .value = missing});
    };
    EXPECT_EQ(briefOf(184), "184 octets short of its declared length");
    EXPECT_EQ(briefOf(0), "the header is not complete");
}

TEST(FindingHeadline, NamesTheFrameByItsRowAndLeavesTheReasonOut)
{
    const Finding masked = findingIn("81810000000061");
    EXPECT_EQ(findingHeadline(masked, Role::Client),
              "The server masked " + rowName(masked) + " (RFC 6455 5.1).");
    EXPECT_EQ(findingHeadline(findingOf("HTTP/1.1 404 x\n\r\n"), Role::Client),
              "The server ended a line of the head, the 1st, with LF alone (RFC 9112 2.2).");
}

TEST(PlaceWords, NameTheFieldAndTheOctets)
{
    const Finding reserved = findingIn("a100");
    EXPECT_EQ(placeWords(reserved), "RSV2: octet 0 of " + rowName(reserved));
    const Finding surrogate = findingIn("8103eda080");
    EXPECT_EQ(placeWords(surrogate),
              "payload: octets 2 to 3 of " + rowName(surrogate)
                  + ", octets 0 to 1 of the payload and octets 0 to 1 of the message; a surrogate");
    EXPECT_EQ(placeWords(findingOf("HTTP/1.1 404 x\r\na: b\r\nc: d\re\r\n\r\n")),
              "2nd header field: octet 26 of the head");
    EXPECT_EQ(placeWords(findingOf("HTTP/1.1 404 x\r\n\n")), "end of the head: octet 16 of the head");
}

} // namespace
} // namespace fg::finding_places_test
