#include "protocol/transport/socket_listener.h"
#include "tests/protocol/transport/loopback.h"

#include <gtest/gtest.h>

namespace fg::test::listener_test {
namespace {

class Listener : public testing::Test
{
protected:
    void SetUp() override
    {
        listener.setHandler([this](std::unique_ptr<Transport> transport) {
            transport->setListener(&recorder);
            accepted.push_back(std::move(transport));
            accepted.back()->open();
        });
    }

    Recorder recorder;
    SocketListener listener;
    std::vector<std::unique_ptr<Transport>> accepted;
};

TEST_F(Listener, AnAcceptedConnectionCarriesOctetsBothWays)
{
    ASSERT_FALSE(listener.start({}));
    RawSocket peer = connectRaw(listener.port());
    peer.send("hello");
    ASSERT_TRUE(waitUntil([this] { return recorder.text() == "hello"; }));
    EXPECT_EQ(recorder.notices.front(), "ready");
    EXPECT_EQ(recorder.peer.localPort, listener.port());
    accepted.front()->write(octetsOf("welcome"), WriteMode::Alone);
    EXPECT_EQ(peer.receive(7), "welcome");
}

TEST_F(Listener, AConnectionThatIsOverBeforeItIsOpenedIsReportedFromItsBeginning)
{
    std::unique_ptr<Transport> kept;
    listener.setHandler([&](std::unique_ptr<Transport> transport) { kept = std::move(transport); });
    ASSERT_FALSE(listener.start({}));
    RawSocket peer = connectRaw(listener.port());
    peer.send("hello");
    peer.close();
    ASSERT_TRUE(waitUntil([&] { return kept != nullptr; }));
    runLoopFor(std::chrono::milliseconds(20));
    kept->setListener(&recorder);
    kept->open();
    EXPECT_TRUE(recorder.notices.empty());
    ASSERT_TRUE(waitUntil([this] { return recorder.has("ended"); }));
    EXPECT_EQ(recorder.notices, (std::vector<std::string>{"ready", "received", "ended"}));
}

TEST_F(Listener, APortInUseIsAnErrorThatNamesIt)
{
    ASSERT_FALSE(listener.start({}));
    SocketListener second;
    const auto error = second.start({.address = "127.0.0.1", .port = listener.port(), .tls = {}});
    ASSERT_TRUE(error.has_value());
    EXPECT_NE(error->detail.find(std::to_string(listener.port())), std::string::npos);
    EXPECT_EQ(second.port(), 0);
}

TEST_F(Listener, ANameIsNotAnAddressToListenAt)
{
    EXPECT_TRUE(listener.start({.address = "somewhere.example", .port = 0, .tls = {}}).has_value());
}

TEST_F(Listener, AServerNeedsItsCertificate)
{
    const auto error =
        listener.start({.address = "127.0.0.1", .port = 0, .tls = TlsServerSettings{"no.crt", "no.key", {}}});
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->kind, TransportErrorKind::TlsSetup);
    EXPECT_TRUE(error->detail.starts_with("no.crt: "));
}

TEST_F(Listener, ConnectionsAboveTheLimitWaitUntilOneIsGone)
{
    ASSERT_FALSE(listener.start({.address = "127.0.0.1", .port = 0, .tls = {}, .maxConnections = 2}));
    std::vector<RawSocket> peers;
    for (int i = 0; i < 5; ++i)
        peers.push_back(connectRaw(listener.port()));
    ASSERT_TRUE(waitUntil([this] { return accepted.size() == 2; }));
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_EQ(accepted.size(), 2U);
    peers.front().close();
    EXPECT_TRUE(waitUntil([this] { return accepted.size() == 3; }));
    runLoopFor(std::chrono::milliseconds(50));
    EXPECT_EQ(accepted.size(), 3U);
}

TEST_F(Listener, StoppingLeavesTheConnectionsThatAreThere)
{
    ASSERT_FALSE(listener.start({}));
    RawSocket peer = connectRaw(listener.port());
    ASSERT_TRUE(waitUntil([this] { return recorder.has("ready"); }));
    listener.stop();
    EXPECT_EQ(listener.port(), 0);
    accepted.front()->write(octetsOf("still here"), WriteMode::Alone);
    EXPECT_EQ(peer.receive(10), "still here");
}

} // namespace
} // namespace fg::test::listener_test
