#include "protocol/conformance/run/suite_controller.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/session/live/echo_peer.h"
#include "protocol/wire/overloaded.h"
#include "tests/support/loopback_client.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::suite_controller_test {
namespace {

std::vector<const CaseSpec *> casesOf(std::initializer_list<const char *> ids)
{
    std::vector<const CaseSpec *> cases;
    for (const char *id : ids)
        cases.push_back(findCase(id));
    return cases;
}

class SuiteControllerTest : public testing::Test
{
protected:
    SuiteControllerTest() { m_listens = !m_echo.start(); }

    SuiteAgent agentAt(const std::string &url, std::vector<const CaseSpec *> cases)
    {
        SuiteAgent agent{.target = {}, .cases = std::move(cases)};
        agent.target.url = std::get<WebSocketUrl>(parseWebSocketUrl(url));
        agent.target.agent = url;
        return agent;
    }
    SuiteAgent echo(std::vector<const CaseSpec *> cases) { return agentAt(m_echo.url(), std::move(cases)); }
    // An agent at a port that is no longer open.
    SuiteAgent nobody(std::vector<const CaseSpec *> cases)
    {
        SocketListener listener;
        EXPECT_FALSE(listener.start({}));
        return agentAt("ws://127.0.0.1:" + std::to_string(listener.port()) + "/", std::move(cases));
    }

    void runToEnd(SuiteController &suite, std::size_t atOnce = SIZE_MAX)
    {
        ASSERT_TRUE(m_listens);
        EXPECT_TRUE(waitUntil([&] {
            RunNews news = suite.fetchNews(atOnce);
            EXPECT_LE(news.events.size(), atOnce);
            std::move(news.events.begin(), news.events.end(), std::back_inserter(m_events));
            return !news.isRunning;
        }));
    }
    template <typename Event> std::vector<const Event *> eventsOf(std::size_t agent) const
    {
        std::vector<const Event *> found;
        for (const RunEvent &event : m_events) {
            const auto *const one = std::get_if<Event>(&event);
            if (one && one->agent.place == agent)
                found.push_back(one);
        }
        return found;
    }

    QtTimeSource m_time;
    SystemEntropy m_entropy;
    EchoPeer m_echo{{}, m_time, m_entropy};
    NetworkThread m_network;
    std::vector<RunEvent> m_events;
    bool m_listens = false;
};

} // namespace

TEST_F(SuiteControllerTest, agents_are_tested_one_after_another)
{
    SuiteController suite(m_network);
    suite.run({echo(casesOf({"1.1.1", "2.2"})), echo(casesOf({"1.2.1"}))}, 4);
    runToEnd(suite);
    EXPECT_EQ(eventsOf<CaseStarted>(0).size(), 2u);
    ASSERT_EQ(eventsOf<CaseEnded>(0).size(), 2u);
    ASSERT_EQ(eventsOf<CaseEnded>(1).size(), 1u);
    EXPECT_EQ(eventsOf<CaseEnded>(1).front()->result.verdict.behavior, Behavior::Ok);
    // All events of the first agent are before those of the second.
    const auto isOfSecond = [](const RunEvent &event) {
        return std::visit(Overloaded{[](const auto &one) { return one.agent.place == 1; },
                                     [](const StopRequested &) { return false; }},
                          event);
    };
    EXPECT_TRUE(std::is_partitioned(m_events.begin(), m_events.end(),
                                    [&](const RunEvent &event) { return !isOfSecond(event); }));
}

TEST_F(SuiteControllerTest,
       events_are_fetched_in_pieces_no_bigger_than_requested_and_the_run_ends_with_the_last)
{
    SuiteController suite(m_network);
    suite.run({echo(casesOf({"1.1.1", "1.1.2", "2.2", "2.1"}))}, 4);
    runToEnd(suite, 1);
    EXPECT_EQ(m_events.size(), 8u);
}

TEST_F(SuiteControllerTest,
       an_agent_that_three_cases_in_a_row_do_not_reach_is_given_up_and_the_next_one_is_tested)
{
    SuiteController suite(m_network);
    suite.run({nobody(casesOf({"1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5"})), echo(casesOf({"2.2"}))}, 1);
    runToEnd(suite);
    ASSERT_EQ(eventsOf<AgentLost>(0).size(), 1u);
    const auto ended = eventsOf<CaseEnded>(0);
    EXPECT_EQ(std::count_if(ended.begin(), ended.end(),
                            [](const CaseEnded *one) { return !one->result.wasStopped; }),
              3);
    ASSERT_EQ(eventsOf<CaseEnded>(1).size(), 1u);
    EXPECT_TRUE(eventsOf<AgentLost>(1).empty());
}

TEST_F(SuiteControllerTest, a_run_that_is_stopped_starts_no_other_agent)
{
    SuiteController suite(m_network);
    // The first case takes a second.
    suite.run({echo(casesOf({"1.1.6", "2.6"})), echo(casesOf({"1.2.1"}))}, 1);
    ASSERT_TRUE(waitUntil([&] { return !suite.fetchNews().events.empty(); }));
    suite.stop();
    runToEnd(suite);
    EXPECT_TRUE(eventsOf<CaseStarted>(1).empty());
}

} // namespace fg::test::suite_controller_test
