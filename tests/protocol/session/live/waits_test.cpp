// Every state that a peer can put a connection into without cases ends by a limit, over virtual time: of the
// window and `connect`, of `replay`, and of `echo` and `broadcast`. What the whole program does about it over
// real sockets is in tests/app/waits_test.py, where the states before the stream is established are, too.

#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/live_recording.h"
#include "protocol/session/live/replay.h"
#include "protocol/session/live/system_entropy.h"
#include "tests/support/live.h"
#include "tests/support/loopback_client.h"

#include <gtest/gtest.h>

namespace fg::test::waits_test {
namespace {

using namespace std::chrono_literals;

// Whose connection it is. That of the window and that of `connect` while it reads input belong to a person.
enum class Owner : std::uint8_t { Person, Program, Server };

constexpr Duration stallLimit = 60s; // --patience of `connect`; --idle of `echo` and `broadcast`

// A connection whose peer is the test.
class Played final : private LiveSessionListener
{
public:
    explicit Played(Owner owner)
        : m_role(owner == Owner::Server ? Role::Server : Role::Client)
        , m_log(std::make_shared<Session>(m_role))
    {
        Target target;
        target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://localhost/"));
        LiveSettings settings = liveSettings(target);
        if (owner == Owner::Server) {
            settings.endpoint = {.role = Role::Server};
            settings.endpoint.answer.fields = defaultAnswerFields("Test");
        }
        if (owner != Owner::Person)
            settings.stallLimit = stallLimit;
        session = std::make_unique<LiveSession>(
            std::move(settings), std::make_unique<ScriptedTransport>(stream), time, m_entropy, m_log);
        session->setListener(this);
        session->open();
    }
    void open() { stream.receive(isServer() ? std::string(liveRequest) : liveAnswer()); }
    // A short frame, masked with zeros if the peer is a client.
    void send(std::string_view hex)
    {
        OctetBuffer octets = fromHex(hex).value();
        if (isServer()) {
            octets[1] |= std::byte{0x80};
            octets.insert(octets.begin() + 2, 4, std::byte{});
        }
        stream.receive(octets);
    }
    [[nodiscard]] bool isServer() const { return m_role == Role::Server; }
    [[nodiscard]] bool hasEnded() const { return session->hasEnded(); }
    [[nodiscard]] const Session &log() const { return *m_log; }

    ManualTime time;
    ScriptedStream stream;
    std::unique_ptr<LiveSession> session;

private:
    void sessionEvent(LiveSession &, const EndpointEvent &) override { }
    void sessionEnded(LiveSession &) override { }

    const Role m_role;
    FixedEntropy m_entropy;
    std::shared_ptr<Session> m_log;
};

struct Wait
{
    const char *state;
    Owner owner;
    const char
        *endedBy; // The limit, by its name in the code; the program's option for it follows it in brackets.
    Duration limit; // At the earliest then; Duration::max(): the person ends it.
    void (*begin)(Played &);
    void (*keepUp)(Played &) = [](Played &) {};
};

void nothing(Played &) { }
void open(Played &played) { played.open(); }
void ping(Played &played) { played.send("8900"); }
void oneOctet(Played &played) { played.stream.receive("a"); }
void openAndClose(Played &played)
{
    played.open();
    played.session->startClose(1000, {});
}
void stopReading(Played &played)
{
    played.open();
    played.stream.drains = false;
    played.session->sendFrame({.payload = octetsOf("what the peer does not take")});
}

constexpr Duration never = Duration::max();

const Wait waits[] = {
    {"request sent", Owner::Person, "Target::openingLimit (--open-timeout)", 5s, nothing},
    {"head in part", Owner::Person, "Target::openingLimit (--open-timeout)", 5s,
     [](Played &played) { played.stream.receive("HTTP/1.1 101 Switching Protocols\r\nA: "); }, oneOctet},
    {"interim answers, the next in part", Owner::Person, "Target::openingLimit (--open-timeout)", 5s,
     [](Played &played) {
         played.stream.receive("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: ");
     },
     oneOctet},
    {"body of a refusal", Owner::Person, "Target::openingLimit (--open-timeout)", 5s,
     [](Played &played) { played.stream.receive("HTTP/1.1 500 No\r\nContent-Length: 60000\r\n\r\n"); },
     oneOctet},
    {"open and idle", Owner::Person, "the person", never, open},
    {"open, sends pings", Owner::Person, "the person", never, open, ping},
    {"message in part", Owner::Person, "the person", never,
     [](Played &played) {
         played.open();
         played.send("020161");
     }},
    {"our write is not taken", Owner::Person, "the person", never, stopReading},
    {"our write is not taken", Owner::Program, "LiveSettings::stallLimit (--patience)", stallLimit,
     stopReading},
    {"our write is not taken, sends pings", Owner::Program, "LiveSettings::stallLimit (--patience)",
     stallLimit, stopReading, ping},
    {"our close frame is not answered", Owner::Person, "Target::closingLimit (--timeout)", 10s, openAndClose},
    {"our close frame is not answered, sends pings", Owner::Person, "Target::closingLimit (--timeout)", 10s,
     openAndClose, ping},
    {"our close frame is not taken", Owner::Person, "Target::closingLimit (--timeout)", 10s,
     [](Played &played) {
         stopReading(played);
         played.session->startClose(1000, {});
     }},
    {"both have closed, we first, and TCP stays", Owner::Person, "EndpointSettings::serverDropTimeout", 1s,
     [](Played &played) {
         openAndClose(played);
         played.send("880203e8");
     }},
    {"both have closed, the server first, and TCP stays", Owner::Person,
     "EndpointSettings::serverDropTimeoutAfterReply", 1s,
     [](Played &played) {
         played.open();
         played.send("880203e8");
     }},
    {"request awaited", Owner::Server, "EndpointSettings::openingTimeout", 5s, nothing},
    {"head in part", Owner::Server, "EndpointSettings::openingTimeout", 5s,
     [](Played &played) { played.stream.receive("GET / HTTP/1.1\r\nA: "); }, oneOctet},
    {"our write is not taken", Owner::Server, "LiveSettings::stallLimit (--idle)", stallLimit, stopReading},
    {"our write is not taken, sends pings", Owner::Server, "LiveSettings::stallLimit (--idle)", stallLimit,
     stopReading, ping},
    {"our close frame is not answered", Owner::Server, "EndpointSettings::closeReplyTimeout", 1s,
     openAndClose},
    {"our close frame is not answered, sends pings", Owner::Server, "EndpointSettings::closeReplyTimeout", 1s,
     openAndClose, ping},
    {"both have closed and TCP stays", Owner::Server, "the server itself (RFC 6455 7.1.1)", 0s,
     [](Played &played) {
         played.open();
         played.send("880203e8");
     }},
};

class Waits : public testing::TestWithParam<Wait>
{
};

TEST_P(Waits, EndAtTheirLimitAndNotBefore)
{
    const Wait &wait = GetParam();
    Played played(wait.owner);
    wait.begin(played);
    constexpr Duration step = 100ms;
    const Duration start = played.time.now();
    // A standstill is found a quarter of the time later.
    const Duration latest = wait.limit == never ? Duration(1h) : wait.limit + wait.limit / 4;
    while (!played.hasEnded() && played.time.now() - start < latest) {
        wait.keepUp(played);
        played.time.advance(step);
    }
    const Duration took = played.time.now() - start;
    EXPECT_EQ(played.hasEnded(), wait.limit != never) << wait.endedBy;
    EXPECT_GE(took, std::min(wait.limit, latest)) << wait.endedBy;
    if (wait.limit != never)
        return;
    // The person ends it: at once, or with a closing handshake, which has a limit.
    played.session->startClose(1000, {});
    played.time.advance(10s);
    EXPECT_TRUE(played.hasEnded());
}

std::string nameOf(const testing::TestParamInfo<Wait> &info)
{
    constexpr const char *owners[] = {"Person", "Program", "Server"};
    std::string name = owners[static_cast<std::size_t>(info.param.owner)] + std::string("_");
    for (const char c : std::string_view(info.param.state))
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(States, Waits, testing::ValuesIn(waits), nameOf);

TEST(AStalledConnection, SaysInItsLogWhyItWasDropped)
{
    Played played(Owner::Program);
    stopReading(played);
    played.time.advance(stallLimit);
    const RowNumber last = endOf(played.log().rowCount());
    std::vector<std::string> notes;
    for (RowNumber number; number < last; ++number) {
        if (const LogRow row = played.log().row(number); row.kind == RowKind::Note)
            notes.push_back(std::get<std::string>(played.log().extra(row)));
    }
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_TRUE(notes.front().starts_with("The peer had read nothing for 60 seconds, while "))
        << notes.front();
}

TEST(AStalledConnection, IsDroppedAlsoIfOnlySharedOctetsWait)
{
    ManualTime time;
    FixedEntropy entropy;
    ScriptedStream stream;
    LiveSettings settings;
    settings.endpoint.role = Role::Server;
    settings.stallLimit = stallLimit;
    LiveSession session(std::move(settings), std::make_unique<ScriptedTransport>(stream), time, entropy,
                        nullptr);
    session.open();
    stream.receive(liveRequest);
    stream.drains = false;
    session.sendShared(std::make_shared<const OctetBuffer>(fromHex("810161").value()));
    time.advance(stallLimit / 2);
    EXPECT_FALSE(session.hasEnded());
    time.advance(stallLimit);
    EXPECT_TRUE(session.hasEnded());
}

TEST(SharedOctets, AreSentAndLoggedIfThereIsALog)
{
    Played played(Owner::Server);
    played.open();
    played.stream.writes.clear();
    const auto rows = [&] { return endOf(played.log().rowCount()); };
    const RowNumber before = rows();
    played.session->sendShared(std::make_shared<const OctetBuffer>(fromHex("810161").value()));
    EXPECT_EQ(toHex(played.stream.written()), "810161");
    EXPECT_GT(rows(), before);
}

TEST(AWriteThatIsTakenBitByBit, IsNotStalled)
{
    Played played(Owner::Program);
    stopReading(played);
    for (int i = 0; i < 100; ++i) {
        played.time.advance(stallLimit / 2);
        ++played.stream.taken;
    }
    EXPECT_FALSE(played.hasEnded());
    played.time.advance(2 * stallLimit);
    EXPECT_TRUE(played.hasEnded());
}

// The window's echo peer (EchoHost) and the servers without cases on the command line have the same limit.
TEST(AnEchoPeer, EndsAConnectionOnWhichNothingComesForItsIdleTime)
{
    ManualTime time;
    SystemEntropy entropy;
    PeerSettings settings;
    settings.limits.idle = 24h;
    EchoPeer peer(settings, time, entropy);
    ASSERT_FALSE(peer.start());
    LoopbackClient client(std::get<WebSocketUrl>(parseWebSocketUrl(peer.url())).port, "/");
    ASSERT_TRUE(waitUntil([&] { return client.hasOpened(); }));
    time.advance(23h);
    runLoopFor(50ms);
    EXPECT_FALSE(client.hasEnded());
    time.advance(24h);
    EXPECT_EQ(client.finish().log().closing().remoteCloseCode, 1001);
}

// --- replay ---

// A replay of a client that sent three messages of this length and got a reply to each.
class Replayed
{
public:
    Replayed(ReplaySettings::Pace pace, std::uint64_t length, bool isRead)
    {
        Live live(Role::Client);
        live.open();
        for (int i = 0; i < 3; ++i) {
            live.session->sendFrame({.payload = octetsOf("x"), .repeatTo = length});
            live.peer("810161");
        }
        live.session->drop();
        Target target;
        target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://localhost/"));
        const ReplaySettings settings{.pace = pace};
        auto session = std::make_unique<LiveSession>(replayLiveSettings(target, settings),
                                                     std::make_unique<ScriptedTransport>(stream), time,
                                                     m_entropy, std::make_shared<Session>(Role::Client));
        replay = std::make_unique<Replay>(RecordedSession{live.log}, settings, std::move(session), time,
                                          [this](const ReplayOutcome &came) { outcome = came; });
        replay->start();
        stream.drains = isRead;
        stream.receive(liveAnswer());
    }
    // Sends these octets every second; returns when it has ended, at the latest after this time.
    Duration play(std::string_view hex, Duration limit)
    {
        const Duration start = time.now();
        while (!outcome && time.now() - start < limit) {
            stream.receive(fromHex(hex).value());
            time.advance(1s);
        }
        return time.now() - start;
    }

    ManualTime time;
    ScriptedStream stream;
    std::optional<ReplayOutcome> outcome;
    std::unique_ptr<Replay> replay;

private:
    FixedEntropy m_entropy;
};

TEST(AReplay, WaitsForAReplyForItsPatienceAlsoWhilePingsCome)
{
    Replayed replayed(ReplaySettings::Pace::Replies, 1, true);
    // patience (10 s), then Target::closingLimit (10 s)
    const Duration took = replayed.play("8900", 1min);
    ASSERT_TRUE(replayed.outcome);
    EXPECT_EQ(replayed.outcome->end, ReplayOutcome::End::ReplyMissing);
    EXPECT_LE(took, 21s);
    EXPECT_GE(took, 20s);
}

TEST(AReplay, WaitsForAServerThatDoesNotReadForItsPatience)
{
    Replayed replayed(ReplaySettings::Pace::Fast, 700'000, false);
    const Duration took = replayed.play("8900", 1min);
    ASSERT_TRUE(replayed.outcome);
    EXPECT_EQ(replayed.outcome->end, ReplayOutcome::End::ConnectionOver);
    EXPECT_LT(replayed.outcome->sent, 3U);
    EXPECT_GE(took, 10s);
    EXPECT_LE(took, 13s);
}

} // namespace
} // namespace fg::test::waits_test
