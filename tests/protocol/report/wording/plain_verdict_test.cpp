// The verdict on a case in one sentence, the comparison with what was expected, and the report for a bug
// tracker.

#include "protocol/report/wording/plain_verdict.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/report/pages/bug_report.h"
#include "protocol/report/wording/case_comparison.h"
#include "protocol/report/wording/step_words.h"
#include "tests/support/recorded_case.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::plain_verdict_test {
namespace {

using test::ScriptedSession;

ObservedEvent text(std::string_view payload)
{
    return {CaseEvent::Kind::Message, Opcode::Text, bufferOf(payload), {}};
}

std::shared_ptr<const Session> logOf(const std::shared_ptr<ScriptedSession> &script)
{
    return {script, &script->log()};
}

// The result of case 1.1.2 (a text message of 125 octets) after the script has run.
CaseResult failedEcho(std::vector<ObservedEvent> observed, std::shared_ptr<const Session> log)
{
    CaseResult result = test::resultOf("peer", "1.1.2", Behavior::Failed, CloseBehavior::Ok);
    result.observed = std::move(observed);
    result.session = std::move(log);
    return result;
}

std::shared_ptr<const Session> openedLog()
{
    const auto script = std::make_shared<ScriptedSession>();
    script->open();
    return logOf(script);
}

TEST(PlainVerdict, NamesTheBrokenRuleItsClauseAndWhereItShows)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->open();
    script->read("880203ee"); // close code 1006, which must not be sent
    const CaseResult result = failedEcho({}, logOf(script));
    const PlainVerdict plain = plainVerdict(result);
    EXPECT_EQ(plain.clause, "RFC 6455 7.4.1");
    EXPECT_NE(plain.sentence.find("1006"), std::string::npos) << plain.sentence;
    EXPECT_EQ(plain.text(), plain.sentence + ": RFC 6455 7.4.1.");
    ASSERT_TRUE(plain.row);
    EXPECT_EQ(script->log().row(*plain.row).kind, RowKind::Frame);
}

TEST(PlainVerdict, SaysWithoutAClauseThatACasePassed)
{
    const PlainVerdict plain = plainVerdict(test::play(test::recordedReport("1.1.1")));
    EXPECT_EQ(plain.text(), "Everything came back as it should, and the connection was closed properly.");
    EXPECT_FALSE(plain.row);
}

TEST(PlainVerdict, SaysWhereTheEventsDifferIfNoRuleIsBroken)
{
    const PlainVerdict plain = plainVerdict(failedEcho({text("*")}, openedLog()));
    EXPECT_EQ(plain.sentence, "The 1st event differs: it has 1 octet where 125 were expected");
    EXPECT_EQ(plain.clause, findCase("1.1.2")->clause);
}

TEST(PlainVerdict, BlamesTheHandshakeIfTheConnectionNeverOpened)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->connect().writeText(test::request);
    EXPECT_EQ(plainVerdict(failedEcho({}, logOf(script))).sentence,
              "The server did not complete the opening handshake");
}

TEST(PlainVerdict, SaysThatAStoppedCaseHasNoVerdict)
{
    CaseResult result = failedEcho({}, openedLog());
    result.wasStopped = true;
    EXPECT_EQ(plainVerdict(result).sentence, "The case was stopped before it ended, so it has no verdict");
}

TEST(CaseComparisonTest, ComparesEachEventWithTheObservedOne)
{
    const CaseComparison comparison = comparisonOf(failedEcho({}, openedLog()));
    ASSERT_FALSE(comparison.rows.empty());
    EXPECT_EQ(comparison.expectation, "OK");
    EXPECT_EQ(comparison.rows.front().what, "1st event");
    EXPECT_EQ(comparison.rows.front().observed, "nothing");
    EXPECT_EQ(comparison.rows.front().state, ComparedRow::State::Differs);
    EXPECT_FALSE(comparison.difference);
}

TEST(CaseComparisonTest, NamesTheFirstDifferingOctetAndShowsTheOctetsAroundIt)
{
    std::string payload(125, '*');
    payload[70] = 'x';
    const CaseComparison comparison = comparisonOf(failedEcho({text(payload)}, openedLog()));
    ASSERT_TRUE(comparison.difference);
    const OctetDifference &difference = *comparison.difference;
    EXPECT_EQ(difference.at, 70u);
    EXPECT_EQ(difference.start % 16, 0u);
    EXPECT_EQ(difference.expected[70 - difference.start], std::byte{'*'});
    EXPECT_EQ(difference.observed[70 - difference.start], std::byte{'x'});
    EXPECT_EQ(difference.sentence(),
              "In the 1st event, octet 70 (counted from 0) is 0x78 where 0x2a was expected.");
}

TEST(CaseComparisonTest, NamesMissingAndSurplusOctets)
{
    const auto sentence = [](std::size_t length) {
        return comparisonOf(failedEcho({text(std::string(length, '*'))}, openedLog())).difference->sentence();
    };
    EXPECT_EQ(sentence(124),
              "In the 1st event, octet 124 (counted from 0) is missing: 124 octets came where 125 were "
              "expected.");
    EXPECT_EQ(sentence(126),
              "In the 1st event, octet 125 (counted from 0) is one too many: 126 octets came where 125 were "
              "expected.");
}

TEST(CaseComparisonTest, AgreesEverywhereIfTheCasePassed)
{
    for (const ComparedRow &row : comparisonOf(test::play(test::recordedReport("1.1.1"))).rows)
        EXPECT_NE(row.state, ComparedRow::State::Differs) << row.what;
}

TEST(StepWords, SayWhatIsSent)
{
    EXPECT_EQ(stepText(*findCase("1.1.1"), 0), "Send a text frame without payload");
    EXPECT_EQ(stepTexts(*findCase("9.7.1"), 2).back(), "... and 998 more");
    for (const CaseSpec &spec : catalogue()) {
        ASSERT_GT(stepCount(spec), 0u) << spec.id;
        for (const std::string &step : stepTexts(spec))
            EXPECT_FALSE(step.empty()) << spec.id;
    }
}

TEST(BugReport, SaysWhatIsWrongByWhichClauseAndHowToRunItAgain)
{
    std::string payload(125, '*');
    payload[70] = 'x';
    const std::string report =
        bugReport(failedEcho({text(payload)}, openedLog()), "frameglass test ws://a/ --cases 1.1.2", "x/1.0");
    EXPECT_TRUE(report.starts_with("## Conformance case 1.1.2")) << report;
    EXPECT_NE(report.find("(x/1.0)"), std::string::npos);
    EXPECT_NE(report.find("RFC 6455"), std::string::npos);
    EXPECT_NE(report.find("```\nframeglass test ws://a/ --cases 1.1.2\n```"), std::string::npos);
    EXPECT_NE(report.find("octet 70"), std::string::npos);
}

TEST(BugReport, TextFromThePeerCannotLeaveItsCodeBlock)
{
    EXPECT_EQ(markdownBlock("a\n```\n# b"), "````\na\n```\n# b\n````\n");
    EXPECT_EQ(markdownText("a|b\n<img> `x` [y](z) @all #1"), "a\\|b &lt;img> \\`x\\` \\[y\\](z) \\@all \\#1");
    const std::string report =
        bugReport(failedEcho({text("\n## forged\n```")}, openedLog()), {}, "\n## forged");
    EXPECT_EQ(report.find("\n## forged"), std::string::npos);
}

} // namespace
} // namespace fg::plain_verdict_test
