// The time limits of a case, over virtual time; the test plays the peer.

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/session/live/target.h"
#include "protocol/session/log/row_walk.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <gtest/gtest.h>

namespace fg::test::case_run_test {
namespace {

using namespace std::chrono_literals;

Target target()
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://127.0.0.1:9001/"));
    return target;
}

// A running case whose written octets do not leave after the opening handshake.
struct Played
{
    explicit Played(std::string_view id)
        : run(*findCase(id), {.endpoint = clientSettings(target())},
              std::make_unique<ScriptedTransport>(stream), time, entropy,
              [this](CaseResult ended) { result = std::move(ended); })
    {
        entropy.queue(OctetBuffer(16));
        run.start();
        stream.drains = false;
        stream.receive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n");
    }
    ScriptedStream stream;
    ManualTime time;
    FixedEntropy entropy;
    std::optional<CaseResult> result;
    CaseRun run;
};

std::string lastNote(const Session &log)
{
    std::string note;
    forEachRow(log, [&](const LogRow &row, RowNumber) {
        const RowExtra extra = log.extra(row);
        if (const auto *text = std::get_if<std::string>(&extra); text && row.kind == RowKind::Note)
            note = *text;
    });
    return note;
}

TEST(TheTimeOfACase, StartsWhenAllItsOctetsHaveLeft)
{
    Played played("2.6");
    const std::size_t writes = played.stream.writes.size();
    played.time.advance(2500ms); // Longer than the time that the case grants.
    EXPECT_EQ(played.stream.writes.size(), writes); // No Close frame was written after them.

    played.stream.drain();
    OctetBuffer pong{std::byte{0x8a}, std::byte{125}};
    pong.resize(2 + 125, std::byte{0xfe});
    played.stream.receive(pong);
    played.stream.receive(OctetBuffer{std::byte{0x88}, std::byte{2}, std::byte{0x03}, std::byte{0xe8}});
    played.stream.end();
    played.time.runDue();
    ASSERT_TRUE(played.result);
    EXPECT_EQ(played.result->verdict.behavior, Behavior::Ok);
    EXPECT_EQ(played.result->verdict.close, CloseBehavior::Ok);
    EXPECT_EQ(played.result->session->closing().localCloseCode, 1000);
    EXPECT_FALSE(played.result->ranOutOfTime);
}

TEST(TheTimeOfACase, IsGrantedInFullAfterTheLastOctet)
{
    Played played("2.6");
    played.time.advance(1900ms); // Nearly all of the two seconds that the case grants.
    played.stream.drain();
    played.time.advance(1900ms);
    EXPECT_FALSE(played.result);
    EXPECT_FALSE(played.run.session()->closing().closeSentAt);
    played.time.advance(200ms);
    EXPECT_TRUE(played.run.session()->closing().closeSentAt);
}

TEST(TheTimeOfACase, EndsEvenIfNothingEverLeaves)
{
    Played played("2.6");
    played.time.advance(30s);
    played.time.runDue();
    ASSERT_TRUE(played.result);
    EXPECT_TRUE(played.result->verdict.hasFailed());
    EXPECT_TRUE(played.result->ranOutOfTime);
}

TEST(TheTimeOfACase, IsLongerByTheTimeInWhichTheMachineDidNotLetUsRun)
{
    Played played("2.6");
    played.stream.drain();
    played.time.advance(1s);
    played.time.stall(3s); // In all, longer than the two seconds that the case grants.
    EXPECT_FALSE(played.run.session()->closing().closeSentAt);
    EXPECT_EQ(
        lastNote(*played.run.session()),
        "The time limit of the case (2 s) is 3 s longer, because this machine kept us from running for that "
        "long.");
    played.time.advance(999ms);
    EXPECT_FALSE(played.run.session()->closing().closeSentAt);
    played.time.advance(1ms);
    EXPECT_TRUE(played.run.session()->closing().closeSentAt);
}

TEST(AVerdict, IsByTimeIfALimitContributedToAFailure)
{
    Played late("2.6");
    late.stream.drain();
    late.time.advance(30s);
    ASSERT_TRUE(late.result);
    EXPECT_TRUE(late.result->hasFailedByTime());
    late.result->wasStopped = true;
    EXPECT_FALSE(late.result->hasFailedByTime());
}

TEST(AVerdict, IsNotByTimeIfThePeerHasDoneSomethingWrongInTime)
{
    Played wrong("2.6");
    wrong.stream.drain();
    wrong.stream.receive(OctetBuffer{std::byte{0x88}, std::byte{2}, std::byte{0x03}, std::byte{0xe8}});
    wrong.stream.end();
    wrong.time.advance(30s);
    ASSERT_TRUE(wrong.result);
    EXPECT_TRUE(wrong.result->verdict.hasFailed());
    EXPECT_FALSE(wrong.result->hasFailedByTime());
}

TEST(AVerdict, IsNotByTimeIfNeitherPartIsAFailure)
{
    Played late("2.6");
    late.stream.drain();
    late.time.advance(30s);
    ASSERT_TRUE(late.result);
    ASSERT_TRUE(late.result->ranOutOfTime);
    for (const Behavior behavior :
         {Behavior::Ok, Behavior::NonStrict, Behavior::Unimplemented, Behavior::Informational}) {
        late.result->verdict = {.behavior = behavior,
                                .close = CloseBehavior::Ok,
                                .plainBehavior = Behavior::Ok,
                                .plainClose = CloseBehavior::Ok};
        EXPECT_FALSE(late.result->hasFailedByTime()) << wordOf(behavior);
        late.result->verdict.close = late.result->verdict.plainClose = CloseBehavior::Unclean;
        EXPECT_TRUE(late.result->hasFailedByTime()) << wordOf(behavior);
    }
    late.result->verdict.close = late.result->verdict.plainClose = CloseBehavior::Informational;
    EXPECT_FALSE(late.result->hasFailedByTime());
}

TEST(AVerdict, IsByTimeAlsoIfTheCaseIsInformationalAndWouldHaveFailedByIt)
{
    Played late("7.1.6");
    late.stream.drain();
    late.time.advance(5min);
    ASSERT_TRUE(late.result);
    ASSERT_EQ(late.result->verdict.behavior, Behavior::Informational);
    ASSERT_EQ(late.result->verdict.close, CloseBehavior::Informational);
    EXPECT_TRUE(late.result->hasFailedByTime());
    late.result->verdict.plainBehavior = Behavior::Ok;
    late.result->verdict.plainClose = CloseBehavior::Ok;
    EXPECT_FALSE(late.result->hasFailedByTime());
}

} // namespace
} // namespace fg::test::case_run_test
