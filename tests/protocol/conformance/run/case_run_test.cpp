// The time limits of a case, over virtual time; the test plays the peer.

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/session/live/target.h"
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

} // namespace
} // namespace fg::test::case_run_test
