// The order of the cases of a run. The test reports when cases start and end.
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/suite_schedule.h"

#include <gtest/gtest.h>

namespace fg::suite_schedule_test {
namespace {

using namespace std::chrono_literals;

std::vector<const CaseSpec *> cases(const std::vector<const char *> &ids)
{
    std::vector<const CaseSpec *> found;
    for (const char *const id : ids)
        found.push_back(findCase(id));
    return found;
}

TEST(SuiteSchedule, GivesOutAsManyAtOnceAsThereAreJobs)
{
    SuiteSchedule schedule(cases({"1.1.1", "1.1.2", "1.1.3"}), 2);
    const CaseSpec *const first = schedule.startNext(0ns);
    ASSERT_TRUE(first);
    ASSERT_TRUE(schedule.startNext(0ns));
    EXPECT_FALSE(schedule.startNext(0ns));
    EXPECT_TRUE(schedule.ended(*first, 1ms));
    EXPECT_TRUE(schedule.startNext(1ms));
    EXPECT_FALSE(schedule.isDone());
}

TEST(SuiteSchedule, NeverRunsTwoBulkCasesAtOnce)
{
    SuiteSchedule schedule(cases({"9.1.1", "9.1.2"}), 8);
    const CaseSpec *const first = schedule.startNext(0ns);
    ASSERT_TRUE(first);
    EXPECT_FALSE(schedule.startNext(0ns));
    EXPECT_TRUE(schedule.ended(*first, 1ms));
    EXPECT_TRUE(schedule.startNext(1ms));
}

TEST(SuiteSchedule, RunsCasesThatCompressLastAndAFewBesideEachOther)
{
    SuiteSchedule schedule(cases({"12.1.1", "12.1.2", "12.1.3", "12.1.4", "12.1.5", "9.1.1", "1.1.1"}), 16);
    const CaseSpec *const ordinary = schedule.startNext(0ns);
    ASSERT_TRUE(ordinary);
    EXPECT_EQ(ordinary->id, "1.1.1");
    EXPECT_FALSE(schedule.startNext(0ns)) << "neither the bulk case nor one that compresses";
    EXPECT_TRUE(schedule.ended(*ordinary, 1ms));
    const CaseSpec *const bulk = schedule.startNext(1ms);
    ASSERT_TRUE(bulk);
    EXPECT_EQ(bulk->id, "9.1.1");
    EXPECT_FALSE(schedule.startNext(1ms));
    EXPECT_TRUE(schedule.ended(*bulk, 2ms));

    std::vector<const CaseSpec *> beside;
    while (const CaseSpec *const next = schedule.startNext(2ms))
        beside.push_back(next);
    EXPECT_EQ(beside.size(), SuiteSchedule::mostCompressing);
    EXPECT_TRUE(schedule.ended(*beside.front(), 3ms));
    EXPECT_TRUE(schedule.startNext(3ms));
    EXPECT_FALSE(schedule.isDone());
}

TEST(SuiteSchedule, ACaseThatCompressesAndRanOutOfTimeBesideOthersRunsAgainByItself)
{
    SuiteSchedule schedule(cases({"12.1.1", "12.1.2"}), 2);
    const CaseSpec *const late = schedule.startNext(0ns);
    const CaseSpec *const beside = schedule.startNext(0ns);
    EXPECT_FALSE(schedule.ended(*late, 1s, CaseEnd::OutOfTime));
    EXPECT_FALSE(schedule.startNext(1s));
    EXPECT_TRUE(schedule.ended(*beside, 1s));
    EXPECT_EQ(schedule.startNext(1s), late);
    EXPECT_TRUE(schedule.ended(*late, 2s));
    EXPECT_TRUE(schedule.isDone());
}

TEST(SuiteSchedule, ACaseThatRanOutOfTimeBesideOthersRunsAgainWithNothingBesideIt)
{
    SuiteSchedule schedule(cases({"1.1.1", "1.1.2", "1.1.3"}), 2);
    const CaseSpec *const late = schedule.startNext(0ns);
    const CaseSpec *const beside = schedule.startNext(0ns);
    EXPECT_FALSE(schedule.ended(*late, 1s, CaseEnd::OutOfTime));
    const CaseSpec *const last = schedule.startNext(1s);
    ASSERT_TRUE(last);
    EXPECT_NE(last, late);
    EXPECT_TRUE(schedule.ended(*beside, 1s));
    EXPECT_FALSE(schedule.startNext(1s)) << "another is still under way";
    EXPECT_TRUE(schedule.ended(*last, 1s));
    EXPECT_EQ(schedule.startNext(1s), late);
    EXPECT_TRUE(schedule.ended(*late, 2s, CaseEnd::OutOfTime)) << "what it does by itself counts";
    EXPECT_TRUE(schedule.isDone());
}

TEST(SuiteSchedule, ACaseThatRanOutOfTimeByItselfIsNotRepeated)
{
    SuiteSchedule schedule(cases({"1.1.1"}), 8);
    EXPECT_TRUE(schedule.ended(*schedule.startNext(0ns), 1s, CaseEnd::OutOfTime));
    EXPECT_TRUE(schedule.isDone());
}

TEST(SuiteSchedule, GivesOutNothingAfterAStopAndRepeatsNothing)
{
    SuiteSchedule schedule(cases({"1.1.1", "1.1.2", "1.1.3"}), 2);
    const CaseSpec *const late = schedule.startNext(0ns);
    const CaseSpec *const beside = schedule.startNext(0ns);
    schedule.stop();
    EXPECT_TRUE(schedule.ended(*late, 1s, CaseEnd::OutOfTime));
    EXPECT_FALSE(schedule.startNext(1s));
    EXPECT_FALSE(schedule.isDone());
    EXPECT_TRUE(schedule.ended(*beside, 1s, CaseEnd::OutOfTime));
    EXPECT_TRUE(schedule.isDone());
}

TEST(SuiteSchedule, ASlowServerGetsNoMoreSecondChancesThanTheLimit)
{
    std::vector<const CaseSpec *> many;
    for (const CaseSpec &spec : catalogue()) {
        if (!spec.echo && many.size() < 3 * SuiteSchedule::mostSecondChances)
            many.push_back(&spec);
    }
    SuiteSchedule schedule(many, 2);
    unsigned repeated = 0;
    const CaseSpec *before = schedule.startNext(0ns);
    while (const CaseSpec *const next = schedule.startNext(0ns)) {
        repeated += schedule.ended(*before, 0ns, CaseEnd::OutOfTime) ? 0 : 1;
        before = next;
    }
    EXPECT_EQ(repeated, SuiteSchedule::mostSecondChances);
}

} // namespace
} // namespace fg::suite_schedule_test
