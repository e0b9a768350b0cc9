// JUnit XML and TAP.

#include "protocol/report/pages/junit_report.h"
#include "protocol/report/pages/tap_report.h"
#include "tests/support/recorded_case.h"
#include "tests/support/scripted_session.h"

#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include <sstream>

namespace fg::ci_reports_test {
namespace {

using test::resultOf;
using test::ScriptedSession;

std::string junitOf(const RunReport &report, Strictness strictness = Strictness::Normal)
{
    std::ostringstream out;
    writeJunit(out, report, strictness);
    return out.str();
}

std::string tapOf(const RunReport &report, Strictness strictness = Strictness::Normal)
{
    std::ostringstream out;
    writeTap(out, report, strictness);
    return out.str();
}

CaseResult refusedResult(std::string_view agent, std::string_view caseId)
{
    const auto script = std::make_shared<ScriptedSession>();
    script->row(RowKind::Error,
                TransportError{.kind = TransportErrorKind::ConnectionRefused, .detail = "refused <&>"});
    CaseResult result = resultOf(agent, caseId, Behavior::Failed, CloseBehavior::Failed);
    result.session = std::shared_ptr<const Session>(script, &script->log());
    return result;
}

RunReport someReport()
{
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("peer", "1.1.1"));
    report.add(resultOf("peer", "1.1.2", Behavior::Failed, CloseBehavior::Unclean));
    report.add(resultOf("peer", "1.1.3", Behavior::Ok, CloseBehavior::WrongCode));
    report.add(resultOf("peer", "3.2", Behavior::NonStrict));
    report.add(resultOf("peer", "7.1.6", Behavior::Informational, CloseBehavior::Informational));
    report.add(resultOf("peer", "9.1.1", Behavior::Unimplemented));
    report.add(refusedResult("peer", "2.2"));
    return report;
}

struct Testcase
{
    std::string name;
    std::string classname;
    std::string ending; // "", "failure", "skipped", "error"
    std::string message;
    std::string body; // of the ending
};

// Fails the test if the text is not well-formed XML.
std::vector<Testcase> testcasesOf(const std::string &xml)
{
    std::vector<Testcase> cases;
    QXmlStreamReader reader(QByteArray::fromStdString(xml));
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attribute = [&](const char *name) {
            return reader.attributes().value(QLatin1String(name)).toString().toStdString();
        };
        const std::string element = reader.name().toString().toStdString();
        if (element == "testcase") {
            cases.push_back({attribute("name"), attribute("classname"), {}, {}, {}});
        } else if (element == "failure" || element == "error" || element == "skipped") {
            cases.back().ending = element;
            cases.back().message = attribute("message");
            cases.back().body = reader.readElementText().toStdString();
        }
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString() << '\n' << xml;
    return cases;
}

std::string suiteOf(const std::string &xml)
{
    const std::size_t at = xml.find("  <testsuite ");
    return xml.substr(at, xml.find('\n', at) - at);
}

TEST(Junit, CountsAFailureInEitherVerdictAnErrorWithoutAConnectionAndSkipsTheUnimplemented)
{
    const std::string xml = junitOf(someReport());
    const std::vector<Testcase> cases = testcasesOf(xml);
    std::vector<std::string> endings;
    for (const Testcase &testcase : cases)
        endings.push_back(testcase.ending);
    EXPECT_EQ(endings, (std::vector<std::string>{"", "failure", "failure", "error", "", "", "skipped"}));
    EXPECT_NE(suiteOf(xml).find("tests=\"7\" failures=\"2\" errors=\"1\" skipped=\"1\""), std::string::npos)
        << xml;
}

TEST(Junit, NamesCaseAgentAndCategoryAndPutsTheVerdictIntoMessageAndBody)
{
    const std::vector<Testcase> cases = testcasesOf(junitOf(someReport()));
    ASSERT_GT(cases.size(), 2u);
    EXPECT_TRUE(cases[1].name.starts_with("1.1.2 ")) << cases[1].name;
    EXPECT_TRUE(cases[1].classname.starts_with("peer.1 ")) << cases[1].classname;
    EXPECT_EQ(cases[1].message, "FAILED, closing UNCLEAN");
    EXPECT_TRUE(cases[1].body.starts_with("FAILED, closing UNCLEAN\nActual events differ from any expected.\n"
                                          "The spec requires the connection to be failed cleanly here.\n"))
        << cases[1].body;
}

TEST(Junit, StrictlyCountsNonStrictAsAFailure)
{
    const std::vector<Testcase> cases = testcasesOf(junitOf(someReport(), Strictness::Strict));
    EXPECT_EQ(cases[4].ending, "failure");
    EXPECT_EQ(cases[4].message, "NON-STRICT, closing OK");
}

TEST(Junit, StaysWellFormedForAnyNameOfAnAgent)
{
    for (const std::string_view agent :
         {"</testsuite><script>\"'&", "a\x01\x1b\n\x7f", "\xff\xed\xa0\x80", "\u202E\uFFFE\uFFFF", "]]>"}) {
        RunReport report(TestedSide::Clients, {});
        report.add(resultOf(agent, "1.1.1", Behavior::Failed, CloseBehavior::Failed));
        report.agent(agent).notes.emplace_back("a note with <b>");
        EXPECT_EQ(testcasesOf(junitOf(report)).size(), 1u);
    }
    RunReport report(TestedSide::Clients, {});
    report.add(resultOf(std::string_view("a\0b", 3), "1.1.1"));
    EXPECT_EQ(testcasesOf(junitOf(report)).front().classname.substr(0, 7), "a\\x00b.");
}

TEST(Junit, AnAgentThatWasNotReachedIsAnError)
{
    RunReport report(TestedSide::Servers, {});
    report.agent("gone").unreachable = {"ws://x/ refused the connection.", "Nothing listens.", "Start it."};
    const std::vector<Testcase> cases = testcasesOf(junitOf(report));
    ASSERT_EQ(cases.size(), 1u);
    EXPECT_EQ(cases[0].ending, "error");
    EXPECT_EQ(cases[0].message, "ws://x/ refused the connection.");
    EXPECT_NE(cases[0].body.find("Start it."), std::string::npos);
}

TEST(Tap, HasAPlanAndAPointForEachCase)
{
    const std::string tap = tapOf(someReport());
    EXPECT_TRUE(tap.starts_with("TAP version 14\n1..7\nok 1 - peer 1.1.1 ")) << tap;
    EXPECT_NE(tap.find("\nnot ok 2 - peer 1.1.2 "), std::string::npos) << tap;
    EXPECT_NE(tap.find("\nnot ok 3 - peer 1.1.3 "), std::string::npos) << tap;
    EXPECT_NE(tap.find("\nok 6 - peer 7.1.6 "), std::string::npos) << tap;
    EXPECT_NE(tap.find(" # SKIP UNIMPLEMENTED, closing OK\n"), std::string::npos) << tap;
    EXPECT_NE(tapOf(someReport(), Strictness::Strict).find("\nnot ok 5 - peer 3.2 "), std::string::npos);
}

TEST(CiReports, SayThatACaseRanAgainBecauseItHadRunOutOfTime)
{
    RunReport report(TestedSide::Servers, {});
    CaseResult repeated = resultOf("peer", "1.1.1");
    repeated.again = CaseResult::Again::OutOfTime;
    repeated.firstVerdict = {Behavior::Failed, CloseBehavior::Unclean};
    report.add(repeated);
    const std::string note = "One case ran a second time because it had run out of time: 1.1.1.";
    EXPECT_NE(tapOf(report).find("# peer: " + note), std::string::npos);
    EXPECT_NE(junitOf(report).find(note), std::string::npos);
    EXPECT_NE(
        junitOf(report).find("its first run had run out of time with the verdict FAILED, closing UNCLEAN."),
        std::string::npos);
    EXPECT_EQ(report.find("peer")->counts(Strictness::Strict).failed, 0U) << "the second result counts";
    report.add(resultOf("peer", "1.1.1"));
    EXPECT_EQ(tapOf(report).find(note), std::string::npos) << "a later result replaces it";
}

TEST(Tap, SaysInAYamlBlockWhatFailedAPoint)
{
    const std::string tap = tapOf(someReport());
    EXPECT_NE(tap.find("\n  ---\n  behavior: \"FAILED\"\n  behaviorClose: \"UNCLEAN\"\n  clause: \"RFC"),
              std::string::npos)
        << tap;
    EXPECT_NE(tap.find("\n  reasons:\n    - \"Actual events differ from any expected.\"\n"),
              std::string::npos)
        << tap;
}

TEST(Tap, AnAgentsNameCannotForgeAPointOrADirective)
{
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("x # TODO\nok 2 - y", "1.1.1", Behavior::Failed, CloseBehavior::Failed));
    const std::string tap = tapOf(report);
    EXPECT_NE(tap.find("not ok 1 - x \\# TODO\\\\x0aok 2 - y 1.1.1 "), std::string::npos) << tap;
}

TEST(Junit, AVerdictWithoutADurationHasNoTime)
{
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("peer", "1.1.1"));
    EXPECT_NE(junitOf(report).find(" time=\""), std::string::npos);
    report.agent("peer").cases.front().duration.reset();
    EXPECT_EQ(junitOf(report).find(" time=\""), std::string::npos);
}

} // namespace
} // namespace fg::ci_reports_test
