#include "protocol/report/results/baseline.h"

#include "tests/support/recorded_case.h"

#include <gtest/gtest.h>

#include <sstream>

namespace fg::baseline_test {
namespace {

using Kind = BaselineChange::Kind;
using test::resultOf;

constexpr BaselineEntry passed{Behavior::Ok, CloseBehavior::Ok, 1000};
constexpr BaselineEntry lax{Behavior::NonStrict, CloseBehavior::Ok, 1000};
constexpr BaselineEntry failed{Behavior::Failed, CloseBehavior::Failed, std::nullopt};
constexpr BaselineEntry unclean{Behavior::Ok, CloseBehavior::Unclean, 1000};
constexpr BaselineEntry failedUnclean{Behavior::Failed, CloseBehavior::Unclean, 1000};
constexpr BaselineEntry informational{Behavior::Informational, CloseBehavior::Informational, 1002};

Baseline with(const BaselineEntry &entry, const std::string &id = "1.1.1")
{
    return {.agents = {{"peer", {{id, entry}}}}};
}

Kind changeFrom(const BaselineEntry &before, const BaselineEntry &now,
                Strictness strictness = Strictness::Normal)
{
    const auto changes = compare(with(before), with(now), strictness);
    EXPECT_EQ(changes.size(), 1u);
    return changes.empty() ? Kind::Missing : changes.front().kind;
}

std::string textOf(const Baseline &baseline)
{
    std::ostringstream out;
    writeBaseline(out, baseline);
    return out.str();
}

std::string errorOf(std::string_view text)
{
    const auto parsed = parseBaseline(text);
    const auto *const error = std::get_if<BaselineError>(&parsed);
    return error ? error->sentence() : "no error";
}

TEST(Baseline, IsReadBackFromItsFileUnchanged)
{
    Baseline baseline{
        .agents = {{"ws-node", {{"1.1.1", passed}, {"2.10", lax}, {"2.9", failed}, {"7.1.6", informational}}},
                   {"a \"quoted\"\nname [x] # \u202E\U0001F600", {{"3.2", unclean}}},
                   {"nothing ran", {}}}};
    baseline.agents["ws-node"]["9.1.1"] = {Behavior::Unimplemented, CloseBehavior::FailedByClient, 4999};
    baseline.agents["ws-node"]["9.1.2"] = {Behavior::Ok, CloseBehavior::WrongCode, 0};
    const auto parsed = parseBaseline(textOf(baseline));
    ASSERT_TRUE(std::holds_alternative<Baseline>(parsed)) << errorOf(textOf(baseline));
    EXPECT_EQ(std::get<Baseline>(parsed), baseline);
}

TEST(Baseline, IsALineForEachCaseInTheOrderOfTheSet)
{
    RunReport report(TestedSide::Servers, {});
    report.add(resultOf("ws-node", "2.10", Behavior::NonStrict, CloseBehavior::FailedByClient));
    report.add(resultOf("ws-node", "2.9"));
    CaseResult stopped = resultOf("ws-node", "2.2");
    stopped.wasStopped = true;
    report.add(stopped);
    EXPECT_EQ(
        textOf(baselineOf(report)),
        "frameglass baseline 1\n\n[\"ws-node\"]\n2.9  OK  OK  -\n2.10  NON-STRICT  FAILED-BY-CLIENT  -\n");
}

TEST(Baseline, KeepsAgentsApartWhoseNamesDifferInTheirSecretsOnly)
{
    const auto parsed = parseBaseline("frameglass baseline 1\n[\"h?token=abc\"]\n1.1.1 OK OK 1000\n"
                                      "[\"h?token=xyz\"]\n1.1.1 OK UNCLEAN 1000\n");
    ASSERT_TRUE(std::holds_alternative<Baseline>(parsed));
    EXPECT_EQ(std::get<Baseline>(parsed),
              (Baseline{.agents = {{"h?token=***", {{"1.1.1", passed}}},
                                   {"h?token=*** (2)", {{"1.1.1", unclean}}}}}));
}

TEST(Baseline, MayBeEditedByHand)
{
    const auto parsed =
        parseBaseline("# mine\r\n\r\nframeglass baseline 1\r\n [\"peer\"] \r\n\t1.1.1 OK\tOK   1000\r\n#end");
    ASSERT_TRUE(std::holds_alternative<Baseline>(parsed));
    EXPECT_EQ(std::get<Baseline>(parsed), with(passed));
}

TEST(Baseline, AnErrorNamesItsLineAndWhatWasExpected)
{
    const std::string start = "frameglass baseline 1\n[\"a\"]\n";
    EXPECT_EQ(errorOf(""), "Line 1: expected \"frameglass baseline 1\" as the first line, found nothing.");
    EXPECT_EQ(errorOf("{}"), "Line 1: expected \"frameglass baseline 1\" as the first line, found \"{}\".");
    EXPECT_EQ(
        errorOf("frameglass baseline 1\n1.1.1 OK OK -"),
        "Line 2: expected an agent's name as [\"name\"] before the first case, found \"1.1.1 OK OK -\".");
    EXPECT_EQ(errorOf("frameglass baseline 1\n[a]"),
              "Line 2: expected an agent's name as [\"name\"], found \"[a]\".");
    EXPECT_EQ(errorOf(start + "[\"a\"]"), "Line 3: expected each agent once, found \"[\"a\"]\".");
    EXPECT_EQ(errorOf(start + "1..1 OK OK -"), "Line 3: expected a case such as 1.1.1, found \"1..1\".");
    EXPECT_EQ(errorOf(start + "\n1.1.1 GOOD OK -"),
              "Line 4: expected a behavior (OK, NON-STRICT, FAILED, UNIMPLEMENTED, INFORMATIONAL), found "
              "\"GOOD\".");
    EXPECT_EQ(errorOf(start + "1.1.1 OK \x1b -"),
              "Line 3: expected a closing behavior (OK, FAILED, WRONG-CODE, UNCLEAN, FAILED-BY-CLIENT, "
              "INFORMATIONAL), found \"\\x1b\".");
    EXPECT_EQ(errorOf(start + "1.1.1 OK OK 65536"),
              "Line 3: expected the peer's close code, or -, found \"65536\".");
    EXPECT_EQ(errorOf(start + "1.1.1 OK OK"), "Line 3: expected the peer's close code, or -, found nothing.");
    EXPECT_EQ(errorOf(start + "1.1.1 OK OK - -"), "Line 3: expected the end of the line, found \"-\".");
    EXPECT_EQ(errorOf(start + "1.1.1 OK OK -\n1.1.1 OK OK -"),
              "Line 4: expected each case once, found \"1.1.1\".");
}

TEST(Baseline, IsReadOrRefusedIfItIsCutAnywhere)
{
    const std::string text = textOf(with(failedUnclean));
    for (std::size_t size = 0; size <= text.size(); ++size)
        (void)parseBaseline(std::string_view(text).substr(0, size));
}

TEST(BaselineChanges, ARegressionIsAVerdictThatNowFails)
{
    EXPECT_EQ(changeFrom(passed, failed), Kind::Regressed);
    EXPECT_EQ(changeFrom(passed, unclean), Kind::Regressed);
    EXPECT_EQ(changeFrom(unclean, failedUnclean), Kind::Regressed);
    EXPECT_EQ(changeFrom(informational, failed), Kind::Regressed);
}

TEST(BaselineChanges, AFixIsAVerdictThatNoLongerFails)
{
    EXPECT_EQ(changeFrom(failed, passed), Kind::Fixed);
    EXPECT_EQ(changeFrom(unclean, lax), Kind::Fixed);
    EXPECT_EQ(changeFrom(failedUnclean, unclean), Kind::Fixed);
}

TEST(BaselineChanges, OtherDifferencesAreChanges)
{
    EXPECT_EQ(changeFrom(passed, lax), Kind::Changed);
    EXPECT_EQ(changeFrom(failed, failedUnclean), Kind::Changed);
    EXPECT_EQ(changeFrom(passed, {Behavior::Ok, CloseBehavior::Ok, 1001}), Kind::Changed);
}

TEST(BaselineChanges, StrictlyNonStrictIsAFailure)
{
    EXPECT_EQ(changeFrom(passed, lax, Strictness::Strict), Kind::Regressed);
    EXPECT_EQ(changeFrom(lax, passed, Strictness::Strict), Kind::Fixed);
}

TEST(BaselineChanges, CasesAndAgentsCanBeAddedOrMissing)
{
    Baseline before = with(passed, "1.1.1");
    Baseline now = with(passed, "1.1.2");
    now.agents["new"] = {{"1.1.1", failed}};
    const auto changes = compare(before, now);
    ASSERT_EQ(changes.size(), 3u);
    EXPECT_EQ(changes[0].sentence(), "new 1.1.1 added: is FAILED, closing FAILED.");
    EXPECT_EQ(changes[1].sentence(), "peer 1.1.1 missing: was OK, closing OK, code 1000.");
    EXPECT_EQ(changes[2].kind, Kind::Added);
    EXPECT_TRUE(compare(now, now).empty());
}

TEST(BaselineChanges, TheirSentencesSayWhatWasAndWhatIs)
{
    const auto changes = compare(with(passed), with(failedUnclean));
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].sentence(),
              "peer 1.1.1 regressed: was OK, closing OK, code 1000; is FAILED, closing "
              "UNCLEAN, code 1000.");
}

} // namespace
} // namespace fg::baseline_test
