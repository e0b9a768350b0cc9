// The behaviour of a live session towards its transport and its listener.
#include "tests/support/allocation_counter.h"
#include "tests/support/live.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace fg::test::live_session_test {
namespace {

using namespace std::chrono_literals;

TEST(Writes, ApartOnesWaitUntilNothingIsLeftToWrite)
{
    Live live(Role::Server);
    live.open();
    const std::size_t start = live.stream.writes.size();
    live.stream.drains = false;
    live.session->sendFrame({.payload = octetsOf("abcd"), .chop = 4});
    live.session->sendFrame({.payload = octetsOf("e")});
    EXPECT_EQ(live.stream.writes.size(), start); // The answer has not been written yet.
    live.stream.listener->transportDrained(); // The transport still has octets to write.
    EXPECT_EQ(live.stream.writes.size(), start);
    live.stream.drain();
    EXPECT_EQ(live.stream.writes.size(), start + 3);
}

TEST(Writes, ApartOnesNeverMerge)
{
    Live live(Role::Server);
    live.open();
    const std::size_t start = live.stream.writes.size();
    live.session->sendFrame({.payload = octetsOf("abcd"), .chop = 4});
    live.session->sendFrame({.payload = octetsOf("e")});
    ASSERT_EQ(live.stream.writes.size(), start + 3);
    EXPECT_EQ(live.stream.writes[start].mode, WriteMode::Alone);
    EXPECT_EQ(live.stream.writes[start + 1].mode, WriteMode::Alone);
    EXPECT_EQ(live.stream.writes[start + 2].mode, WriteMode::Buffered);
    EXPECT_EQ(live.written(),
              "81046162"
              "6364"
              "810165");
}

TEST(Writes, PacedOnesAreApartAndAcknowledged)
{
    Live live(Role::Server);
    live.open();
    const std::size_t start = live.stream.writes.size();
    live.stream.drains = false;
    live.session->sendFrame({.payload = octetsOf("ab"), .chop = 2, .chopPace = ChopPace::Acknowledged});
    live.session->sendFrame({.payload = octetsOf("e")});
    EXPECT_EQ(live.stream.writes.size(), start);
    live.stream.drain();
    ASSERT_EQ(live.stream.writes.size(), start + 3);
    EXPECT_EQ(live.stream.writes[start].mode, WriteMode::Acknowledged);
    EXPECT_EQ(live.stream.writes[start + 1].mode, WriteMode::Acknowledged);
    EXPECT_EQ(live.stream.writes[start + 2].mode, WriteMode::Buffered);
    const auto rows = rowsOf(*live.log);
    const auto isApart = [](const std::string &row) { return row.find(" apart") != std::string::npos; };
    EXPECT_EQ(std::count_if(rows.begin(), rows.end(), isApart), 2);
}

TEST(Events, ADropInsideOneTakesPlaceAfterIt)
{
    Live live(Role::Client);
    live.open();
    live.onEvent = [&](LiveSession &session, const EndpointEvent &) {
        session.drop();
        EXPECT_FALSE(live.stream.wasDropped);
    };
    live.peer("810161"
              "810162");
    EXPECT_TRUE(live.stream.wasDropped);
    EXPECT_EQ(rowsOf(*live.log).back(), "out dropped");
    live.time.runDue();
    EXPECT_EQ(live.ended, 1);
}

TEST(Events, TheListenerMayDestroyTheSessionAtItsEnd)
{
    for (const bool byPeer : {false, true}) {
        Live live(Role::Client);
        live.open();
        live.onEnded = [&] { live.session.reset(); };
        if (byPeer)
            live.stream.end();
        else
            live.session->drop();
        EXPECT_TRUE(live.session);
        live.time.runDue();
        EXPECT_FALSE(live.session);
    }
}

TEST(Events, ADeadlineMayEndTheSessionAndItMayBeDestroyed)
{
    Live live(Role::Client);
    live.open();
    live.onEnded = [&] { live.session.reset(); };
    live.session->startClose(1000, {});
    live.time.advance(2s);
    EXPECT_FALSE(live.session);
    EXPECT_EQ(live.ended, 1);
}

TEST(Commands, DoNothingBeforeTheOpeningAndAfterTheEnd)
{
    const auto commandAll = [](LiveSession &session) {
        session.sendFrame({.payload = octetsOf("x")});
        session.sendMessage({.payload = octetsOf("xyz"), .fragment = 1});
        session.beginFrame({});
        session.sendFrameData(octetsOf("x"), WriteApart::Yes);
        session.sendOctets(octetsOf("x"), WriteApart::No);
        session.startClose(1000, {});
    };
    Live live(Role::Client);
    commandAll(*live.session);
    EXPECT_TRUE(live.stream.writes.empty());
    live.open();
    live.session->drop();
    const std::size_t writes = live.stream.writes.size();
    const RowCount rows = live.log->rowCount();
    commandAll(*live.session);
    live.session->fail(1002);
    live.session->drop();
    live.stream.listener->transportReceived(octetsOf("late"));
    live.stream.listener->transportEnded(TcpEnd::Fin, TlsEnd::NotTls);
    live.stream.listener->transportDrained();
    EXPECT_EQ(live.stream.writes.size(), writes);
    EXPECT_EQ(live.log->rowCount(), rows);
    live.time.advance(10s);
    EXPECT_EQ(live.ended, 1);
}

// A transport that notifies its listener from inside its calls, as the interface allows.
class EagerTransport final : public Transport
{
public:
    void setListener(TransportListener *told) override { listener = told; }
    void open() override { listener->transportReady({}); }
    void write(OctetView octets, WriteMode) override { onWrite(*listener, octets); }
    [[nodiscard]] bool isDrained() const override { return drained; }
    [[nodiscard]] std::size_t waitingOctets() const override { return 0; }
    [[nodiscard]] std::uint64_t takenOctets() const override { return 0; }
    void drop() override { }
    void setReading(bool on) override { isReading = on; }

    std::function<void(TransportListener &, OctetView)> onWrite = [](auto &, auto) {};
    bool drained = true;
    bool isReading = true;
    TransportListener *listener = nullptr;
};

struct Eager
{
    explicit Eager(Role role, std::size_t replyLimit = 0)
        : log(std::make_shared<Session>(role))
    {
        LiveSettings settings{.endpoint = {}, .policies = {}, .replyLimit = replyLimit};
        settings.endpoint.role = role;
        settings.endpoint.request = {.target = "/", .host = "a", .fields = defaultRequestFields("Test")};
        settings.endpoint.answer.fields = defaultAnswerFields("Test");
        auto made = std::make_unique<EagerTransport>();
        transport = made.get();
        session = std::make_unique<LiveSession>(std::move(settings), std::move(made), time, entropy, log);
    }
    ManualTime time;
    FixedEntropy entropy;
    std::shared_ptr<Session> log;
    EagerTransport *transport = nullptr;
    std::unique_ptr<LiveSession> session;
};

TEST(Notices, FromInsideAWriteAreProcessedAfterIt)
{
    Eager eager(Role::Client);
    bool answered = false;
    int pings = 0;
    eager.transport->onWrite = [&](TransportListener &listener, OctetView) {
        if (!std::exchange(answered, true))
            listener.transportReceived(octetsOf(liveAnswer()));
        else if (++pings < 1000)
            listener.transportReceived(fromHex("8900").value());
        else
            listener.transportEnded(TcpEnd::Fin, TlsEnd::NotTls);
    };
    eager.session->open();
    EXPECT_EQ(eager.session->endpoint().state(), ConnectionState::Open);
    eager.session->sendFrame({.payload = octetsOf("go")});
    EXPECT_EQ(pings, 1000);
    EXPECT_TRUE(eager.session->hasEnded());
    EXPECT_EQ(eager.log->statistics().in.frames[9], 999U);
    EXPECT_EQ(eager.log->statistics().out.frames[10], 999U);
}

TEST(Replies, OfAPeerThatDoesNotReadStopTheReadingUntilTheyHaveLeft)
{
    Eager eager(Role::Server, 1000);
    EagerTransport *transport = eager.transport;
    eager.session->open();
    TransportListener &notices = *transport->listener;
    notices.transportReceived(octetsOf(liveRequest));
    transport->drained = false;
    const OctetBuffer ping = fromHex("898000000000").value();
    for (int i = 0; i < 600 && transport->isReading; ++i)
        notices.transportReceived(ping);
    EXPECT_FALSE(transport->isReading);
    transport->drained = true;
    notices.transportDrained();
    EXPECT_TRUE(transport->isReading);
}

TEST(Peers, ThatSendNoiseEndTheConnectionOnly)
{
    std::mt19937_64 random(7);
    for (int round = 0; round < 500; ++round) {
        Live live(round % 2 == 0 ? Role::Client : Role::Server);
        if (round % 3 == 0)
            live.session->open();
        else
            live.open();
        OctetBuffer noise(1 + random() % 3'000);
        for (std::byte &octet : noise)
            octet = static_cast<std::byte>(random());
        for (std::size_t at = 0; at < noise.size(); at += 100)
            live.stream.receive(OctetView(noise).subspan(at, std::min<std::size_t>(100, noise.size() - at)));
        live.time.advance(20s);
        live.stream.end();
        live.time.runDue();
        ASSERT_EQ(live.ended, 1) << round;
        ASSERT_TRUE(live.closing().hasEnded()) << round;
    }
}

TEST(Peers, ThatDeclareAMessageWithoutEndMakeTheLogNoLonger)
{
    Live live(Role::Client);
    live.open();
    const std::string block = toHex(OctetBuffer(64 * 1024));
    const std::size_t before = heldOctets();
    restartMostHeldOctets();
    live.peer("827f7fffffffffffffff");
    for (int i = 0; i < 1'000; ++i)
        live.peer(block);
    EXPECT_EQ(live.findings().front().substr(0, 15), "message.too-big");
    EXPECT_EQ(live.closing().localCloseCode, 1009);
    EXPECT_LT(mostHeldOctets() - before, 16u * 1024 * 1024);
    // The first octets of the message are still there, and so are the newest ones.
    const StreamOffset size = live.log->streamSize(Direction::In);
    const StreamOffset header = size - 1'000ull * 64 * 1024 - 10;
    EXPECT_EQ(toHex(live.log->octets(Direction::In, header, 10)), "827f7fffffffffffffff");
    EXPECT_EQ(live.log->octets(Direction::In, size - 64 * 1024, 64 * 1024).size(), 64u * 1024);
}

TEST(Peers, ManyTinyFramesInOneReadTakeLinearTime)
{
    Live live(Role::Client);
    live.open();
    std::string pings;
    for (int i = 0; i < 32'000; ++i)
        pings += "8900";
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i)
        live.peer(pings);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
    EXPECT_EQ(live.log->statistics().in.frames[9], 160'000U);
    EXPECT_EQ(live.log->messages().size(), 320'000U);
}

} // namespace
} // namespace fg::test::live_session_test
