#include "protocol/conformance/run/step_controller.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"
#include "protocol/wire/overloaded.h"
#include "tests/support/loopback_client.h"

#include <gtest/gtest.h>

namespace fg::test::stepped_case_test {
namespace {

class SteppedCaseTest : public testing::Test
{
protected:
    SteppedCaseTest() { m_listens = !m_echo.start(); }

    void start(const char *id)
    {
        ASSERT_TRUE(m_listens);
        Target target;
        target.url = std::get<WebSocketUrl>(parseWebSocketUrl(m_echo.url()));
        target.agent = "echo";
        m_stepper.start(*findCase(id), target);
    }
    void processNews()
    {
        for (RunEvent &event : m_stepper.fetchNews().events)
            std::visit(
                Overloaded{
                    [this](const CaseStarted &started) { m_session = started.session; },
                    [this](const CaseWaits &waits) { m_waitsFor = waits.step; },
                    [this](CaseEnded &ended) { m_result = std::move(ended.result); },
                    IgnoredEvents<CaseRunsAgain, AgentOneAtATime, AgentLost, AgentDone, StopRequested>()},
                event);
    }
    bool waitsFor(std::size_t step)
    {
        return waitUntil([&] {
            processNews();
            return m_waitsFor == step;
        });
    }
    bool hasEnded()
    {
        return waitUntil([&] {
            processNews();
            return m_result.has_value();
        });
    }
    void letTimePass(std::chrono::milliseconds span)
    {
        const auto until = std::chrono::steady_clock::now() + span;
        EXPECT_TRUE(waitUntil([&] { return std::chrono::steady_clock::now() >= until; }));
    }

    QtTimeSource m_time;
    SystemEntropy m_entropy;
    EchoPeer m_echo{{}, m_time, m_entropy};
    NetworkThread m_network;
    StepController m_stepper{m_network};
    std::shared_ptr<const Session> m_session;
    std::optional<std::size_t> m_waitsFor;
    std::optional<CaseResult> m_result;
    bool m_listens = false;
};

} // namespace

TEST_F(SteppedCaseTest, each_step_waits_until_it_is_requested)
{
    start("2.10"); // Ten pings; the last step sets the end of the case.
    for (std::size_t step = 0; step + 1 < findCase("2.10")->steps.size(); ++step) {
        ASSERT_TRUE(waitsFor(step)) << step;
        ASSERT_NE(m_session, nullptr);
        EXPECT_FALSE(m_result);
        m_stepper.step();
    }
    // All expected events have been received, so the case closes, whether its last step is performed or not.
    ASSERT_TRUE(hasEnded());
    EXPECT_EQ(m_result->verdict.behavior, Behavior::Ok);
    EXPECT_EQ(m_result->verdict.close, CloseBehavior::Ok);
}

TEST_F(SteppedCaseTest, the_time_between_steps_does_not_count)
{
    const auto began = std::chrono::steady_clock::now();
    start("1.1.1");
    ASSERT_TRUE(waitsFor(0));
    const auto held = std::chrono::milliseconds(1500);
    letTimePass(held);
    processNews();
    EXPECT_FALSE(m_result);
    m_stepper.step();
    ASSERT_TRUE(hasEnded());
    EXPECT_EQ(m_result->verdict.behavior, Behavior::Ok);
    EXPECT_LE(m_result->duration, std::chrono::steady_clock::now() - began - held);
}

TEST_F(SteppedCaseTest, the_rest_runs_without_waiting_on_request)
{
    start("2.10");
    ASSERT_TRUE(waitsFor(0));
    m_stepper.step();
    ASSERT_TRUE(waitsFor(1));
    m_stepper.runRemaining();
    ASSERT_TRUE(hasEnded());
    EXPECT_EQ(m_result->verdict.behavior, Behavior::Ok);
}

TEST_F(SteppedCaseTest, an_echo_case_waits_before_each_of_its_messages)
{
    start("9.7.1");
    ASSERT_TRUE(waitsFor(0));
    m_stepper.step();
    ASSERT_TRUE(waitsFor(1));
    m_stepper.step();
    ASSERT_TRUE(waitsFor(2));
    m_stepper.stop();
    ASSERT_TRUE(hasEnded());
    EXPECT_TRUE(m_result->wasStopped);
}

TEST_F(SteppedCaseTest, a_case_that_is_stopped_while_it_waits_ends_without_a_verdict)
{
    start("1.1.1");
    ASSERT_TRUE(waitsFor(0));
    m_stepper.stop();
    ASSERT_TRUE(hasEnded());
    EXPECT_TRUE(m_result->wasStopped);
}

} // namespace fg::test::stepped_case_test
