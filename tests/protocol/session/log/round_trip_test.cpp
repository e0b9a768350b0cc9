// The round trip of a ping, as the tab of a session shows it.
#include "protocol/session/log/round_trip.h"

#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::test::round_trip_test {
namespace {

// Payload "a" or "b", unmasked by a key of zeros.
ScriptedSession &ping(ScriptedSession &session, bool isA)
{
    return session.frame(Opcode::Ping, 1, "00000000").write(isA ? "89810000000061" : "89810000000062");
}

TEST(RoundTripTest, IsUnknownBeforeAPongAnswersAPing)
{
    ScriptedSession session;
    session.open().read("8a0161");
    RoundTrip trip;
    trip.follow(session.log());
    EXPECT_EQ(trip.last(), std::nullopt);
    ping(session, true);
    trip.follow(session.log());
    EXPECT_EQ(trip.last(), std::nullopt);
}

TEST(RoundTripTest, IsTheTimeFromThePingToThePongWithItsPayload)
{
    ScriptedSession session;
    session.open();
    ping(session, true);
    const RowNumber sent = session.last(RowKind::Frame);
    session.read("8a0162"); // answers no ping
    RoundTrip trip;
    trip.follow(session.log());
    EXPECT_EQ(trip.last(), std::nullopt);
    session.read("8a0161");
    trip.follow(session.log());
    const LogRow pong = session.log().row(session.last(RowKind::Frame));
    EXPECT_EQ(trip.last(), pong.time - session.log().row(sent).time);
}

TEST(RoundTripTest, APongThatArrivesInPiecesCountsOnceItIsWhole)
{
    ScriptedSession session;
    session.open();
    ping(session, true);
    session.read("8a01");
    RoundTrip trip;
    trip.follow(session.log());
    EXPECT_EQ(trip.last(), std::nullopt);
    session.read("61");
    trip.follow(session.log());
    EXPECT_TRUE(trip.last().has_value());
}

TEST(RoundTripTest, APongForTheNewestPingLeavesTheOlderOnesUnanswered)
{
    ScriptedSession session;
    session.open();
    ping(session, true);
    ping(session, false);
    session.read("8a0162");
    RoundTrip trip;
    trip.follow(session.log());
    const auto newest = trip.last();
    ASSERT_TRUE(newest.has_value());
    session.read("8a0161");
    trip.follow(session.log());
    EXPECT_EQ(trip.last(), newest);
}

TEST(RoundTripTest, OfVeryManyRowsOnlyTheNewestAreRead)
{
    ScriptedSession session;
    session.open();
    ping(session, true);
    for (std::size_t row = 0; row <= RoundTrip::mostRows; ++row)
        session.row(RowKind::Note, RowExtra(std::string("a note")));
    session.read("8a0161");
    RoundTrip trip;
    trip.follow(session.log());
    EXPECT_EQ(trip.last(), std::nullopt);
}

} // namespace
} // namespace fg::test::round_trip_test
