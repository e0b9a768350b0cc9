// A connection that a person controls and the echo peer, over sockets of this machine.
#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/interactive_session.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <QEventLoop>
#include <QTimer>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace fg::test::loopback_test {
namespace {

using namespace std::chrono_literals;

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds limit = 10s)
{
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (condition())
            loop.quit();
    });
    look.start(2);
    QTimer::singleShot(limit, &loop, &QEventLoop::quit);
    loop.exec();
    return condition();
}

class Loopback : public testing::Test
{
protected:
    void start(std::uint64_t messageLimit = 1 << 26, std::uint64_t memoryLimit = ConnectionBudget::usualLimit)
    {
        PeerSettings settings;
        settings.limits.messageOctets = messageLimit;
        settings.limits.memoryOctets = memoryLimit;
        echo = std::make_unique<EchoPeer>(settings, time, entropy);
        ASSERT_FALSE(echo->start());
        target.url = std::get<WebSocketUrl>(parseWebSocketUrl(echo->url()));
    }
    std::unique_ptr<InteractiveSession> connected()
    {
        auto session = std::make_unique<InteractiveSession>(network, target);
        EXPECT_TRUE(waitUntil([&] { return session->log()->summary().state == SessionState::Open; }));
        return session;
    }
    static bool hasEnded(const InteractiveSession &session)
    {
        return session.log()->summary().state == SessionState::Closed;
    }
    // Payloads of the received messages.
    static std::vector<std::string> came(const InteractiveSession &session)
    {
        std::vector<std::string> payloads;
        for (const MessageRecord &message : session.log()->messages()) {
            if (message.direction == Direction::In)
                payloads.emplace_back(charactersOf(session.log()->payload(message, 1 << 24)));
        }
        return payloads;
    }

    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<EchoPeer> echo;
    NetworkThread network;
    Target target;
};

TEST_F(Loopback, APageOfAnotherSiteIsRefusedWithTheReason)
{
    start();
    target.origin = "http://evil.example";
    const InteractiveSession session(network, target);
    ASSERT_TRUE(waitUntil([&] { return hasEnded(session); }));
    const HandshakeRecord handshake = session.log()->handshake();
    EXPECT_EQ(handshake.answerHead.startLine, "HTTP/1.1 403 Forbidden");
    const OctetBuffer body = session.log()->octets(Direction::In, handshake.bodyOffset, handshake.bodyLength);
    EXPECT_NE(charactersOf(body).find("\"http://evil.example\""), std::string_view::npos);
    target.origin = "http://localhost:8080";
    EXPECT_EQ(connected()->log()->summary().state, SessionState::Open);
}

TEST_F(Loopback, WhatGoesCompressedComesBackCompressed)
{
    start();
    target.extensions = "permessage-deflate; client_max_window_bits";
    const auto session = connected();
    const std::string text(100'000, 'e');
    session->sendText(text);
    session->sendText("plain", Compression::Off);
    session->sendBinary({});
    ASSERT_TRUE(waitUntil([&] { return came(*session).size() == 3; }));
    EXPECT_EQ(came(*session), (std::vector<std::string>{text, "plain", ""}));
    std::vector<bool> compressed;
    for (const MessageRecord &message : session->log()->messages())
        compressed.push_back(message.isCompressed);
    EXPECT_EQ(std::ranges::count(compressed, true), 4);
    EXPECT_LT(session->log()->statistics().in.octets, 1000u);
    EXPECT_TRUE(session->log()->findings().empty());
}

TEST_F(Loopback, CompressionIsDeclinedWhileItsContextsMayTakeAQuarterOfTheMemory)
{
    start(1 << 26, ConnectionBudget::smallestLimit);
    target.extensions = "permessage-deflate";
    const auto compresses = [](const InteractiveSession &session) {
        return session.log()->handshake().deflate.agreement.has_value();
    };
    std::vector<std::unique_ptr<InteractiveSession>> sessions;
    do
        sessions.push_back(connected());
    while (compresses(*sessions.back()) && sessions.size() < 30);
    // Each takes 300 KiB of 4 MiB.
    EXPECT_EQ(sessions.size(), 14U);
    EXPECT_EQ(sessions.back()->log()->handshake().answerHead.find("Sec-WebSocket-Extensions"), nullptr);
    EXPECT_TRUE(sessions.back()->log()->findings().empty());
    sessions.back()->sendText("plain");
    EXPECT_TRUE(waitUntil([&] { return came(*sessions.back()).size() == 1; }));
    // One that ends makes room for another.
    sessions.erase(sessions.begin());
    ASSERT_TRUE(waitUntil([&] { return echo->connections() == 13; }));
    EXPECT_TRUE(compresses(*connected()));
}

TEST_F(Loopback, TextAndBinaryComeBackAndPingsAreAnswered)
{
    start();
    const auto session = connected();
    session->sendText("hello");
    session->sendBinary(OctetBuffer(200'000, std::byte{0xAB}));
    session->sendPing(bufferOf("p"));
    ASSERT_TRUE(waitUntil([&] { return came(*session).size() == 3; }));
    EXPECT_EQ(came(*session)[0], "hello");
    EXPECT_EQ(came(*session)[1], std::string(200'000, '\xAB'));
    EXPECT_EQ(came(*session)[2], "p");
    session->startClose(1000, "bye");
    ASSERT_TRUE(waitUntil([&] { return hasEnded(*session); }));
    const ClosingRecord closing = session->log()->closing();
    EXPECT_TRUE(closing.wasClean && closing.closedByMe);
    EXPECT_FALSE(closing.droppedByMe);
    EXPECT_EQ(closing.remoteCloseCode, 1000);
    EXPECT_TRUE(session->log()->findings().empty());
    EXPECT_TRUE(waitUntil([&] { return echo->connections() == 0; }));
}

TEST_F(Loopback, AMessageOverTheLimitIsClosedWith1009)
{
    start(1'000);
    const auto session = connected();
    session->sendText(std::string(1'000, 'a'));
    session->sendText(std::string(1'001, 'a'));
    ASSERT_TRUE(waitUntil([&] { return hasEnded(*session); }));
    EXPECT_EQ(came(*session).size(), 1U);
    EXPECT_EQ(session->log()->closing().remoteCloseCode, 1009);
    EXPECT_FALSE(session->log()->closing().closedByMe);
}

TEST_F(Loopback, AFloodComesBackWholeAndInOrder)
{
    start();
    const auto session = connected();
    for (int i = 0; i < 3'000; ++i)
        session->sendText(std::to_string(i) + std::string(2'000, 'x'));
    ASSERT_TRUE(waitUntil([&] { return session->log()->statistics().in.messages == 3'000; }));
    const auto payloads = came(*session);
    for (std::size_t i = 0; i < payloads.size(); ++i)
        ASSERT_TRUE(payloads[i].starts_with(std::to_string(i) + 'x'));
}

TEST_F(Loopback, ADropIsNoticedByTheOtherEnd)
{
    start();
    const auto session = connected();
    EXPECT_TRUE(waitUntil([&] { return echo->connections() == 1; }));
    session->drop();
    ASSERT_TRUE(waitUntil([&] { return hasEnded(*session) && echo->connections() == 0; }));
    EXPECT_TRUE(session->log()->closing().droppedByMe);
    session->sendText("after the end");
}

TEST_F(Loopback, ASessionThatIsDestroyedDropsAndItsLogStays)
{
    start();
    std::shared_ptr<const Session> log;
    {
        const auto session = connected();
        log = session->log();
        session->sendText("last words");
    }
    EXPECT_TRUE(waitUntil([&] { return log->summary().state == SessionState::Closed; }));
    EXPECT_TRUE(waitUntil([&] { return echo->connections() == 0; }));
}

TEST_F(Loopback, AFinOfTheServerIsReported)
{
    start();
    const auto session = connected();
    echo.reset();
    ASSERT_TRUE(waitUntil([&] { return hasEnded(*session); }));
    EXPECT_EQ(session->log()->closing().wasNotCleanReason, NotCleanReason::PeerDropped);
}

TEST_F(Loopback, ARefusedConnectionSaysSo)
{
    start();
    echo.reset();
    InteractiveSession session(network, target);
    ASSERT_TRUE(waitUntil([&] { return session.log()->summary().error.has_value(); }));
    EXPECT_EQ(session.log()->summary().error->kind, TransportErrorKind::ConnectionRefused);
}

// A client that sends messages in fragments and floods the server without reading. It has its own live
// session.
class Driver final : public LiveSessionListener
{
public:
    std::function<void(LiveSession &, const EndpointEvent &)> onEvent;

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override { onEvent(session, event); }
    void sessionEnded(LiveSession &) override { }
};

TEST_F(Loopback, FragmentsComeBackAsOneMessage)
{
    start();
    std::string echoed;
    Driver driver;
    driver.onEvent = [&](LiveSession &session, const EndpointEvent &event) {
        if (event.kind == EndpointEvent::Kind::Opened)
            session.sendMessage({.payload = octetsOf("hello world"), .fragment = 1, .chop = 1});
        if (event.kind == EndpointEvent::Kind::Message)
            echoed = charactersOf(event.payload);
    };
    LiveSession session({.endpoint = clientSettings(target), .policies = {}},
                        makeClientTransport(connectSettings(target)), time, entropy, nullptr);
    session.setListener(&driver);
    session.open();
    EXPECT_TRUE(waitUntil([&] { return echoed == "hello world"; }));
}

TEST_F(Loopback, APeerThatFloodsWithoutReadingIsMadeToWaitAndLosesNothing)
{
    start();
    std::uint64_t echoed = 0;
    Driver driver;
    driver.onEvent = [&](LiveSession &, const EndpointEvent &event) {
        echoed += event.kind == EndpointEvent::Kind::Message;
    };
    auto made = makeClientTransport(connectSettings(target));
    Transport *transport = made.get();
    LiveSession session({.endpoint = clientSettings(target), .policies = {}}, std::move(made), time, entropy,
                        nullptr);
    session.setListener(&driver);
    session.open();
    ASSERT_TRUE(waitUntil([&] { return session.endpoint().state() == ConnectionState::Open; }));
    transport->setReading(false);
    const OctetBuffer payload(60'000);
    for (int i = 0; i < 1'000; ++i)
        session.sendFrame({.opcode = Opcode::Binary, .payload = payload});
    (void)waitUntil([] { return false; }, 500ms);
    EXPECT_FALSE(transport->isDrained()); // The echo peer does not read what it could not send back.
    transport->setReading(true);
    EXPECT_TRUE(waitUntil([&] { return echoed == 1'000; }));
}

} // namespace
} // namespace fg::test::loopback_test
