// How a run of cases adapts to its server, over virtual time, with servers in memory.

#include "protocol/conformance/run/suite_run.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/wire/overloaded.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/memory_pipe.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>
#include <string>

namespace fg::test::suite_run_test {
namespace {

using namespace std::chrono_literals;

// An echo server that serves `atOnce` connections at once while the others wait. It never answers the ignored
// ones.
class EchoInMemory final : private LiveSessionListener
{
public:
    EchoInMemory(TimeSource &time, Entropy &entropy)
        : m_time(time)
        , m_entropy(entropy)
    {
    }
    std::size_t atOnce = SIZE_MAX;
    std::set<std::size_t> ignored; // Numbers of connections, from 0.
    std::set<std::size_t> unanswered; // Of connections on which close frames are not answered.

    std::unique_ptr<Transport> connect()
    {
        auto [client, server] = PipeEnd::pair(m_time);
        LiveSettings settings;
        settings.endpoint.role = Role::Server;
        settings.endpoint.answer.fields = defaultAnswerFields("EchoInMemory");
        settings.policies.answersClose = !unanswered.contains(m_sessions.size());
        m_sessions.push_back(
            std::make_unique<LiveSession>(settings, std::move(server), m_time, m_entropy, nullptr));
        m_sessions.back()->setListener(this);
        if (!ignored.contains(m_sessions.size() - 1))
            m_waiting.push_back(m_sessions.back().get());
        serve();
        return std::move(client);
    }
    [[nodiscard]] std::size_t connections() const { return m_sessions.size(); }

private:
    void serve()
    {
        for (; m_served < atOnce && !m_waiting.empty(); ++m_served) {
            m_waiting.front()->open();
            m_waiting.pop_front();
        }
    }
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override
    {
        if (event.kind == EndpointEvent::Kind::Message)
            session.sendMessage({.opcode = event.opcode, .payload = event.payload});
    }
    void sessionEnded(LiveSession &) override
    {
        --m_served;
        serve();
    }

    TimeSource &m_time;
    Entropy &m_entropy;
    std::vector<std::unique_ptr<LiveSession>> m_sessions; // All sessions, including those that have ended.
    std::deque<LiveSession *> m_waiting;
    std::size_t m_served = 0;
};

class SuiteRunTest : public testing::Test
{
protected:
    void start(std::initializer_list<const char *> ids, unsigned jobs)
    {
        std::vector<const CaseSpec *> cases;
        for (const char *id : ids)
            cases.push_back(findCase(id));
        Target target;
        target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://server.test/"));
        run = std::make_unique<SuiteRun>(
            std::move(cases), std::move(target),
            SuiteSettings{.jobs = jobs, .connect = [this](ConnectSettings) { return server.connect(); }},
            time, entropy, [this](RunEvent event) { handle(std::move(event)); });
        run->start();
    }
    void handle(RunEvent event)
    {
        std::visit(Overloaded{[this](const CaseStarted &begun) { ++started[begun.spec->id]; },
                              [this](CaseEnded &ended) { addResult(std::move(ended.result)); },
                              [this](const AgentOneAtATime &found) { ranAgain.push_back(found.again); },
                              [this](const AgentDone &) { isDone = true; },
                              IgnoredEvents<CaseWaits, CaseRunsAgain, AgentLost, StopRequested>()},
                   event);
    }
    void addResult(CaseResult result)
    {
        EXPECT_FALSE(results.contains(result.spec->id)) << result.spec->id << " came out twice";
        const std::string id = result.spec->id;
        results.emplace(id, std::move(result));
    }

    ManualTime time;
    FixedEntropy entropy;
    EchoInMemory server{time, entropy};
    std::map<std::string, int> started;
    std::map<std::string, CaseResult> results;
    std::vector<std::size_t> ranAgain; // The numbers of AgentOneAtATime events, one for each event.
    bool isDone = false;
    std::unique_ptr<SuiteRun> run;
};

TEST_F(SuiteRunTest, AServerWithOneConnectionAtATimeIsDetectedAndWaitingCasesRunAgain)
{
    server.atOnce = 1;
    start({"5.19", "1.1.1", "1.1.2"}, 3);
    time.advance(5min);
    ASSERT_TRUE(isDone);
    EXPECT_EQ(ranAgain, std::vector<std::size_t>{2});
    EXPECT_EQ(started, (std::map<std::string, int>{{"5.19", 1}, {"1.1.1", 2}, {"1.1.2", 2}}));
    ASSERT_EQ(results.size(), 3U);
    for (const auto &[id, result] : results) {
        EXPECT_EQ(result.verdict.behavior, Behavior::Ok) << id;
        EXPECT_EQ(result.again, id == "5.19" ? CaseResult::Again::No : CaseResult::Again::KeptWaiting) << id;
    }
}

TEST_F(SuiteRunTest, AConnectionThatIsUnansweredEvenByItselfIsNotASignOfThat)
{
    server.ignored = {1, 2, 4}; // Case 1.1.1 beside 5.19, then by itself, and again because that was in vain.
    start({"5.19", "1.1.1", "1.1.2"}, 2);
    time.advance(5min);
    ASSERT_TRUE(isDone);
    EXPECT_TRUE(ranAgain.empty());
    EXPECT_EQ(server.connections(), 5U);
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results.at("1.1.1").again, CaseResult::Again::OutOfTime);
    EXPECT_EQ(results.at("5.19").verdict.behavior, Behavior::Ok);
    EXPECT_EQ(results.at("1.1.1").verdict.behavior, Behavior::Failed);
    EXPECT_EQ(results.at("1.1.2").verdict.behavior, Behavior::Ok);
}

TEST_F(SuiteRunTest, AServerThatAnswersNobodyIsNotSuspectedOfThat)
{
    server.ignored = {0, 1, 2, 3}; // Both run again by themselves because they ran out of time side by side.
    start({"1.1.1", "1.1.2"}, 2);
    time.advance(5min);
    ASSERT_TRUE(isDone);
    EXPECT_TRUE(ranAgain.empty());
    EXPECT_EQ(results.at("1.1.1").verdict.behavior, Behavior::Failed);
    EXPECT_EQ(results.at("1.1.2").verdict.behavior, Behavior::Failed);
}

TEST_F(SuiteRunTest, ACaseThatFailedByTimeRunsAgainAndItsSecondResultCounts)
{
    server.ignored = {0};
    start({"1.1.1", "1.1.2"}, 1);
    time.advance(5min);
    ASSERT_TRUE(isDone);
    EXPECT_EQ(started, (std::map<std::string, int>{{"1.1.1", 2}, {"1.1.2", 1}}));
    const CaseResult &repeated = results.at("1.1.1");
    EXPECT_EQ(repeated.verdict.behavior, Behavior::Ok);
    EXPECT_EQ(repeated.again, CaseResult::Again::OutOfTime);
    EXPECT_EQ(repeated.firstVerdict.behavior, Behavior::Failed);
    EXPECT_LT(repeated.duration, Duration(1s)) << "the time is that of the run that counts";
    EXPECT_EQ(results.at("1.1.2").again, CaseResult::Again::No);
}

TEST_F(SuiteRunTest, AClosingThatFailedByTimeRunsAgainAlsoBesideAnUnimplementedExtension)
{
    server.unanswered = {0}; // The close frame on the first connection.
    start({"12.1.1"}, 1);
    time.advance(5min);
    ASSERT_TRUE(isDone);
    EXPECT_EQ(started.at("12.1.1"), 2);
    const CaseResult &repeated = results.at("12.1.1");
    EXPECT_EQ(repeated.verdict.behavior, Behavior::Unimplemented);
    EXPECT_EQ(repeated.verdict.close, CloseBehavior::Ok);
    EXPECT_EQ(repeated.firstVerdict.behavior, Behavior::Unimplemented);
    EXPECT_EQ(repeated.firstVerdict.close, CloseBehavior::Unclean);
}

TEST_F(SuiteRunTest, ACaseRunsOnceMoreOnlyAndWithNothingBesideIt)
{
    server.ignored = {0, 1, 2, 3, 4, 5};
    start({"1.1.1", "1.1.2"}, 2);
    time.advance(5min);
    ASSERT_TRUE(isDone);
    EXPECT_EQ(started, (std::map<std::string, int>{{"1.1.1", 2}, {"1.1.2", 2}}));
    EXPECT_TRUE(results.at("1.1.1").hasFailedByTime());
    EXPECT_EQ(results.at("1.1.1").again, CaseResult::Again::OutOfTime);
}

TEST_F(SuiteRunTest, AStopWhileACaseRunsAgainEndsIt)
{
    server.ignored = {0, 1};
    start({"1.1.1"}, 1);
    time.advance(6s);
    EXPECT_EQ(started.at("1.1.1"), 2);
    run->stop();
    time.advance(1ms);
    EXPECT_TRUE(isDone);
    EXPECT_TRUE(results.at("1.1.1").wasStopped);
}

TEST_F(SuiteRunTest, AStoppedRunStartsNoMoreCasesAndReportsItsEnd)
{
    start({"5.19", "5.20", "1.1.1", "1.1.2"}, 2);
    time.advance(500ms);
    const auto before = started;
    EXPECT_FALSE(isDone);
    run->stop();
    time.advance(1ms);
    EXPECT_TRUE(isDone);
    time.advance(5min);
    EXPECT_EQ(started, before);
    EXPECT_EQ(server.connections(), before.size());
}

} // namespace
} // namespace fg::test::suite_run_test
