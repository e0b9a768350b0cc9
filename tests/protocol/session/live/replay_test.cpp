// Replays of the client's side of recorded connections.
#include "protocol/session/live/replay.h"
#include "protocol/session/log/row_walk.h"
#include "tests/support/live.h"

#include <gtest/gtest.h>

namespace fg::test::replay_test {
namespace {

using Pace = ReplaySettings::Pace;
using Masks = ReplaySettings::Masks;
using End = ReplayOutcome::End;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr MaskingKey someKey{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};

// The new connection. The test is the other endpoint.
struct Again
{
    ManualTime time;
    FixedEntropy entropy;
    ScriptedStream stream;
    std::shared_ptr<Session> log = std::make_shared<Session>(Role::Client);
    std::optional<ReplayOutcome> outcome;
    std::unique_ptr<Replay> replay;
    std::size_t opening = 0;

    explicit Again(std::shared_ptr<const Session> recorded, ReplaySettings settings = {.pace = Pace::Fast},
                   RecordingRead read = RecordingRead::Whole)
    {
        Target target;
        target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://localhost/"));
        target = replayTarget(std::move(target), *recorded);
        auto session =
            std::make_unique<LiveSession>(LiveSettings{.endpoint = clientSettings(target), .policies = {}},
                                          std::make_unique<ScriptedTransport>(stream), time, entropy, log);
        replay =
            std::make_unique<Replay>(RecordedSession{std::move(recorded), read}, settings, std::move(session),
                                     time, [this](const ReplayOutcome &came) { outcome = came; });
    }
    Again &open(std::string_view extensions = {})
    {
        replay->start();
        opening = stream.written().size();
        stream.receive(liveAnswer(extensions));
        return *this;
    }
    Again &server(std::string_view hex)
    {
        stream.receive(fromHex(hex).value());
        return *this;
    }
    // The octets written since the opening handshake, in hexadecimal.
    [[nodiscard]] std::string sent() const
    {
        const OctetBuffer all = stream.written();
        return toHex(OctetView(all).subspan(opening));
    }
    [[nodiscard]] End ended()
    {
        stream.end();
        time.runDue();
        return outcome.value().end;
    }
};

// Records a client's connection with the events of `play`.
template <typename Play>
std::shared_ptr<Session> recordedClient(Play play, const std::string &extensions = {},
                                        std::string *written = nullptr)
{
    Live live(Role::Client, {.failsOnViolation = false}, {}, 0, extensions);
    live.open();
    play(live);
    if (written)
        *written = live.written();
    return live.log;
}

void sendStrangeFrames(Live &live)
{
    live.session->sendFrame({.payload = octetsOf("hello"), .key = someKey});
    live.session->sendFrame({.opcode = opcodeOf(3), .fin = false, .rsv = 5, .key = someKey});
    live.session->sendFrame({.payload = octetsOf("unmasked"), .masking = Masking::Off});
    live.session->sendFrame({.payload = octetsOf("ab"), .key = someKey, .lengthForm = LengthForm::Bits64});
    live.session->sendMessage({.payload = octetsOf("in three parts"), .fragment = 5});
    live.session->sendFrame({.payload = octetsOf("x"), .repeatTo = 700'000, .key = someKey});
    live.session->sendFrame({.opcode = Opcode::Ping, .payload = octetsOf("unasked for"), .key = someKey});
}

TEST(Replay, SendsWhatTheClientSentOctetForOctetWithItsMaskingKeys)
{
    enum class Rest : std::uint8_t { Nothing, HalfAHeader, HalfAFrame };
    for (const Rest rest : {Rest::Nothing, Rest::HalfAHeader, Rest::HalfAFrame}) {
        std::string written;
        const auto recorded = recordedClient(
            [rest](Live &live) {
                sendStrangeFrames(live);
                if (rest == Rest::HalfAHeader)
                    live.session->sendOctets(fromHex("81fe00").value(), WriteApart::No);
                else if (rest == Rest::HalfAFrame)
                    live.session->sendFrame({.payload = octetsOf("half"),
                                             .key = someKey,
                                             .declaredLength = std::uint64_t{1} << 63});
                live.session->drop();
            },
            {}, &written);
        ASSERT_FALSE(replayFault(*recorded));
        Again again(recorded, {.pace = Pace::Fast, .masks = Masks::Recorded});
        again.open();
        EXPECT_EQ(again.sent(), written) << static_cast<int>(rest);
        EXPECT_TRUE(again.stream.wasDropped) << "as the client did";
        again.time.runDue();
        EXPECT_EQ(again.outcome.value().end, End::Complete);
        EXPECT_EQ(again.outcome.value().sent, rest == Rest::HalfAFrame ? 10U : 9U);
    }
}

TEST(Replay, SendsTheClientsSideOfWhatAServerRecorded)
{
    Live live(Role::Server, {.failsOnViolation = false});
    live.open().peer("818501020304696767686e").peer("c18301020304606060").peer("8280010203");
    live.stream.end();
    Again again(live.log, {.pace = Pace::Fast, .masks = Masks::Recorded});
    again.open();
    EXPECT_EQ(again.sent(), "818501020304696767686ec183010203046060608280010203");
}

TEST(Replay, UsesNewMasksUnlessSetOtherwise)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("hello"), .key = someKey});
        live.session->sendFrame({.payload = octetsOf("plain"), .masking = Masking::Off});
        live.session->drop();
    });
    Again again(recorded);
    again.open();
    // The test's random octets are all zero.
    EXPECT_EQ(again.sent(), "818500000000" + toHex(octetsOf("hello")) + "8105" + toHex(octetsOf("plain")));
}

TEST(Replay, LeavesRepliesToTheNewConnection)
{
    const auto recorded = recordedClient([](Live &live) {
        live.peer("890161890162"); // Two pings, each of which is answered.
        live.session->sendFrame({.opcode = Opcode::Pong, .payload = octetsOf("unasked")});
        live.session->sendFrame({.payload = octetsOf("1")});
        live.peer("880203e8"); // This is answered, too.
        live.stream.end();
    });
    Again again(recorded);
    again.open();
    EXPECT_EQ(again.sent(),
              "8a8700000000" + toHex(octetsOf("unasked")) + "81810000000031" + "88820000000003e8");
    EXPECT_EQ(again.outcome.has_value(), false);
}

TEST(Replay, AnswersThePingsThatComeNow)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.peer("810161");
        live.stream.end();
    });
    Again again(recorded);
    again.open().server("89017a");
    EXPECT_EQ(again.sent(),
              "81810000000031"
              "8a81000000007a");
}

TEST(Replay, CountsARecordedMessageAsAReplyAndNoFrameOutsideOfMessages)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        // A continuation without a message, a reserved frame, and a message that a reserved frame interrupts.
        live.peer("800161").peer("830162").peer("010161830162800163");
        live.stream.end();
    });
    Again again(recorded);
    again.open().server("810178");
    EXPECT_EQ(again.ended(), End::Complete);
    EXPECT_EQ(again.outcome.value().recordedReplies, 1U);
    EXPECT_EQ(again.outcome.value().replies, 1U);
}

TEST(Replay, PacedByRepliesSendsAFrameOnceAsManyWereReceivedAsThen)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.session->sendFrame({.payload = octetsOf("2")});
        live.peer("810161");
        live.session->sendFrame({.payload = octetsOf("3")});
        live.peer("0100800162"); // A message in two frames.
        live.session->sendFrame({.opcode = Opcode::Ping});
        live.peer("8a00");
        live.session->sendFrame({.payload = octetsOf("4")});
        live.session->startClose(1001, {});
        live.peer("880203e9");
        live.stream.end();
    });
    Again again(recorded, {.pace = Pace::Replies});
    again.open();
    std::string expected = "8181000000003181810000000032";
    EXPECT_EQ(again.sent(), expected);
    again.time.advance(seconds(9));
    // Only the number of messages counts, not their contents.
    again.server("820178");
    EXPECT_EQ(again.sent(), expected += "81810000000033");
    again.time.advance(seconds(9));
    again.server("810178");
    EXPECT_EQ(again.sent(), expected += "898000000000");
    again.server("8a00");
    EXPECT_EQ(again.sent(),
              expected += "81810000000034"
                          "88820000000003e9");
    again.server("880203e9");
    EXPECT_EQ(again.ended(), End::Complete);
    EXPECT_EQ(again.outcome->sent, 6U);
    EXPECT_EQ(again.outcome->replies, 3U);
    EXPECT_EQ(again.outcome->recordedReplies, 3U);
}

TEST(Replay, IsAbandonedWhenAReplyIsNotReceived)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.peer("810161");
        live.session->sendFrame({.payload = octetsOf("2")});
        live.stream.end();
    });
    Again again(recorded, {.pace = Pace::Replies, .patience = seconds(3)});
    again.open();
    again.time.advance(milliseconds(2'999));
    EXPECT_EQ(again.sent(), "81810000000031");
    again.time.advance(milliseconds(1));
    EXPECT_EQ(again.sent(), "8181000000003188820000000003e8");
    EXPECT_EQ(again.ended(), End::ReplyMissing);
    EXPECT_EQ(again.outcome->sent, 1U);
}

TEST(Replay, SaysInItsLogByHowMuchItsLimitsWereStretched)
{
    const auto lastNote = [](const Session &log) {
        std::string last;
        forEachRow(log, [&](const LogRow &row, RowNumber) {
            const RowExtra extra = log.extra(row);
            if (const auto *text = std::get_if<std::string>(&extra); text && row.kind == RowKind::Note)
                last = *text;
        });
        return last;
    };
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.peer("810161");
        live.session->sendFrame({.payload = octetsOf("2")});
        live.stream.end();
    });
    const std::string why = ", because this machine kept us from running for that long.";
    Again patient(recorded, {.pace = Pace::Replies, .patience = seconds(3)});
    patient.open().time.stall(seconds(4));
    EXPECT_EQ(lastNote(*patient.log), "The patience for a reply (3 s) is 4 s longer" + why);
    patient.time.advance(milliseconds(2'999));
    EXPECT_EQ(patient.sent(), "81810000000031");
    Again lingering(recorded, {.pace = Pace::Fast, .linger = seconds(2)});
    lingering.open().time.stall(seconds(3));
    EXPECT_EQ(lastNote(*lingering.log), "The wait for missing replies (2 s) is 3 s longer" + why);
}

TEST(Replay, WaitsForAReplyWithoutALimitIfItsPatienceIsZero)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.peer("810161");
        live.session->sendFrame({.payload = octetsOf("2")});
        live.stream.end();
    });
    Again again(recorded, {.pace = Pace::Replies, .patience = {}});
    again.open();
    again.time.advance(std::chrono::hours(24));
    EXPECT_EQ(again.sent(), "81810000000031");
    again.server("810161");
    EXPECT_EQ(again.sent().substr(0, 28), "8181000000003181810000000032");
}

TEST(Replay, AtTheRecordedPaceNamesWhatWasSentLate)
{
    const auto recorded = recordedClient([](Live &live) {
        for (const char *const text : {"1", "2", "3"}) {
            live.time.advance(seconds(1));
            live.session->sendFrame({.payload = octetsOf(text)});
        }
        live.session->drop();
    });
    Again again(recorded, {.pace = Pace::Recorded});
    again.open();
    again.time.stall(milliseconds(2'600));
    again.time.advance(milliseconds(400));
    again.time.runDue();
    ASSERT_EQ(again.outcome.value().end, End::Complete);
    std::vector<std::string> notes;
    forEachRow(*again.log, [&](const LogRow &row, RowNumber) {
        if (row.kind == RowKind::Note)
            notes.push_back(std::get<std::string>(again.log->extra(row)));
    });
    EXPECT_EQ(notes, std::vector<std::string>{"2 frames were sent later than recorded, by up to 1.6 s."});
}

TEST(Replay, AtTheRecordedPaceLetsAsMuchTimePassBetweenFrames)
{
    const auto recorded = recordedClient([](Live &live) {
        live.time.advance(milliseconds(10));
        live.session->sendFrame({.payload = octetsOf("1")});
        live.time.advance(seconds(100));
        live.session->sendFrame({.payload = octetsOf("2")});
        live.session->drop();
    });
    Again again(recorded, {.pace = Pace::Recorded});
    again.time.advance(seconds(7));
    again.open();
    again.time.advance(milliseconds(9));
    EXPECT_EQ(again.sent(), "");
    again.time.advance(milliseconds(1));
    EXPECT_EQ(again.sent(), "81810000000031");
    again.time.advance(seconds(99));
    EXPECT_EQ(again.sent(), "81810000000031");
    again.time.advance(seconds(1));
    EXPECT_EQ(again.sent(), "8181000000003181810000000032");
    again.time.runDue();
    EXPECT_EQ(again.outcome.value().end, End::Complete);
}

TEST(Replay, AsFastAsPossibleKeepsLittleWaitingForAServerThatReadsSlowly)
{
    std::string written;
    const auto recorded = recordedClient(
        [](Live &live) {
            for (int i = 0; i < 60; ++i)
                live.session->sendFrame(
                    {.payload = octetsOf("x"), .repeatTo = i % 20 == 0 ? 1'000'000U : 100'000U});
            live.session->drop();
        },
        {}, &written);
    Again again(recorded);
    again.replay->start();
    again.opening = again.stream.written().size();
    again.stream.drains = false;
    again.stream.receive(liveAnswer());
    EXPECT_LT(again.sent().size() / 2, 2'000'000U);
    // The scripted stream counts all octets ever written; from here on it accepts all.
    again.stream.drain();
    EXPECT_EQ(again.sent(), written);
    again.time.runDue();
    EXPECT_EQ(again.outcome.value().sent, 60U);
}

TEST(Replay, ClosesAfterTheLastReplyWhereTheRecordedServerEndedIt)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.peer("810161810162");
        live.stream.end();
    });
    Again again(recorded);
    again.open().server("810161");
    EXPECT_EQ(again.sent(), "81810000000031");
    again.server("810162");
    EXPECT_EQ(again.sent(), "8181000000003188820000000003e8");
    Again silent(recorded, {.pace = Pace::Fast, .linger = seconds(2)});
    silent.open();
    silent.time.advance(seconds(2));
    EXPECT_EQ(silent.sent(), "8181000000003188820000000003e8");
}

TEST(Replay, SendsNothingMoreOnceTheServerCloses)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.time.advance(seconds(1));
        live.session->sendFrame({.payload = octetsOf("2")});
        live.session->drop();
    });
    Again again(recorded, {.pace = Pace::Recorded});
    again.open().server("880203e9");
    again.time.advance(seconds(5));
    EXPECT_EQ(again.sent(), "8181000000003188820000000003e8");
    EXPECT_EQ(again.ended(), End::ConnectionOver);
    EXPECT_EQ(again.outcome->sent, 1U);
}

TEST(Replay, OfCompressedMessagesNeedsTheSameAgreement)
{
    const std::string deflate = "permessage-deflate";
    const auto recorded = recordedClient(
        [](Live &live) {
            for (int i = 0; i < 3; ++i)
                live.session->sendMessage(
                    {.payload = octetsOf("again and again"), .compression = Compression::On});
            live.session->drop();
        },
        deflate);
    Again again(recorded);
    EXPECT_NE(charactersOf(again.open(deflate).stream.written()).find(deflate), std::string::npos);
    ASSERT_EQ(again.log->messages().size(), 3U);
    for (const MessageRecord &message : again.log->messages())
        EXPECT_EQ(charactersOf(again.log->payload(message, 100)), "again and again");
    for (const std::string_view other : {"", "permessage-deflate; client_no_context_takeover"}) {
        Again without(recorded);
        without.open(other);
        EXPECT_EQ(without.sent(), "88820000000003e8") << other;
        EXPECT_EQ(without.ended(), End::OtherDeflate);
    }
}

TEST(Replay, OffersWhatTheRecordedClientOfferedButItsCredentials)
{
    Session recorded(Role::Server);
    LogRow row;
    row.kind = RowKind::Octets;
    recorded.append(row, {},
                    octetsOf("GET /x HTTP/1.1\r\nHost: there\r\nOrigin: http://o\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: a, b, bearer.secret\r\n"
                             "Sec-WebSocket-Extensions: x-y; z=1\r\nCookie: secret\r\nX-Colour: blue\r\n"
                             "Referer: http://h/?token=secret\r\n"
                             "X-Size: 7\r\nAuthorization: secret\r\nUser-Agent: it\r\n\r\n"));
    recorded.processReceived();
    Target given;
    given.headers = {{"x-size", "8"}};
    const Target target = replayTarget(given, recorded);
    EXPECT_EQ(target.headers, (std::vector<HeaderField>{{"X-Colour", "blue"}, {"x-size", "8"}}));
    EXPECT_EQ(target.subprotocols, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(target.origin, "http://o");
    EXPECT_EQ(target.extensions, "x-y; z=1");
    given.origin = "http://p";
    given.subprotocols = {"c"};
    EXPECT_EQ(replayTarget(given, recorded).origin, "http://p");
    EXPECT_EQ(replayTarget(given, recorded).subprotocols, given.subprotocols);
}

TEST(Replay, IsRefusedWhereTheRecordingHasNotAllOfIt)
{
    EXPECT_EQ(replayFault(Session(Role::Client)), ReplayFault::NeverOpened);
    const auto bulk = recordedClient([](Live &live) {
        live.session->logRecording(false);
        live.session->sendFrame({.payload = octetsOf("1")});
        live.session->logRecording(true);
    });
    EXPECT_EQ(replayFault(*bulk), ReplayFault::LeftOut);
    const auto forgetful = recordedClient([](Live &live) {
        live.log->setLimits({.octets = 1'000});
        for (int i = 0; i < 5; ++i)
            live.session->sendFrame({.payload = octetsOf("x"), .repeatTo = 100'000});
    });
    EXPECT_EQ(replayFault(*forgetful), ReplayFault::Discarded);
}

TEST(Replay, TellsHowMuchOfTheRecordingItGot)
{
    const auto recorded = recordedClient([](Live &live) {
        live.session->sendFrame({.payload = octetsOf("1")});
        live.stream.end();
    });
    for (const RecordingRead read :
         {RecordingRead::Whole, RecordingRead::UpToDamage, RecordingRead::NotToEnd}) {
        Again again(recorded, {.pace = Pace::Fast}, read);
        again.open();
        EXPECT_EQ(again.ended(), End::Complete);
        EXPECT_EQ(again.outcome->read, read);
    }
}

TEST(Replay, CountsWhatItHasSentForWhoeverWatches)
{
    const auto recorded = recordedClient([](Live &live) {
        for (const char *const text : {"a", "b", "c"})
            live.session->sendFrame({.payload = octetsOf(text)});
    });
    EXPECT_EQ(framesOfClient(*recorded), 3U);
    const auto counter = std::make_shared<std::atomic<std::uint64_t>>(0);
    Again again(recorded);
    again.replay->setCounter(counter);
    again.open();
    EXPECT_EQ(*counter, 3U);
}

TEST(Replay, TellsThatNoConnectionOpened)
{
    const auto recorded = recordedClient([](Live &live) { live.session->drop(); });
    Again again(recorded);
    again.replay->start();
    again.stream.receive("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(again.ended(), End::NotOpened);
}

} // namespace
} // namespace fg::test::replay_test
