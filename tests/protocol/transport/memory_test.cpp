// What a socket's peer can make us hold: what we do not read is bounded, what waits to leave is counted, and
// memory goes back when it has left.
#include "protocol/transport/closing.h"
#include "protocol/transport/socket_listener.h"
#include "tests/protocol/transport/loopback.h"
#include "tests/protocol/transport/tls_pair.h"
#include "tests/support/handed_out.h"

#include <gtest/gtest.h>

#include <thread>

namespace fg::test::memory_test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t much = 24 * mebibyte;

class Memory : public testing::Test
{
protected:
    void SetUp() override
    {
        listener.setHandler([this](std::unique_ptr<Transport> transport) {
            transport->setListener(&recorder);
            accepted = std::move(transport);
            accepted->open();
        });
        ASSERT_FALSE(listener.start({}));
        peer.emplace(connectRaw(listener.port()));
        ASSERT_TRUE(waitUntil([this] { return recorder.has("ready"); }));
    }

    // Reads everything up to this many octets, without keeping it.
    void readAll(std::size_t size)
    {
        while (size > 0)
            size -= peer->receive(std::min<std::size_t>(size, 64 * 1024)).size();
    }

    Recorder recorder;
    SocketListener listener;
    std::unique_ptr<Transport> accepted;
    std::optional<RawSocket> peer;
};

TEST_F(Memory, OfOctetsThatAreNotReadIsBounded)
{
    accepted->setReading(false);
    const HandedOut before;
    const std::string octets(64 * 1024, 'x');
    for (int i = 0; i < 200; ++i) {
        peer->send(octets);
        runLoopFor(1ms);
    }
    EXPECT_GT(accepted->unreadOctets(), 0U);
    EXPECT_LE(accepted->unreadOctets(), 64U * 1024);
    EXPECT_LT(before.more(), 512U * 1024);
}

TEST_F(Memory, OfOctetsThatOnlyTheSystemHasIsNotOursButTheyAreUnread)
{
    // Stops right after a read of everything that Qt had, at any size of its buffer.
    std::size_t stopAfter = 0;
    recorder.onNotice = [&](std::string_view notice) {
        if (notice == "received" && recorder.received.size() >= stopAfter)
            accepted->setReading(false);
    };
    const std::string octets(256 * 1024, 'x');
    for (stopAfter = 64 * 1024; stopAfter <= 192 * 1024; stopAfter += 64 * 1024) {
        peer->send(octets);
        accepted->setReading(true);
        ASSERT_TRUE(waitUntil([&] { return recorder.received.size() >= stopAfter; }));
        runLoopFor(5ms);
        EXPECT_GT(accepted->unreadOctets(), 0U);
    }
}

TEST_F(Memory, OfOctetsThatAreNotReadIsBoundedWithTls)
{
    TlsPair pair;
    ASSERT_TRUE(pair.connect());
    pair.server->setReading(false);
    const std::string octets(mebibyte, 'x');
    pair.client->write(octetsOf(octets), WriteMode::Buffered);
    std::size_t most = 0;
    for (int i = 0; i < 100; ++i) {
        runLoopFor(2ms);
        most = std::max(most, pair.server->unreadOctets());
    }
    EXPECT_GT(most, 0U);
    EXPECT_LE(most, 160U * 1024); // Once as received, once decrypted, and a record that was begun.
}

TEST_F(Memory, OfAReadIsThatOfTheListenersWish)
{
    struct Modest final : TransportListener
    {
        void transportReady(const PeerInfo &) override { }
        void transportReceived(OctetView octets) override
        {
            received += octets.size();
            longest = std::max(longest, octets.size());
        }
        void transportDrained() override { }
        void transportEnded(TcpEnd, TlsEnd) override { }
        void transportFailed(const TransportError &) override { }
        [[nodiscard]] std::size_t mostToReceive() const override { return 1000; }
        std::size_t received = 0;
        std::size_t longest = 0;
    };
    Modest modest;
    std::unique_ptr<Transport> transport;
    listener.setHandler([&](std::unique_ptr<Transport> next) {
        transport = std::move(next);
        transport->setListener(&modest);
        transport->open();
    });
    RawSocket second = connectRaw(listener.port());
    second.send(std::string(50'000, 'x'));
    ASSERT_TRUE(waitUntil([&] { return modest.received == 50'000; }));
    EXPECT_EQ(modest.longest, 1000U);
}

TEST_F(Memory, OfWhatWaitedGoesBackWhenThePeerHasRead)
{
    const HandedOut before;
    {
        const OctetBuffer octets(much);
        accepted->write(octets, WriteMode::Buffered);
    }
    runLoopFor(10ms);
    const std::size_t waiting = accepted->waitingOctets();
    EXPECT_GT(waiting, mebibyte);
    EXPECT_LT(before.more(), waiting + mebibyte);
    readAll(much);
    ASSERT_TRUE(waitUntil([&] { return accepted->isDrained(); }));
    EXPECT_LT(before.more(), 512U * 1024);
}

TEST_F(Memory, OfWhatWaitedGoesBackWithTls)
{
    TlsPair pair;
    ASSERT_TRUE(pair.connect());
    const HandedOut before;
    {
        const OctetBuffer octets(much);
        pair.server->write(octets, WriteMode::Buffered);
    }
    // What waits is in memory once, whatever is encrypted of it.
    EXPECT_LT(before.more(), much + 2 * mebibyte);
    ASSERT_TRUE(waitUntil([&] { return pair.clientRecorder.received.size() == much; }, 60s));
    ASSERT_TRUE(waitUntil([&] { return pair.server->isDrained(); }));
    OctetBuffer().swap(pair.clientRecorder.received);
    EXPECT_LT(before.more(), 4 * mebibyte); // The relay and the recorders have some of it.
}

TEST_F(Memory, OfSharedOctetsIsTakenOnceAndTheyArriveInOrder)
{
    const auto shared = std::make_shared<const OctetBuffer>(much, std::byte{'s'});
    const HandedOut before;
    accepted->write(octetsOf("before"), WriteMode::Buffered);
    accepted->writeShared(shared);
    accepted->write(octetsOf("after"), WriteMode::Buffered);
    runLoopFor(10ms);
    EXPECT_LT(before.more(), mebibyte);
    EXPECT_GT(accepted->waitingSharedOctets(), mebibyte);
    EXPECT_FALSE(accepted->isDrained());
    EXPECT_EQ(peer->receive(6), "before");
    for (std::size_t left = much; left > 0;) {
        const std::string part = peer->receive(std::min<std::size_t>(left, 64 * 1024));
        ASSERT_EQ(part.find_first_not_of('s'), std::string::npos);
        left -= part.size();
    }
    EXPECT_EQ(peer->receive(5), "after");
    ASSERT_TRUE(waitUntil([&] { return accepted->isDrained(); }));
    EXPECT_EQ(shared.use_count(), 1);
}

TEST_F(Memory, OfManyShortWritesThatWaitIsThatOfTheirOctets)
{
    const auto shared = std::make_shared<const OctetBuffer>(much, std::byte{'s'});
    accepted->writeShared(shared);
    runLoopFor(10ms);
    ASSERT_GT(accepted->waitingSharedOctets(), mebibyte);
    const std::size_t waitingBefore = accepted->waitingOctets();
    const HandedOut before;
    constexpr int writes = 200'000;
    for (int i = 0; i < writes; ++i) // Two octets each, as an empty pong.
        accepted->write(octetsOf(i % 2 == 0 ? "ab" : "cd"), WriteMode::Buffered);
    EXPECT_LT(before.more(), 4U * writes);
    EXPECT_EQ(accepted->waitingOctets() - waitingBefore, 2U * writes);
    readAll(much);
    std::string received;
    while (received.size() < 2U * writes) {
        const std::string part =
            peer->receive(std::min<std::size_t>(2U * writes - received.size(), 64 * 1024));
        ASSERT_FALSE(part.empty());
        received += part;
    }
    for (std::size_t i = 0; i < received.size(); i += 4)
        ASSERT_EQ(received.substr(i, 4), "abcd") << i;
    ASSERT_TRUE(waitUntil([&] { return accepted->isDrained(); }));
}

TEST_F(Memory, OfSharedOctetsThatWaitIsKeptForAnEndInOrder)
{
    const auto shared = std::make_shared<const OctetBuffer>(8 * mebibyte, std::byte{'s'});
    accepted->writeShared(shared);
    accepted->write(octetsOf("end"), WriteMode::Buffered);
    accepted->drop();
    EXPECT_GT(octetsOfClosing(), 0U);
    readAll(shared->size());
    EXPECT_EQ(peer->receive(3), "end");
    EXPECT_TRUE(peer->endsInOrder());
    ASSERT_TRUE(waitUntil([] { return octetsOfClosing() == 0; }));
    ASSERT_TRUE(waitUntil([&] { return shared.use_count() == 1; }));
}

TEST_F(Memory, OfWhatWaitsGoesBackWithAnAbort)
{
    const auto shared = std::make_shared<const OctetBuffer>(mebibyte);
    const HandedOut before;
    {
        const OctetBuffer octets(much);
        accepted->write(octets, WriteMode::Buffered);
    }
    accepted->writeShared(shared);
    accepted->abort();
    ASSERT_TRUE(waitUntil([&] { return before.more() < 512U * 1024; }));
    EXPECT_EQ(shared.use_count(), 1);
    EXPECT_EQ(octetsOfClosing(), 0U);
    EXPECT_EQ(accepted->waitingOctets(), 0U);
}

} // namespace
} // namespace fg::test::memory_test
