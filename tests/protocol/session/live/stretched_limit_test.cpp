// A limit of a live session on a machine that does not let us run, over virtual time.
#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/session/log/row_walk.h"
#include "tests/support/live.h"

#include <gtest/gtest.h>

namespace fg::test::stretched_limit_test {
namespace {

using namespace std::chrono_literals;

Words notesOf(const Session &log)
{
    Words notes;
    forEachRow(log, [&](const LogRow &row, RowNumber) {
        const RowExtra extra = log.extra(row);
        if (const auto *text = std::get_if<std::string>(&extra); text && row.kind == RowKind::Note)
            notes.push_back(*text);
    });
    return notes;
}

TEST(AStretchedLimit, LetsThePeerAnswerInTheTimeThatItIsOwedAndTheLogSaysSo)
{
    Live live(Role::Client);
    live.session->open();
    live.time.advance(1s);
    live.time.stall(5s); // The opening handshake may take five seconds.
    EXPECT_FALSE(live.session->hasEnded());
    EXPECT_EQ(
        notesOf(*live.log),
        Words{"The time limit for the opening handshake (5 s) is 5 s longer, because this machine kept us "
              "from running for that long."});
    live.stream.receive(liveAnswer());
    EXPECT_EQ(live.session->endpoint().state(), ConnectionState::Open);
    EXPECT_FALSE(live.closing().wasOpenHandshakeTimeout);
}

TEST(AStretchedLimit, PassesWhenThePeerHasHadItsTime)
{
    Live live(Role::Client);
    live.session->open();
    live.time.advance(1s);
    live.time.stall(5s);
    live.time.advance(3999ms);
    EXPECT_FALSE(live.session->hasEnded());
    live.time.advance(1ms);
    EXPECT_TRUE(live.session->hasEnded());
    EXPECT_TRUE(live.closing().wasOpenHandshakeTimeout);
}

TEST(AStretchedLimit, OfTheClosingHandshakeIsLongerByItsOwnShareOnly)
{
    Live live(Role::Client);
    live.open();
    live.time.stall(10s);
    live.session->startClose(1000, {}); // The peer has a second to answer.
    live.time.stall(300ms);
    live.time.advance(999ms);
    EXPECT_FALSE(live.closing().wasCloseHandshakeTimeout);
    live.time.advance(1ms);
    EXPECT_TRUE(live.closing().wasCloseHandshakeTimeout);
    EXPECT_EQ(
        notesOf(*live.log),
        Words{"The time limit for the answer to our close frame (1 s) is 0.3 s longer, because this machine "
              "kept us from running for that long."});
}

TEST(AStretchedLimit, IsNamedInFullWhereAPartOfItHadPassedBeforeItsTimerStarted)
{
    Live live(Role::Client);
    live.open();
    // The close frame and its time limit come first; the session looks at the clock again to start the timer.
    live.onEvent = [&](LiveSession &session, const EndpointEvent &event) {
        if (event.kind != EndpointEvent::Kind::Message)
            return;
        session.startClose(1000, {});
        live.time.pass(100us);
    };
    live.peer("810161");
    live.time.stall(2s);
    ASSERT_EQ(notesOf(*live.log).size(), 1U);
    EXPECT_TRUE(
        notesOf(*live.log)[0].starts_with("The time limit for the answer to our close frame (1 s) is "))
        << notesOf(*live.log)[0];
}

TEST(AStretchedLimit, OfConnectingIsInTheLogToo)
{
    Live live(Role::Client);
    live.stream.listener->transportStretched({.moment = Stretch::Moment::Begins, .limit = 10s, .by = 1500ms});
    EXPECT_EQ(
        notesOf(*live.log),
        Words{"The time limit for TCP and TLS to connect (10 s) is 1.5 s longer, because this machine kept "
              "us from running for that long."});
}

TEST(AStretchedLimit, ForThePeerToReadIsNotNamedWhenThePeerHasReadEverything)
{
    ManualTime time;
    FixedEntropy entropy;
    ScriptedStream stream;
    const auto log = std::make_shared<Session>(Role::Client);
    LiveSettings settings{.endpoint = {}, .policies = {}, .stallLimit = 8s};
    settings.endpoint.request = {
        .target = "/", .host = "localhost", .fields = defaultRequestFields("Test"), .extensions = {}};
    LiveSession session(std::move(settings), std::make_unique<ScriptedTransport>(stream), time, entropy, log);
    session.open();
    stream.receive(liveAnswer());
    stream.drains = false;
    session.sendFrame({.payload = octetsOf("x")});
    stream.drain();
    time.stall(3s);
    EXPECT_EQ(notesOf(*log), Words{});
}

TEST(AStretchedLimit, ForThePeerToReadIsNamedWithAllOfItsTime)
{
    ManualTime time;
    FixedEntropy entropy;
    ScriptedStream stream;
    const auto log = std::make_shared<Session>(Role::Client);
    LiveSettings settings{.endpoint = {}, .policies = {}, .stallLimit = 8s};
    settings.endpoint.request = {
        .target = "/", .host = "localhost", .fields = defaultRequestFields("Test"), .extensions = {}};
    LiveSession session(std::move(settings), std::make_unique<ScriptedTransport>(stream), time, entropy, log);
    session.open();
    stream.receive(liveAnswer());
    stream.drains = false;
    session.sendFrame({.payload = octetsOf("x")});
    time.stall(3s);
    EXPECT_EQ(notesOf(*log),
              Words{"The time limit for the peer to read (8 s) is 3 s longer, because this machine "
                    "kept us from running for that long."});
}

TEST(AStretchedLimit, OfAServerWithoutLogsIsToldToItsOwner)
{
    ManualTime time;
    SystemEntropy entropy;
    Words told;
    PeerSettings settings;
    settings.limits.idle = 24h;
    settings.onStretch = [&](const std::string &sentence) { told.push_back(sentence); };
    EchoPeer peer(settings, time, entropy);
    ASSERT_FALSE(peer.start());
    time.stall(7h);
    EXPECT_EQ(told,
              Words{"The time without a whole frame (86400 s) is 25200 s longer, because this "
                    "machine kept us from running for that long."});
}

} // namespace
} // namespace fg::test::stretched_limit_test
