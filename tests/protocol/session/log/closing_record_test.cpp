// The closing values for every way in which a connection can end.
#include "tests/support/live.h"

#include <gtest/gtest.h>

namespace fg::test::closing_record_test {
namespace {

using namespace std::chrono_literals;

class AsEitherRole : public testing::TestWithParam<Role>
{
protected:
    [[nodiscard]] bool isServer() const { return GetParam() == Role::Server; }
    // A close frame of the peer with this code.
    [[nodiscard]] std::string peerClose(std::string_view code) const
    {
        return (isServer() ? "888200000000" : "8802") + std::string(code);
    }
};

INSTANTIATE_TEST_SUITE_P(Closing, AsEitherRole, testing::Values(Role::Client, Role::Server),
                         [](const auto &role) { return role.param == Role::Client ? "Client" : "Server"; });

TEST_P(AsEitherRole, APeerThatJustDropsIsNamed)
{
    for (const TcpEnd how : {TcpEnd::Fin, TcpEnd::Reset}) {
        Live live(GetParam());
        live.open();
        live.time.advance(5ms);
        live.stream.end(how);
        ClosingRecord expected{.isServer = isServer(), .wasNotCleanReason = NotCleanReason::PeerDropped};
        expected.openedAt = 0ms;
        expected.endedAt = 5ms;
        expected.tcpEnd = how;
        EXPECT_EQ(live.closing(), expected);
        EXPECT_EQ(live.findings().size(), 1U);
        EXPECT_EQ(live.log->summary().state, SessionState::Closed);
    }
}

TEST_P(AsEitherRole, WeCloseFirstAndItEndsWell)
{
    Live live(GetParam());
    live.open();
    live.session->startClose(1000, octetsOf("bye"));
    EXPECT_EQ(live.log->summary().state, SessionState::Closing);
    live.time.advance(7ms);
    live.peer(peerClose("03e8"));
    live.stream.end(); // A server has dropped the connection by then.
    ClosingRecord expected{
        .isServer = isServer(), .closedByMe = true, .droppedByMe = isServer(), .wasClean = true};
    expected.localCloseCode = 1000;
    expected.localCloseReason = "bye";
    expected.remoteCloseCode = 1000;
    expected.openedAt = expected.closeSentAt = 0ms;
    expected.closeReceivedAt = expected.endedAt = 7ms;
    expected.tcpEnd = isServer() ? TcpEnd::Unknown : TcpEnd::Fin;
    EXPECT_EQ(live.closing(), expected);
    EXPECT_EQ(live.findings(), Words{});
}

TEST_P(AsEitherRole, ThePeerClosesFirstAndItEndsWell)
{
    Live live(GetParam());
    live.open().peer(peerClose("0bb8"));
    live.stream.end();
    const ClosingRecord closing = live.closing();
    EXPECT_FALSE(closing.closedByMe);
    EXPECT_TRUE(closing.wasClean);
    EXPECT_EQ(closing.droppedByMe, isServer());
    EXPECT_EQ(closing.localCloseCode, 1000);
    EXPECT_EQ(closing.remoteCloseCode, 3000);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::None);
}

TEST_P(AsEitherRole, AnUnansweredCloseTimesOut)
{
    Live live(GetParam());
    live.open();
    live.session->startClose(std::nullopt, {});
    live.time.advance(999ms);
    EXPECT_FALSE(live.session->hasEnded());
    live.time.advance(1ms);
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.closedByMe && closing.droppedByMe && closing.wasCloseHandshakeTimeout);
    EXPECT_FALSE(closing.wasClean || closing.failedByMe);
    EXPECT_FALSE(closing.localCloseCode || closing.remoteCloseCode);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::CloseReplyTimeout);
    EXPECT_EQ(closing.endedAt, Duration(1s));
    ASSERT_EQ(live.log->findings().size(), 1U);
    EXPECT_EQ(live.log->findings()[0].violation.rule, RuleId::CloseReplyMissing);
    EXPECT_EQ(live.log->findings()[0].violation.value, 1000U);
    EXPECT_TRUE(live.stream.wasDropped);
}

TEST(ClosingAsClient, AServerThatDoesNotDropTimesOut)
{
    Live live(Role::Client);
    live.open();
    live.session->startClose(1000, {});
    live.peer("880203e8");
    live.time.advance(1s);
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.wasServerConnectionDropTimeout && closing.droppedByMe && closing.closedByMe);
    EXPECT_FALSE(closing.wasClean);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::ServerDropTimeout);
}

TEST_P(AsEitherRole, AnOpeningThatTakesTooLongTimesOut)
{
    Live live(GetParam());
    live.session->open();
    live.time.advance(5s);
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.wasOpenHandshakeTimeout && closing.droppedByMe);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::OpeningTimeout);
    EXPECT_FALSE(closing.openedAt);
    EXPECT_EQ(live.findings().size(), 1U);
}

TEST_P(AsEitherRole, AFaultOfThePeerFails)
{
    Live live(GetParam());
    live.open().peer(isServer() ? "c18000000000" : "c100");
    live.peer(peerClose("03ea"));
    live.stream.end();
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.failedByMe && closing.closedByMe && closing.wasClean);
    EXPECT_EQ(closing.droppedByMe, isServer());
    EXPECT_EQ(closing.localCloseCode, 1002);
    EXPECT_EQ(closing.remoteCloseCode, 1002);
}

TEST_P(AsEitherRole, AFaultWhileClosingDrops)
{
    Live live(GetParam());
    live.open();
    live.session->startClose(1000, {});
    live.peer(isServer() ? "c18000000000" : "c100");
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.failedByMe && closing.closedByMe && closing.droppedByMe);
    EXPECT_FALSE(closing.wasClean);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::DroppedByUs);
}

TEST_P(AsEitherRole, AnIllegalCloseCodeIsKeptAndFailed)
{
    for (const bool eachOctet : {false, true}) {
        Live live(GetParam());
        live.open();
        if (eachOctet)
            live.peerEachOctet(peerClose("03ed"));
        else
            live.peer(peerClose("03ed"));
        live.stream.end();
        const ClosingRecord closing = live.closing();
        EXPECT_TRUE(closing.closedByMe && closing.failedByMe);
        EXPECT_EQ(closing.remoteCloseCode, 1005);
        EXPECT_EQ(closing.localCloseCode, 1002);
    }
}

TEST_P(AsEitherRole, FailingAfterThePeersLegalCloseLeavesThePeerFirst)
{
    Live live(GetParam(), {.answersClose = false});
    live.open().peer(peerClose("03e8"));
    live.session->fail(1001);
    live.stream.end();
    const ClosingRecord closing = live.closing();
    EXPECT_FALSE(closing.closedByMe);
    EXPECT_TRUE(closing.failedByMe);
    EXPECT_EQ(closing.localCloseCode, 1001);
}

TEST_P(AsEitherRole, OurOwnDropIsNamed)
{
    Live live(GetParam());
    live.open();
    live.session->drop();
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.droppedByMe);
    EXPECT_FALSE(closing.wasClean || closing.closedByMe || closing.failedByMe);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::DroppedByUs);
    EXPECT_EQ(live.findings(), Words{});
}

TEST_P(AsEitherRole, FailingWhileOpenSendsTheCodeAndWaits)
{
    Live live(GetParam());
    live.open();
    live.session->fail(1001);
    EXPECT_FALSE(live.session->hasEnded());
    live.time.advance(1s);
    const ClosingRecord closing = live.closing();
    EXPECT_TRUE(closing.failedByMe && closing.closedByMe && closing.droppedByMe);
    EXPECT_EQ(closing.localCloseCode, 1001);
    EXPECT_EQ(closing.wasNotCleanReason, NotCleanReason::CloseReplyTimeout);
}

TEST(ClosingAsClient, OnlyTheFirstCloseOfThePeerCounts)
{
    Live live(Role::Client);
    live.open().peer("8800"
                     "880203e8");
    EXPECT_FALSE(live.closing().remoteCloseCode);
}

TEST(ClosingAsClient, AConnectionThatWasNeverEstablishedIsNamed)
{
    Live live(Role::Client);
    live.stream.listener->transportFailed({.kind = TransportErrorKind::ConnectionRefused});
    EXPECT_EQ(live.closing().wasNotCleanReason, NotCleanReason::NeverConnected);
    EXPECT_EQ(live.log->summary().error->kind, TransportErrorKind::ConnectionRefused);
    live.time.runDue();
    EXPECT_EQ(live.ended, 1);
}

TEST(ClosingAsServer, ARefusedRequestIsAnsweredAndDropped)
{
    Live live(Role::Server);
    live.session->open();
    live.stream.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(charactersOf(live.stream.written()).starts_with("HTTP/1.1 400 "));
    EXPECT_TRUE(live.stream.wasDropped);
    EXPECT_FALSE(live.closing().openedAt);
}

} // namespace
} // namespace fg::test::closing_record_test
