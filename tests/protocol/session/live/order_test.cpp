// Rows stand in the order of cause: the frame that broke a rule, then what we did about it.
#include "tests/support/live.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::order_test {
namespace {

// The kinds of the rows from the first frame of the peer on, and whether the failed row names that frame.
struct Order
{
    std::vector<RowKind> kinds;
    std::size_t failed = 0;
    std::optional<std::string> cause; // what the failed row names

    explicit Order(const Session &log)
    {
        for (RowNumber number; number < endOf(log.rowCount()); ++number) {
            const LogRow row = log.row(number);
            if (row.kind == RowKind::Octets)
                continue;
            kinds.push_back(row.kind);
            if (row.kind != RowKind::Failing)
                continue;
            ++failed;
            if (const auto frame = row.cause()) {
                EXPECT_LT(*frame, number);
                const LogRow named = log.row(*frame);
                EXPECT_EQ(named.kind, RowKind::Frame);
                EXPECT_EQ(named.direction, Direction::In);
                cause = std::to_string(valueOf(named.opcode())) + " of " + std::to_string(named.length);
            }
        }
    }
};

TEST(OrderOfRows, TheFrameThatBrokeARuleStandsBeforeTheFailure)
{
    for (const std::string_view frame : {"830161", "8102c328", "880203ed", "900162", "800161"}) {
        for (const bool eachOctet : {false, true}) {
            Live live(Role::Client);
            live.open();
            eachOctet ? live.peerEachOctet(frame) : live.peer(frame);
            const Order order(*live.log);
            EXPECT_EQ(order.kinds,
                      (std::vector{RowKind::Connected, RowKind::Frame, RowKind::Failing, RowKind::Frame}))
                << frame;
            EXPECT_EQ(order.failed, 1U);
            EXPECT_TRUE(order.cause) << frame;
        }
    }
}

TEST(OrderOfRows, AFrameWhoseHeaderBreaksARuleHasItsRowBeforeItsPayloadArrives)
{
    Live live(Role::Client);
    live.open().peer("c105"
                     "61");
    EXPECT_EQ(Order(*live.log).cause, "1 of 5");
    EXPECT_EQ(live.log->statistics().in.frames[1], 0U);
    live.peer("62636465");
    EXPECT_EQ(live.log->statistics().in.frames[1], 1U);
    const auto rows = std::ranges::count(Order(*live.log).kinds, RowKind::Frame);
    EXPECT_EQ(rows, 2) << "the frame, and our close frame";
}

TEST(OrderOfRows, AFrameThatIsCutAfterItsFailureIsMarked)
{
    Live live(Role::Client);
    live.open().peer("c105"
                     "61");
    live.stream.end();
    std::size_t cut = 0;
    for (RowNumber number; number < endOf(live.log->rowCount()); ++number)
        cut += live.log->row(number).has(RowFlag::Incomplete) ? 1 : 0;
    EXPECT_EQ(cut, 1U);
}

TEST(OrderOfRows, AConnectionFailsOnce)
{
    Live live(Role::Client);
    live.open().peer("800161"
                     "010161"
                     "810162");
    EXPECT_EQ(Order(*live.log).failed, 1U);
    EXPECT_EQ(Order(*live.log).cause, "0 of 1");
}

TEST(OrderOfRows, AFailureThatNoFrameCausedNamesNone)
{
    Live live(Role::Client);
    live.open().peer("810161");
    live.session->fail(1002);
    const Order order(*live.log);
    EXPECT_EQ(order.failed, 1U);
    EXPECT_FALSE(order.cause);
}

TEST(OrderOfRows, AFailureLongAfterAFrameWithAMinorFaultNamesNone)
{
    Live live(Role::Client, {.failsOnViolation = false});
    live.open();
    live.session->startClose(1000, {});
    live.peer("880203e8"
              "810161"); // A message after the close frame fails nothing.
    live.session->fail(1002);
    EXPECT_FALSE(Order(*live.log).cause);
}

TEST(OrderOfRows, ACloseFrameOfTheSameReadAsTheFaultIsNoReasonToFail)
{
    for (const bool inOneRead : {true, false}) {
        Live live(Role::Client);
        live.open();
        if (inOneRead)
            live.peer("8101ff"
                      "880203e8");
        else
            live.peer("8101ff").peer("880203e8");
        EXPECT_TRUE(live.closing().closedByMe);
        EXPECT_FALSE(live.closing().failedOverClose);
    }
    Live live(Role::Client);
    live.open().peer("880203ed");
    EXPECT_TRUE(live.closing().closedByMe);
    EXPECT_TRUE(live.closing().failedOverClose);
}

TEST(OrderOfRows, OnlyWhoEndsTheConnectionCutsAFrame)
{
    Live cutByPeer(Role::Client);
    cutByPeer.open().peer("8905"
                          "6162");
    cutByPeer.stream.end();
    EXPECT_EQ(cutByPeer.log->findings().front().violation.rule, RuleId::FrameCut);
    Live cutByUs(Role::Client);
    cutByUs.open().peer("8905"
                        "6162");
    cutByUs.session->drop();
    EXPECT_TRUE(cutByUs.log->findings().empty());
}

TEST(OrderOfRows, AFullLogTakesNoOtherRowForAFrame)
{
    Live live(Role::Server, {}, {.rows = RowCount(6)});
    live.open();
    for (int ping = 0; ping < 4; ++ping)
        live.peer("898000000000");
    live.session->startClose(std::nullopt, {});
    EXPECT_TRUE(live.log->summary().isFull);
    EXPECT_EQ(live.findings(), Words{});
    EXPECT_EQ(live.log->statistics().out.frames[valueOf(Opcode::Pong)], 4U);
    EXPECT_TRUE(live.closing().closeSentAt);
    EXPECT_FALSE(live.log->row(RowNumber(5)).has(RowFlag::NotPassed));
}

TEST(OrderOfRows, AFrameInsideThePayloadOfALongerOneIsMarked)
{
    Live live(Role::Server);
    live.open();
    live.session->sendFrame({.payload = octetsOf("ab"), .declaredLength = 1000});
    live.session->sendFrame({.payload = octetsOf("cd")});
    live.stream.end();
    std::size_t notPassed = 0;
    for (RowNumber number; number < endOf(live.log->rowCount()); ++number)
        notPassed += live.log->row(number).has(RowFlag::NotPassed) ? 1 : 0;
    EXPECT_EQ(notPassed, 1U);
    EXPECT_EQ(live.log->messageCount(), 0U);
}

TEST(OrderOfRows, APingOfTheSameReadIsAnsweredAfterItsRow)
{
    Live live(Role::Client);
    live.open().peer("8900"
                     "8900");
    std::string order;
    for (RowNumber number; number < endOf(live.log->rowCount()); ++number) {
        const LogRow row = live.log->row(number);
        if (row.kind == RowKind::Frame)
            order += row.opcode() == Opcode::Ping ? "ping " : "pong ";
    }
    EXPECT_EQ(order, "ping pong ping pong ");
}

} // namespace
} // namespace fg::test::order_test
