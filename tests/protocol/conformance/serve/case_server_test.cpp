// Server mode as clients see it, over real sockets.

#include "protocol/conformance/serve/case_server.h"
#include "protocol/wire/overloaded.h"
#include "tests/support/loopback_client.h"

#include <gtest/gtest.h>

#include <utility>

namespace fg::test::case_server_test {
namespace {

class CaseServerTest : public testing::Test
{
protected:
    void serve(CaseServerSettings settings = {})
    {
        if (settings.choice.cases.empty())
            settings.choice.cases = {findCase("1.1.2"), findCase("2.2"), findCase("3.1"), findCase("9.7.1")};
        server = std::make_unique<CaseServer>(std::move(settings), time, entropy,
                                              [this](RunEvent event) { handle(std::move(event)); });
        ASSERT_FALSE(server->start());
    }
    void handle(RunEvent event)
    {
        std::visit(Overloaded{[this](const CaseStarted &started) {
                                  news.push_back("started " + started.spec->id + ' ' + started.agent.name);
                              },
                              [this](CaseEnded &ended) {
                                  news.push_back("ended " + ended.result.spec->id + ' ' + ended.agent.name);
                                  places.push_back(ended.agent.place);
                                  results.push_back(std::move(ended.result));
                              },
                              [this](const AgentDone &done) {
                                  std::string words = "done " + done.agent.name;
                                  for (const char *separator = ", not run ";
                                       const CaseSpec *spec : done.notRun)
                                      words += std::exchange(separator, " ") + spec->id;
                                  news.push_back(std::move(words));
                              },
                              [this](const StopRequested &) { news.emplace_back("stop"); },
                              IgnoredEvents<CaseWaits, CaseRunsAgain, AgentOneAtATime, AgentLost>()},
                   event);
    }
    LoopbackClient &connect(const std::string &target, std::vector<FieldTemplate> fields = {})
    {
        clients.push_back(std::make_unique<LoopbackClient>(server->port(), target, std::move(fields)));
        return *clients.back();
    }
    // Sends a request and returns the message with which the server answers.
    std::string ask(const std::string &target)
    {
        const LoopbackClient &client = connect(target).finish();
        EXPECT_EQ(client.log().closing().remoteCloseCode, 1000);
        EXPECT_TRUE(client.log().closing().wasClean);
        return client.messages().size() == 1 ? client.messages().front() : "";
    }

    // Runs a case of a client that echoes nothing, and returns its status.
    std::string statusAfterSilence()
    {
        LoopbackClient &silent = connect("/runCase?case=1&agent=a");
        silent.keepSilent();
        silent.finish();
        return ask("/getCaseStatus?case=1&agent=a");
    }

    QtTimeSource time;
    SystemEntropy entropy;
    std::vector<std::string> news;
    std::vector<CaseResult> results;
    std::vector<std::size_t> places; // The numbers of the agents, in the order of the results.
    std::unique_ptr<CaseServer> server;
    std::vector<std::unique_ptr<LoopbackClient>> clients;
};

using Words = std::vector<std::string>;

TEST_F(CaseServerTest, SendsItsNumberOfCasesAsJsonAndCloses)
{
    serve();
    EXPECT_EQ(ask("/getCaseCount"), "4");
    EXPECT_EQ(server->url(), "ws://127.0.0.1:" + std::to_string(server->port()));
}

TEST_F(CaseServerTest, SendsIdAndDescriptionOfACase)
{
    serve();
    EXPECT_EQ(ask("/getCaseInfo?case=2"),
              "{\"description\":\"" + findCase("2.2")->description + "\",\"id\":\"2.2\"}");
}

TEST_F(CaseServerTest, RunsACaseAndSendsItsVerdict)
{
    serve();
    connect("/runCase?case=1&agent=some+client").finish();
    EXPECT_EQ(ask("/getCaseStatus?case=1&agent=some%20client"), R"({"behavior":"OK","behaviorClose":"OK"})");
    EXPECT_EQ(news, (Words{"started 1.1.2 some client", "ended 1.1.2 some client"}));
    EXPECT_TRUE(results.front().session->closing().isServer);
}

TEST_F(CaseServerTest, TheLogOfACaseHasTheRequestAsItWasRead)
{
    serve();
    const LoopbackClient &client =
        connect("/runCase?casetuple=3.1&agent=a", {{"X-Odd", "  spaces  and\ttabs "}}).finish();
    ASSERT_TRUE(waitUntil([&] { return !results.empty(); }));
    const Session &log = *results.front().session;
    EXPECT_EQ(log.handshake().request, client.request());
    const std::string read(charactersOf(log.octets(Direction::In, {}, client.request().size())));
    EXPECT_EQ(read, client.request());
    EXPECT_EQ(log.row(RowNumber(0)).kind, RowKind::Connected);
    EXPECT_EQ(log.row(RowNumber(1)).kind, RowKind::Octets);
    EXPECT_EQ(log.row(RowNumber(1)).direction, Direction::In);
}

TEST_F(CaseServerTest, ACompressionThatTheClientOffersIsNotAccepted)
{
    serve();
    const LoopbackClient &client =
        connect("/runCase?case=1&agent=a", {{"Sec-WebSocket-Extensions", "permessage-deflate"}}).finish();
    EXPECT_TRUE(client.hasOpened());
    EXPECT_EQ(client.log().handshake().answerHead.count("Sec-WebSocket-Extensions"), 0u);
}

TEST_F(CaseServerTest, AStatusWaitsUntilTheCaseHasEnded)
{
    serve();
    LoopbackClient &early = connect("/getCaseStatus?case=2&agent=a");
    ASSERT_TRUE(waitUntil([&] { return early.hasOpened(); }));
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_FALSE(early.hasEnded());
    connect("/runCase?case=2&agent=another").finish();
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_FALSE(early.hasEnded());
    connect("/runCase?case=2&agent=a").finish();
    EXPECT_EQ(early.finish().messages(), Words{R"({"behavior":"OK","behaviorClose":"OK"})"});
}

TEST_F(CaseServerTest, AStatusOfACaseThatNobodyRunsIsAnsweredAfterItsPatience)
{
    serve({.statusPatience = std::chrono::milliseconds(100)});
    EXPECT_EQ(ask("/getCaseStatus?case=2&agent=a"), R"({"behavior":"NOT RUN"})");
}

TEST_F(CaseServerTest, AVerdictThatTimeHasMadeIsOfferedToBeMadeAgainOnce)
{
    serve({.timeScale = 0.1});
    const std::string offer = R"("runAgain":true)";
    EXPECT_NE(statusAfterSilence().find(offer), std::string::npos);
    EXPECT_EQ(results.back().again, CaseResult::Again::No);
    EXPECT_EQ(statusAfterSilence().find(offer), std::string::npos);
    EXPECT_EQ(results.back().again, CaseResult::Again::OutOfTime);
    EXPECT_NE(statusAfterSilence().find(offer), std::string::npos) << "the client's own wish";
    EXPECT_EQ(results.back().again, CaseResult::Again::No);
}

TEST_F(CaseServerTest, TheSecondVerdictCounts)
{
    serve({.timeScale = 0.1});
    EXPECT_NE(statusAfterSilence().find("FAILED"), std::string::npos);
    connect("/runCase?case=1&agent=a").finish();
    EXPECT_EQ(ask("/getCaseStatus?case=1&agent=a"), R"({"behavior":"OK","behaviorClose":"OK"})");
    EXPECT_EQ(results.back().again, CaseResult::Again::OutOfTime);
    EXPECT_EQ(results.back().firstVerdict.behavior, Behavior::Failed);
    connect("/runCase?case=1&agent=b").finish();
    EXPECT_EQ(ask("/getCaseStatus?case=1&agent=b"), R"({"behavior":"OK","behaviorClose":"OK"})");
    EXPECT_EQ(results.back().again, CaseResult::Again::No) << "another agent";
}

TEST_F(CaseServerTest, AStatusOfACaseThatRunsIsWaitedForLonger)
{
    serve({.statusPatience = std::chrono::milliseconds(10)});
    LoopbackClient &running = connect("/runCase?case=1&agent=a");
    running.keepSilent(); // The case ends by itself after a second.
    ASSERT_TRUE(waitUntil([&] { return server->running() == 1; }));
    EXPECT_NE(ask("/getCaseStatus?case=1&agent=a").find("FAILED"), std::string::npos);
}

TEST_F(CaseServerTest, ItsClientsAreSilentWhenNoCaseRunsAndNothingIsRequested)
{
    serve();
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_GE(server->silence(), std::chrono::milliseconds(50));
    LoopbackClient &running = connect("/runCase?case=1&agent=a");
    running.keepSilent(); // The case ends by itself after a second.
    ASSERT_TRUE(waitUntil([&] { return server->running() == 1; }));
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_EQ(server->silence(), Duration{});
    const Duration before = time.now();
    ASSERT_TRUE(waitUntil([&] { return server->running() == 0; }));
    EXPECT_LE(server->silence(), time.now() - before);
}

TEST_F(CaseServerTest, WithoutListeningTheOpenConnectionsGoOn)
{
    serve();
    LoopbackClient &running = connect("/runCase?case=1&agent=a");
    running.keepSilent(); // The case ends by itself after a second.
    ASSERT_TRUE(waitUntil([&] { return server->running() == 1; }));
    const std::uint16_t port = server->port();
    server->stopListening();
    LoopbackClient late(port, "/runCase?case=1&agent=a");
    EXPECT_FALSE(late.finish().hasOpened());
    EXPECT_TRUE(waitUntil([&] { return results.size() == 1; }));
}

TEST_F(CaseServerTest, AnAgentSaysWhichCasesItCouldNotRun)
{
    serve();
    connect("/updateReports?agent=a&notRun=2,1%2C99").finish();
    EXPECT_EQ(news, (Words{"done a, not run 2.2 1.1.2"}));
}

TEST_F(CaseServerTest, AStatusThatNobodyWaitsForAnyMoreIsDiscarded)
{
    serve();
    LoopbackClient &early = connect("/getCaseStatus?case=2&agent=a");
    ASSERT_TRUE(waitUntil([&] { return early.hasOpened(); }));
    early.drop();
    early.finish();
    connect("/runCase?case=2&agent=a").finish();
    EXPECT_TRUE(waitUntil([&] { return results.size() == 1; }));
}

TEST_F(CaseServerTest, ReportsAreWrittenWhenTheAgentsCasesHaveEnded)
{
    serve();
    LoopbackClient &running = connect("/runCase?case=1&agent=a");
    running.keepSilent(); // The case ends by itself after a second.
    ASSERT_TRUE(waitUntil([&] { return server->running() == 1; }));
    LoopbackClient &asking = connect("/updateReports?agent=a");
    asking.finish();
    running.finish();
    EXPECT_EQ(asking.log().closing().remoteCloseCode, 1000);
    EXPECT_EQ(news, (Words{"started 1.1.2 a", "ended 1.1.2 a", "done a"}));
}

TEST_F(CaseServerTest, StopsWhenAClientAsksForIt)
{
    serve();
    connect("/stopServer").finish();
    EXPECT_TRUE(waitUntil([&] { return news == Words{"stop"}; }));
}

TEST_F(CaseServerTest, StopsAfterTheReportsWhenAskedTo)
{
    serve();
    connect("/updateReports?agent=a&shutdownOnComplete=true").finish();
    EXPECT_TRUE(waitUntil([&] { return news == Words{"done a", "stop"}; }));
}

TEST_F(CaseServerTest, AnExcludedCaseIsClosedAtOnceAndHasNoResult)
{
    serve({.choice = {.cases = {}, .exclusions = {{.agent = "slow*", .cases = {"1.*"}}}}});
    const LoopbackClient &client = connect("/runCase?case=1&agent=slow+client").finish();
    EXPECT_TRUE(client.hasOpened());
    EXPECT_EQ(client.messages(), Words{});
    EXPECT_EQ(client.log().closing().remoteCloseCode, 1000);
    EXPECT_EQ(ask("/getCaseStatus?case=1&agent=slow+client"), R"({"behavior":"EXCLUDED"})");
    EXPECT_EQ(news, Words{});
    connect("/runCase?case=1&agent=fast").finish();
    EXPECT_TRUE(waitUntil([&] { return results.size() == 1; }));
}

TEST_F(CaseServerTest, SeveralAgentsAndConnectionsRunSideBySide)
{
    serve();
    for (int agent = 0; agent < 4; ++agent) {
        for (int number = 1; number <= 4; ++number)
            connect("/runCase?case=" + std::to_string(number) + "&agent=" + std::to_string(agent));
    }
    ASSERT_TRUE(waitUntil([&] { return results.size() == 16; }));
    for (const CaseResult &result : results)
        EXPECT_EQ(result.verdict.behavior, Behavior::Ok) << result.spec->id << ' ' << result.agent;
}

TEST_F(CaseServerTest, AgentsBeyondTheLimitAreRefused)
{
    serve({.maxAgents = 2});
    for (const char *const agent : {"a", "b", "a"})
        EXPECT_TRUE(connect(std::string("/runCase?case=1&agent=") + agent).finish().hasOpened());
    const LoopbackClient &third = connect("/runCase?case=1&agent=c").finish();
    EXPECT_EQ(third.status(), 503);
    EXPECT_EQ(third.body(), "This server has tested 2 agents and accepts no more.\n");
}

TEST_F(CaseServerTest, ConnectionsBeyondTheLimitWaitForTheirTurn)
{
    serve({.listen = {.maxConnections = 2}});
    for (int i = 0; i < 8; ++i)
        connect("/runCase?case=1&agent=a");
    EXPECT_TRUE(waitUntil([&] { return results.size() == 8; }));
}

TEST_F(CaseServerTest, WhatItDoesNotKnowIsRefusedInPlainText)
{
    serve();
    EXPECT_EQ(connect("/").finish().status(), 404);
    const LoopbackClient &badNumber = connect("/runCase?case=5&agent=a").finish();
    EXPECT_EQ(badNumber.status(), 400);
    EXPECT_EQ(badNumber.body(), "case should be a number from 1 to 4.\n");
    EXPECT_EQ(news, Words{});
}

TEST(MemoryLimit, HasRoomForTwiceTheLogOfAnyCaseThatAClientMayAskFor)
{
    CaseServerSettings settings;
    settings.choice.cases = {findCase("1.1.2")};
    EXPECT_EQ(memoryLimitOf(settings), ConnectionBudget::usualLimit);
    settings.record = CaseRunSettings::Record::Full;
    const std::uint64_t ofShortCase = memoryLimitOf(settings);
    for (const CaseSpec &spec : catalogue())
        EXPECT_GE(ofShortCase,
                  ConnectionBudget::usualLimit + 2 * mostOctetsOf(limitsFor(spec, settings.record)));
    settings.choice.cases = {findCase("9.1.6")};
    EXPECT_EQ(memoryLimitOf(settings), ofShortCase);
    settings.memoryOctets = ConnectionBudget::smallestLimit;
    EXPECT_EQ(memoryLimitOf(settings), ConnectionBudget::smallestLimit);
}

TEST_F(CaseServerTest, APageOfAnotherSiteIsRefusedUnlessItsOriginIsAllowed)
{
    Words refused;
    CaseServerSettings settings;
    ASSERT_TRUE(settings.access.origins.add("https://app.example"));
    settings.access.advice = [](std::string_view origin) { return "Allow " + std::string(origin) + '.'; };
    settings.access.refused = [&](const AccessRefusal &refusal) { refused.push_back(refusal.value); };
    serve(std::move(settings));
    const LoopbackClient &foreign =
        connect("/runCase?case=1&agent=a", {{"Origin", "http://example.com"}}).finish();
    EXPECT_EQ(foreign.status(), 403);
    EXPECT_NE(foreign.body().find("Allow http://example.com."), std::string::npos) << foreign.body();
    EXPECT_EQ(refused, Words{"http://example.com"});
    EXPECT_EQ(news, Words{});
    EXPECT_TRUE(connect("/getCaseCount", {{"Origin", "https://app.example"}}).finish().hasOpened());
}

TEST_F(CaseServerTest, ARequestThatIsNotAnOpeningHandshakeIsRefused)
{
    serve();
    const LoopbackClient &client = connect("/getCaseCount", {{"Sec-WebSocket-Version", "7"}}).finish();
    EXPECT_FALSE(client.hasOpened());
    EXPECT_GE(client.status(), 400);
}

TEST_F(CaseServerTest, AConnectionThatIsDroppedInMidCaseHasAResult)
{
    serve();
    LoopbackClient &client = connect("/runCase?case=1&agent=a");
    client.keepSilent();
    ASSERT_TRUE(waitUntil([&] { return client.hasOpened(); }));
    client.drop();
    EXPECT_TRUE(waitUntil([&] { return results.size() == 1; }));
    EXPECT_EQ(server->running(), 0u);
}

TEST_F(CaseServerTest, MayBeDestroyedWhileCasesRun)
{
    serve();
    LoopbackClient &client = connect("/runCase?case=1&agent=a");
    client.keepSilent();
    ASSERT_TRUE(waitUntil([&] { return client.hasOpened(); }));
    server.reset();
    client.finish();
}

} // namespace
} // namespace fg::test::case_server_test
