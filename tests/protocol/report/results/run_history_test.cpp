// Runs: kept in the history, compared, and searched for flaky cases.

#include "protocol/report/results/run_record.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/results/run_comparison.h"
#include "tests/support/recorded_case.h"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace fg::run_history_test {
namespace {

using namespace std::chrono_literals;
using test::resultOf;
using Kind = RunDifference::Kind;

struct Ran
{
    const char *id;
    Behavior behavior = Behavior::Ok;
    CloseBehavior close = CloseBehavior::Ok;
    Duration duration = 5ms;
};

RunReport reportOf(std::initializer_list<Ran> cases, const std::string &agent = "peer")
{
    RunReport report(TestedSide::Servers,
                     std::chrono::system_clock::time_point(std::chrono::milliseconds(1'700'000'000'123)));
    for (const Ran &ran : cases) {
        CaseResult result = resultOf(agent, ran.id, ran.behavior, ran.close);
        result.duration = ran.duration;
        report.add(result);
    }
    return report;
}

std::string textOf(const RunHead &head, const RunReport &report)
{
    std::ostringstream out;
    writeRunRecord(out, head, report);
    return out.str();
}

RunHead headOf(const RunReport &report)
{
    RunHead head{
        .started = report.started(), .side = report.side(), .series = {}, .agents = agentHeads(report)};
    return head;
}

TEST(RunRecordTest, IsReadBackFromItsFileUnchanged)
{
    RunReport report =
        reportOf({{"1.1.1"}, {"2.10", Behavior::NonStrict}, {"7.1.6", Behavior::Informational}},
                 "a \"quoted\"\nname \u202E");
    report.agent("other").product = "ws/8";
    report.agent("other").url = "ws://127.0.0.1:1/";
    RunHead head = headOf(report);
    head.series = "s";
    head.time = 2;
    head.times = 3;
    head.wasStopped = true;
    head.wasStepped = true;
    head.agents.front().notes = {"a note"};
    const auto read = readRunRecord(textOf(head, report));
    ASSERT_TRUE(std::holds_alternative<RunRecord>(read)) << std::get<std::string>(read);
    const RunRecord &record = std::get<RunRecord>(read);
    EXPECT_EQ(record.head.started, head.started);
    EXPECT_EQ(record.head.series, "s");
    EXPECT_EQ(record.head.time, 2u);
    EXPECT_EQ(record.head.times, 3u);
    EXPECT_TRUE(record.head.wasStopped);
    EXPECT_TRUE(record.head.wasStepped);
    EXPECT_EQ(record.report.agents().front().notes, std::vector<std::string>{"a note"});
    EXPECT_EQ(record.head.agents.size(), 2u);
    EXPECT_EQ(baselineOf(record.report), baselineOf(report));
    EXPECT_EQ(record.report.find("other")->product, "ws/8");
    EXPECT_EQ(record.report.agents().front().cases.front().duration, 5ms);
}

TEST(RunRecordTest, ACaseWhoseTimeIsNotKnownIsReadBackWithoutOne)
{
    RunReport report = reportOf({{"1.1.1"}, {"1.1.2"}});
    report.agent("peer").cases.front().duration.reset();
    const auto read = readRunRecord(textOf(headOf(report), report));
    ASSERT_TRUE(std::holds_alternative<RunRecord>(read)) << std::get<std::string>(read);
    const std::vector<CaseSummary> &cases = std::get<RunRecord>(read).report.agents().front().cases;
    EXPECT_FALSE(cases[0].duration);
    EXPECT_EQ(cases[1].duration, 5ms);
    RunReport slow = reportOf({{"1.1.1", Behavior::Ok, CloseBehavior::Ok, 9s}});
    EXPECT_TRUE(compareRuns(report, slow).front().kind != Kind::Slower); // It has nothing to compare with.
}

// Earlier versions wrote names with their secrets.
TEST(RunRecordTest, AgentsWhoseNamesDifferInTheirSecretsOnlyStayApart)
{
    RunReport report = reportOf({{"1.1.1"}}, "first");
    AgentResults second = report.agents().front();
    second.agent = "second";
    report.agent("second") = second;
    std::string text = textOf(headOf(report), report);
    for (const auto &[name, old] :
         {std::pair("\"first\"", "\"h?token=abc\""), {"\"second\"", "\"h?token=xyz\""}}) {
        for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
            text.replace(at, std::string_view(name).size(), old);
    }
    const auto read = readRunRecord(text);
    ASSERT_TRUE(std::holds_alternative<RunRecord>(read)) << std::get<std::string>(read);
    const RunRecord &record = std::get<RunRecord>(read);
    ASSERT_EQ(record.report.agents().size(), 2u);
    ASSERT_EQ(record.head.agents.size(), 2u);
    for (const std::size_t place : {0u, 1u}) {
        EXPECT_EQ(record.report.agents()[place].agent, place == 0 ? "h?token=***" : "h?token=*** (2)");
        EXPECT_EQ(record.report.agents()[place].agent, record.head.agents[place].agent);
        EXPECT_EQ(record.report.agents()[place].cases.size(), 1u);
    }
}

TEST(RunRecordTest, ItsHeadSumsUpTheRun)
{
    const RunReport report = reportOf({{"1.1.1"}, {"1.1.2", Behavior::Failed, CloseBehavior::Failed}});
    const std::string text = textOf(headOf(report), report);
    const auto read = readRunHead(text.substr(0, text.find('\n')));
    ASSERT_TRUE(std::holds_alternative<RunHead>(read));
    const RunHead &head = std::get<RunHead>(read);
    ASSERT_EQ(head.agents.size(), 1u);
    EXPECT_EQ(head.agents.front().cases, 2u);
    EXPECT_EQ(head.agents.front().failed, 1u);
}

TEST(RunRecordTest, CutAtAnyOctetItIsRefusedOrGivesItsWholeLines)
{
    const RunReport report = reportOf({{"1.1.1"}, {"2.2"}});
    const std::string text = textOf(headOf(report), report);
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto read = readRunRecord(text.substr(0, length));
        if (const auto *const record = std::get_if<RunRecord>(&read))
            EXPECT_LE(record->report.find("peer")->cases.size(), 2u) << length;
        else
            EXPECT_FALSE(std::get<std::string>(read).empty()) << length;
    }
    EXPECT_TRUE(std::holds_alternative<std::string>(readRunRecord("{\"frameglassRun\": 2}\n")));
}

TEST(RunComparisonTest, NamesRegressionsFixesAndOtherChanges)
{
    const RunReport before = reportOf(
        {{"1.1.1"}, {"1.1.2", Behavior::Failed, CloseBehavior::Failed}, {"1.1.3"}, {"1.1.4"}, {"1.1.5"}});
    const RunReport now = reportOf({{"1.1.1", Behavior::Failed, CloseBehavior::Failed},
                                    {"1.1.2"},
                                    {"1.1.3", Behavior::NonStrict},
                                    {"1.1.4"},
                                    {"1.1.6"}});
    std::vector<std::pair<Kind, std::string>> found;
    for (const RunDifference &difference : compareRuns(before, now))
        found.emplace_back(difference.kind, difference.spec->id);
    const std::vector<std::pair<Kind, std::string>> expected{{Kind::Regressed, "1.1.1"},
                                                             {Kind::Fixed, "1.1.2"},
                                                             {Kind::Changed, "1.1.3"},
                                                             {Kind::Added, "1.1.6"},
                                                             {Kind::Missing, "1.1.5"}};
    EXPECT_EQ(found, expected);
}

TEST(RunComparisonTest, CallsACaseFasterOrSlowerOnlyIfThatCanBeNoticed)
{
    const auto kinds = [](Duration before, Duration now) {
        std::vector<Kind> found;
        for (const RunDifference &difference :
             compareRuns(reportOf({{"9.1.1", Behavior::Ok, CloseBehavior::Ok, before}}),
                         reportOf({{"9.1.1", Behavior::Ok, CloseBehavior::Ok, now}})))
            found.push_back(difference.kind);
        return found;
    };
    EXPECT_EQ(kinds(100ms, 200ms), std::vector{Kind::Slower});
    EXPECT_EQ(kinds(400ms, 200ms), std::vector{Kind::Faster});
    EXPECT_TRUE(kinds(2ms, 90ms).empty()); // many times as long, but too short to be noticed
    EXPECT_TRUE(kinds(1000ms, 1900ms).empty());
}

TEST(RunComparisonTest, RunsOfOneAgentEachAreComparedForAnyNames)
{
    const auto differences =
        compareRuns(reportOf({{"1.1.1"}}, "before"),
                    reportOf({{"1.1.1", Behavior::Failed, CloseBehavior::Failed}}, "now"));
    ASSERT_EQ(differences.size(), 1u);
    EXPECT_EQ(differences.front().kind, Kind::Regressed);
    EXPECT_EQ(differences.front().agent, "now");
}

TEST(FlakyCases, AreThoseThatDoNotAlwaysHaveTheSameVerdict)
{
    const RunReport a = reportOf({{"1.1.1"}, {"3.2", Behavior::NonStrict}});
    const RunReport b = reportOf({{"1.1.1"}, {"3.2"}});
    const RunReport c = reportOf({{"1.1.1"}, {"3.2"}});
    const std::vector<FlakyCase> flaky = flakyCases({&a, &b, &c});
    ASSERT_EQ(flaky.size(), 1u);
    EXPECT_EQ(flaky.front().spec->id, "3.2");
    ASSERT_EQ(flaky.front().verdicts.size(), 2u);
    EXPECT_EQ(flaky.front().verdicts.front().runs, 2u);
    EXPECT_TRUE(flakyCases({&b, &c}).empty());
}

} // namespace
} // namespace fg::run_history_test
