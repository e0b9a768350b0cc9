// The order of the cases of a run. The test reports when cases start and end.
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/suite_schedule.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <set>

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

TEST(SuiteSchedule, ACaseThatRanOutOfTimeRunsAgainOnceAlsoIfItWasByItself)
{
    SuiteSchedule schedule(cases({"1.1.1"}), 8);
    const CaseSpec *const late = schedule.startNext(0ns);
    EXPECT_FALSE(schedule.ended(*late, 1s, CaseEnd::OutOfTime));
    EXPECT_FALSE(schedule.isDone());
    EXPECT_EQ(schedule.startNext(1s), late);
    EXPECT_TRUE(schedule.ended(*late, 2s, CaseEnd::OutOfTime));
    EXPECT_TRUE(schedule.isDone());
}

TEST(SuiteSchedule, ABulkCaseThatRanOutOfTimeRunsAgainOnce)
{
    SuiteSchedule schedule(cases({"9.1.1"}), 8);
    const CaseSpec *const late = schedule.startNext(0ns);
    EXPECT_FALSE(schedule.ended(*late, 10s, CaseEnd::OutOfTime));
    EXPECT_EQ(schedule.startNext(10s), late);
    EXPECT_TRUE(schedule.ended(*late, 20s, CaseEnd::OutOfTime));
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

std::vector<const CaseSpec *> ordinaryCases(std::size_t count)
{
    std::vector<const CaseSpec *> found;
    for (const CaseSpec &spec : catalogue()) {
        if (!spec.echo && found.size() < count)
            found.push_back(&spec);
    }
    return found;
}

// Runs all cases two at a time, each of which runs out of time, unless `passes` says otherwise for one that
// runs again. Returns how many ran again.
unsigned repeatsOf(std::size_t count, const std::function<bool(unsigned repeat)> &passes)
{
    SuiteSchedule schedule(ordinaryCases(count), 2);
    std::deque<const CaseSpec *> running;
    std::set<const CaseSpec *> again;
    unsigned repeated = 0;
    while (!schedule.isDone()) {
        while (const CaseSpec *const next = schedule.startNext(0ns))
            running.push_back(next);
        const CaseSpec *const ended = running.front();
        running.pop_front();
        const bool isRepeat = again.contains(ended);
        EXPECT_TRUE(!isRepeat || running.empty()) << "it runs beside another case";
        const CaseEnd end = isRepeat && passes(++repeated) ? CaseEnd::Decided : CaseEnd::OutOfTime;
        const bool counts = schedule.ended(*ended, 0ns, end);
        EXPECT_TRUE(counts || again.insert(ended).second) << "it ran out of time twice and is repeated";
    }
    return repeated;
}

TEST(SuiteSchedule, ASlowServerGetsNoMoreSecondChancesWhenEnoughWereInVain)
{
    constexpr unsigned beside =
        1; // It ran out of time while the last one ran, and has to be given its chance.
    EXPECT_LE(repeatsOf(60, [](unsigned) { return false; }), SuiteSchedule::enoughInVain + beside);
}

TEST(SuiteSchedule, ABusyMachineGetsAsManySecondChancesAsItNeeds)
{
    EXPECT_EQ(repeatsOf(60, [](unsigned) { return true; }), 60U);
    EXPECT_EQ(repeatsOf(60, [](unsigned repeat) { return repeat % SuiteSchedule::enoughInVain == 0; }), 60U);
}

} // namespace
} // namespace fg::suite_schedule_test
