// Streams without TLS, against a raw socket that can end in any way.
#include "protocol/transport/socket_transport.h"
#include "tests/protocol/transport/loopback.h"

#include <gtest/gtest.h>

namespace fg::test::plain_test {
namespace {

class PlainTransport : public testing::Test
{
protected:
    void open(std::uint16_t port)
    {
        client = makeClientTransport({.host = "127.0.0.1", .port = port, .tls = {}});
        client->setListener(&recorder);
        client->open();
    }

    RawSocket openedPeer()
    {
        open(listener.port());
        RawSocket peer = listener.accept();
        EXPECT_TRUE(waitUntil([this] { return recorder.has("ready"); }));
        return peer;
    }

    void expectEnd(TcpEnd how)
    {
        ASSERT_TRUE(waitUntil([this] { return recorder.has("ended"); }));
        EXPECT_EQ(recorder.tcpEnd, how);
        EXPECT_EQ(recorder.tlsEnd, TlsEnd::NotTls);
        runLoopFor(std::chrono::milliseconds(20));
        EXPECT_EQ(recorder.notices.back(), "ended");
    }

    RawListener listener;
    Recorder recorder;
    std::unique_ptr<Transport> client;
};

TEST_F(PlainTransport, OpeningTellsNothingBeforeItReturns)
{
    open(listener.port());
    EXPECT_TRUE(recorder.notices.empty());
    EXPECT_TRUE(waitUntil([this] { return recorder.has("ready"); }));
}

TEST_F(PlainTransport, ReadyTellsTheAddressesAndNothingOfTls)
{
    const RawSocket peer = openedPeer();
    EXPECT_EQ(recorder.peer.peerAddress, "127.0.0.1");
    EXPECT_EQ(recorder.peer.peerPort, listener.port());
    EXPECT_EQ(recorder.peer.localAddress, "127.0.0.1");
    EXPECT_NE(recorder.peer.localPort, 0);
    EXPECT_TRUE(recorder.peer.tlsVersion.empty());
}

TEST_F(PlainTransport, OctetsPassBothWays)
{
    RawSocket peer = openedPeer();
    client->write(octetsOf("to the peer"), WriteMode::Buffered);
    EXPECT_EQ(peer.receive(11), "to the peer");
    peer.send("from the peer");
    EXPECT_TRUE(waitUntil([this] { return recorder.text() == "from the peer"; }));
}

TEST_F(PlainTransport, ARefusedConnectionFailsAsRefused)
{
    open(closedPort());
    ASSERT_TRUE(waitUntil([this] { return recorder.has("failed"); }));
    EXPECT_EQ(recorder.failure->kind, TransportErrorKind::ConnectionRefused);
    EXPECT_FALSE(recorder.failure->detail.empty());
    EXPECT_EQ(recorder.notices.size(), 1U);
}

TEST_F(PlainTransport, AnUnknownHostFailsAsNotFound)
{
    client = makeClientTransport({.host = "no-such-host.invalid", .port = 80, .tls = {}});
    client->setListener(&recorder);
    client->open();
    ASSERT_TRUE(waitUntil([this] { return recorder.has("failed"); }));
    EXPECT_EQ(recorder.failure->kind, TransportErrorKind::HostNotFound);
}

TEST_F(PlainTransport, AnOrderlyEndIsFin)
{
    RawSocket peer = openedPeer();
    peer.close();
    expectEnd(TcpEnd::Fin);
}

TEST_F(PlainTransport, AResetIsReset)
{
    RawSocket peer = openedPeer();
    peer.reset();
    expectEnd(TcpEnd::Reset);
}

TEST_F(PlainTransport, AllOctetsComeBeforeTheFinThatFollowsThemAtOnce)
{
    RawSocket peer = openedPeer();
    std::string sent = pattern(2'000'000);
    sent.resize(peer.send(sent));
    EXPECT_GT(sent.size(), 300'000U); // more than Qt buffers, so that the end is after a full buffer
    peer.close();
    expectEnd(TcpEnd::Fin);
    EXPECT_TRUE(recorder.text() == sent);
    EXPECT_LE(recorder.longestRead, 65536U);
}

TEST_F(PlainTransport, OctetsReceivedBeforeAResetAreReported)
{
    RawSocket peer = openedPeer();
    EXPECT_EQ(peer.send("half a fra"), 10U);
    peer.reset();
    expectEnd(TcpEnd::Reset);
    EXPECT_EQ(recorder.text(), "half a fra");
}

TEST_F(PlainTransport, AResetWhileOctetsFlowIsReset)
{
    RawSocket peer = openedPeer();
    bool isReset = false;
    recorder.onNotice = [&](std::string_view notice) {
        if (notice == "received" && !isReset && recorder.received.size() > 100'000) {
            isReset = true;
            peer.reset();
        }
    };
    peer.send(pattern(1'000'000));
    expectEnd(TcpEnd::Reset);
    EXPECT_TRUE(pattern(1'000'000).starts_with(recorder.text()));
}

// A peer that closes while we still write answers with RST, but its FIN came first.
TEST_F(PlainTransport, WritingAfterTheFinLosesNoOctetAndTheEndIsFin)
{
    RawSocket peer = openedPeer();
    recorder.onNotice = [&](std::string_view notice) {
        if (notice != "received" || recorder.text() != "first")
            return;
        peer.send(", last");
        peer.close();
        for (int i = 0; i < 3; ++i)
            client->write(octetsOf("too late"), WriteMode::Alone);
    };
    peer.send("first");
    expectEnd(TcpEnd::Fin);
    EXPECT_EQ(recorder.text(), "first, last");
}

TEST_F(PlainTransport, WritingAfterAResetIsReset)
{
    RawSocket peer = openedPeer();
    peer.send("rest");
    peer.reset();
    for (int i = 0; i < 3; ++i)
        client->write(octetsOf("too late"), WriteMode::Alone);
    expectEnd(TcpEnd::Reset);
    EXPECT_EQ(recorder.text(), "rest");
}

TEST_F(PlainTransport, DrainedIsReportedOnceWhenAllHasLeft)
{
    RawSocket peer = openedPeer();
    for (int i = 0; i < 10; ++i)
        client->write(octetsOf("0123456789"), WriteMode::Buffered);
    EXPECT_FALSE(client->isDrained());
    EXPECT_FALSE(recorder.has("drained")); // never from inside write()
    EXPECT_EQ(peer.receive(100).size(), 100U);
    EXPECT_TRUE(client->isDrained());
    runLoopFor(std::chrono::milliseconds(20));
    EXPECT_EQ(recorder.notices, (std::vector<std::string>{"ready", "drained"}));
}

TEST_F(PlainTransport, AWriteThatTheSystemCannotTakeIsDrainedOnceThePeerReads)
{
    RawSocket peer = openedPeer();
    const std::string sent = pattern(16'000'000);
    client->write(octetsOf(sent), WriteMode::Alone);
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_FALSE(client->isDrained());
    EXPECT_FALSE(recorder.has("drained"));
    EXPECT_TRUE(peer.receive(sent.size()) == sent);
    EXPECT_TRUE(waitUntil([this] { return recorder.has("drained"); }));
}

TEST_F(PlainTransport, DroppingLetsWrittenOctetsLeave)
{
    RawSocket peer = openedPeer();
    const std::string sent = pattern(8'000'000);
    client->write(octetsOf(sent), WriteMode::Buffered);
    client->drop();
    client.reset();
    EXPECT_TRUE(peer.receive(sent.size()) == sent);
    EXPECT_TRUE(peer.endsInOrder());
    EXPECT_EQ(recorder.notices, (std::vector<std::string>{"ready"}));
}

TEST_F(PlainTransport, DroppingWithOctetsUnreadStillEndsInOrder)
{
    RawSocket peer = openedPeer();
    client->setReading(false);
    peer.send(pattern(1'000'000));
    runLoopFor(std::chrono::milliseconds(20));
    client->write(octetsOf("last"), WriteMode::Alone);
    client->drop();
    EXPECT_EQ(peer.receive(4), "last");
    EXPECT_TRUE(peer.endsInOrder());
    EXPECT_FALSE(recorder.has("received"));
}

TEST_F(PlainTransport, ADroppedConnectionGivesUpOnAPeerThatDoesNotRead)
{
    RawSocket peer = openedPeer();
    client->write(octetsOf(pattern(16'000'000)), WriteMode::Buffered);
    client->drop();
    runLoopFor(std::chrono::milliseconds(1300));
    EXPECT_LT(peer.receive(16'000'000).size(), 16'000'000U);
}

TEST_F(PlainTransport, NothingIsReportedAfterADrop)
{
    RawSocket peer = openedPeer();
    peer.send("octets");
    client->drop();
    peer.close();
    runLoopFor(std::chrono::milliseconds(30));
    EXPECT_EQ(recorder.notices, (std::vector<std::string>{"ready"}));
}

TEST_F(PlainTransport, AnEndAloneIsReportedOnlyWhenReadingIsOnAgain)
{
    RawSocket peer = openedPeer();
    client->setReading(false);
    peer.send("before the end");
    peer.close();
    runLoopFor(std::chrono::milliseconds(30));
    EXPECT_EQ(recorder.notices, (std::vector<std::string>{"ready"}));
    client->setReading(true);
    expectEnd(TcpEnd::Fin);
    EXPECT_EQ(recorder.text(), "before the end");
}

TEST_F(PlainTransport, WithoutReadingThePeerHasToWaitAndNothingIsLostAfterwards)
{
    RawSocket peer = openedPeer();
    client->setReading(false);
    const std::string wanted = pattern(64'000'000);
    std::size_t sent = 0;
    for (int quietRounds = 0; quietRounds < 20; runLoopFor(std::chrono::milliseconds(5))) {
        const std::size_t taken = peer.send(std::string_view(wanted).substr(sent));
        sent += taken;
        quietRounds = taken == 0 ? quietRounds + 1 : 0;
    }
    EXPECT_LT(sent, 24'000'000U); // the system's own buffers and 256 KiB
    EXPECT_FALSE(recorder.has("received"));

    client->setReading(true);
    EXPECT_TRUE(waitUntil([&] { return recorder.received.size() == sent; }));
    EXPECT_TRUE(recorder.text() == std::string_view(wanted).substr(0, sent));
}

TEST_F(PlainTransport, ReadingCanBeStoppedFromInsideANotice)
{
    RawSocket peer = openedPeer();
    recorder.onNotice = [this](std::string_view) { client->setReading(false); };
    const std::string sent = pattern(200'000);
    EXPECT_EQ(peer.send(sent), sent.size());
    runLoopFor(std::chrono::milliseconds(30));
    EXPECT_EQ(recorder.notices, (std::vector<std::string>{"ready", "received"}));
    recorder.onNotice = [](std::string_view) {};
    client->setReading(true);
    EXPECT_TRUE(waitUntil([&] { return recorder.text() == sent; }));
}

class DestroyedInNotice : public PlainTransport, public testing::WithParamInterface<const char *>
{
};

TEST_P(DestroyedInNotice, ATransportMayBeDestroyedFromInside)
{
    const std::string_view notice = GetParam();
    recorder.onNotice = [&](std::string_view told) {
        if (told == notice)
            client.reset();
    };
    open(notice == "failed" ? closedPort() : listener.port());
    if (notice != "failed") {
        RawSocket peer = listener.accept();
        peer.send(pattern(200'000));
        if (waitUntil([this] { return recorder.has("received"); }, std::chrono::milliseconds(100)) && client)
            client->write(octetsOf("answer"), WriteMode::Buffered);
        if (notice == "drained")
            (void)waitUntil([this] { return recorder.has("drained"); });
        peer.close();
    }
    EXPECT_TRUE(waitUntil([this] { return client == nullptr; }));
    runLoopFor(std::chrono::milliseconds(20));
    EXPECT_EQ(recorder.notices.back(), notice);
}

INSTANTIATE_TEST_SUITE_P(Every, DestroyedInNotice,
                         testing::Values("ready", "received", "drained", "ended", "failed"),
                         [](const auto &param) { return std::string(param.param); });

} // namespace
} // namespace fg::test::plain_test
