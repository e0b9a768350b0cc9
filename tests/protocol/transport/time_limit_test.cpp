// A limit counts the time in which the machine let us run, over virtual time.
#include "protocol/transport/time_limit.h"

#include "protocol/transport/held_time.h"
#include "tests/support/manual_time.h"

#include <gtest/gtest.h>

#include <optional>

namespace fg::test::time_limit_test {
namespace {

using namespace std::chrono_literals;

class TimeLimitTest : public testing::Test
{
protected:
    // Starts a limit of a second.
    void start(TimeSource &time)
    {
        m_limit = startLimit(
            time, 1s,
            [this] {
                m_hasPassed = true;
                m_limit.reset();
            },
            [this](const Stretch &stretch) { m_stretches.push_back(stretch); });
    }
    void start() { start(m_time); }

    ManualTime m_time;
    std::unique_ptr<Timer> m_limit;
    bool m_hasPassed = false;
    std::vector<Stretch> m_stretches;
};

TEST_F(TimeLimitTest, PassesAtItsTimeIfTheMachineLetUsRun)
{
    start();
    m_time.advance(999ms);
    EXPECT_FALSE(m_hasPassed);
    m_time.advance(1ms);
    EXPECT_TRUE(m_hasPassed);
    EXPECT_TRUE(m_stretches.empty());
}

TEST_F(TimeLimitTest, IsLongerByTheTimeInWhichWeDidNotRun)
{
    start();
    m_time.advance(300ms);
    m_time.stall(400ms);
    m_time.advance(699ms);
    EXPECT_FALSE(m_hasPassed);
    m_time.advance(1ms);
    EXPECT_TRUE(m_hasPassed);
    ASSERT_EQ(m_stretches.size(), 1U);
    EXPECT_EQ(m_stretches.front().moment, Stretch::Moment::Begins);
    EXPECT_EQ(m_stretches.front().limit, Duration(1s));
    EXPECT_EQ(m_stretches.front().by, Duration(400ms));
}

TEST_F(TimeLimitTest, ThatIsFoundLateHasWhatItHadLeft)
{
    start();
    m_time.advance(300ms);
    m_time.stall(5s);
    EXPECT_FALSE(m_hasPassed) << "the peer had 300 of its 1000 ms";
    m_time.advance(699ms);
    EXPECT_FALSE(m_hasPassed);
    m_time.advance(1ms);
    EXPECT_TRUE(m_hasPassed);
}

TEST_F(TimeLimitTest, SaysAtItsEndWhatWasAddedSinceItBeganToBeStretched)
{
    start();
    m_time.stall(400ms);
    m_time.advance(700ms);
    m_time.stall(200ms);
    m_time.advance(299ms);
    EXPECT_FALSE(m_hasPassed);
    m_time.advance(1ms);
    EXPECT_TRUE(m_hasPassed);
    ASSERT_EQ(m_stretches.size(), 2U);
    EXPECT_EQ(m_stretches[0].by, Duration(400ms));
    EXPECT_EQ(m_stretches[1].moment, Stretch::Moment::Ended);
    EXPECT_EQ(m_stretches[1].by, Duration(600ms));
}

TEST_F(TimeLimitTest, IsNotStretchedBecauseATimerIsNeverExact)
{
    start();
    m_time.stall(1s / leastStretchedPart - 1ms);
    m_time.advance(1s / leastStretchedPart);
    m_time.advance(1s - 2s / leastStretchedPart + 1ms);
    EXPECT_TRUE(m_hasPassed);
    EXPECT_TRUE(m_stretches.empty());
}

TEST_F(TimeLimitTest, IsNotStretchedByWhatWasBeforeIt)
{
    m_time.stall(10s);
    start();
    m_time.advance(1s);
    EXPECT_TRUE(m_hasPassed);
}

TEST_F(TimeLimitTest, EndsAfterSomeTimesItsLengthHoweverBusyTheMachineIs)
{
    start();
    Duration took{};
    while (!m_hasPassed && took < 1min) {
        m_time.stall(99ms);
        m_time.advance(1ms);
        took += 100ms;
    }
    EXPECT_TRUE(m_hasPassed);
    EXPECT_EQ(took, Duration(mostStretched * 1s));
}

TEST_F(TimeLimitTest, ThatIsStoppedNeverPasses)
{
    start();
    m_time.stall(2s);
    m_limit.reset();
    m_time.advance(1min);
    EXPECT_FALSE(m_hasPassed);
}

TEST_F(TimeLimitTest, OfHeldTimeIsNotStretchedByWhatPassesMeanwhile)
{
    HeldTime held(m_time);
    start(held);
    m_time.advance(300ms);
    held.hold();
    m_time.stall(5s);
    m_time.advance(5s);
    held.release();
    m_time.advance(699ms);
    EXPECT_FALSE(m_hasPassed);
    m_time.advance(1ms);
    EXPECT_TRUE(m_hasPassed);
    EXPECT_TRUE(m_stretches.empty());
}

TEST_F(TimeLimitTest, OfHeldTimeIsStretchedByWhatWasBeforeAndAfter)
{
    HeldTime held(m_time);
    start(held);
    m_time.stall(100ms);
    held.hold();
    m_time.stall(5s);
    held.release();
    m_time.stall(200ms);
    m_time.advance(999ms);
    EXPECT_FALSE(m_hasPassed);
    m_time.advance(1ms);
    EXPECT_TRUE(m_hasPassed);
    ASSERT_EQ(m_stretches.size(), 1U);
    EXPECT_EQ(m_stretches.front().by, Duration(300ms));
}

} // namespace
} // namespace fg::test::time_limit_test
