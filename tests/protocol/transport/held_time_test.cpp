#include "protocol/transport/held_time.h"
#include "tests/support/manual_time.h"

#include <gtest/gtest.h>

namespace fg::test::held_time_test {
namespace {

using namespace std::chrono_literals;

class HeldTimeTest : public testing::Test
{
protected:
    ManualTime m_source;
    HeldTime m_time{m_source};
    int m_runs = 0;

    std::unique_ptr<Timer> start(Duration delay)
    {
        return m_time.startTimer(delay, [this] { ++m_runs; });
    }
};

TEST_F(HeldTimeTest, WhileItIsHeldNoTimePassesAndNoTimerRunsOut)
{
    const auto timer = start(100ms);
    m_source.advance(60ms);
    m_time.hold();
    const Duration then = m_time.now();
    m_source.advance(10s);
    EXPECT_EQ(m_time.now(), then);
    EXPECT_EQ(m_runs, 0);
}

TEST_F(HeldTimeTest, ReleasedATimerHasTheTimeThatItHadLeft)
{
    const auto timer = start(100ms);
    m_source.advance(60ms);
    m_time.hold();
    m_source.advance(10s);
    m_time.release();
    m_source.advance(39ms);
    EXPECT_EQ(m_runs, 0);
    m_source.advance(1ms);
    EXPECT_EQ(m_runs, 1);
}

TEST_F(HeldTimeTest, ATimerOfNoDelayRunsAlsoWhileTimeIsHeld)
{
    m_time.hold();
    const auto timer = start({});
    m_source.runDue();
    EXPECT_EQ(m_runs, 1);
}

TEST_F(HeldTimeTest, ATimerThatIsStartedWhileTimeIsHeldWaitsForTheReleaseToo)
{
    m_time.hold();
    const auto timer = start(5ms);
    m_source.advance(1s);
    EXPECT_EQ(m_runs, 0);
    m_time.release();
    m_source.advance(5ms);
    EXPECT_EQ(m_runs, 1);
}

TEST_F(HeldTimeTest, HoldingTwiceIsHoldingOnceAndADestroyedTimerNeverRuns)
{
    auto timer = start(5ms);
    m_time.hold();
    m_source.advance(1s);
    m_time.hold();
    m_time.release();
    timer.reset();
    m_source.advance(1s);
    EXPECT_EQ(m_runs, 0);
}

} // namespace
} // namespace fg::test::held_time_test
