// Who still reads gets everything, and who takes nothing is given up. The connections are pairs of sockets,
// and time passes only when the test says so.

#include "protocol/transport/one_way_sender.h"
#include "tests/protocol/transport/loopback.h"
#include "tests/support/manual_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace fg::test::one_way_sender_test {
namespace {

using namespace std::chrono_literals;

class OneWaySenderTest : public testing::Test
{
protected:
    OneWaySenderTest()
    {
        std::array<int, 2> ends{-1, -1};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        ours = std::make_unique<RawSocket>(ends[0]);
        peer = std::make_unique<RawSocket>(ends[1]);
    }

    void start(OneWaySender::Source source)
    {
        sender = std::make_unique<OneWaySender>(PlainStream{SocketTwin(ours->descriptor()), {}},
                                                std::move(source), time, limit, [this] {
                                                    ++done;
                                                    sender.reset();
                                                });
    }
    // A source of so many octets.
    static OneWaySender::Source octets(std::uint64_t count)
    {
        return [left = count](std::span<std::byte> room) mutable -> std::optional<std::size_t> {
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, room.size()));
            std::ranges::fill(room.first(size), std::byte{'x'});
            left -= size;
            return size;
        };
    }
    // So many that no system takes them all at once.
    static OneWaySender::Source endless() { return octets(std::numeric_limits<std::uint64_t>::max()); }
    // Runs the event loop until the sender is done.
    void finish()
    {
        EXPECT_TRUE(waitUntil([this] {
            time.runDue();
            return done == 1;
        }));
    }
    // Runs the event loop until the system takes no more octets for the peer.
    void fill() const
    {
        EXPECT_TRUE(waitUntil([this] {
            pollfd state{.fd = ours->descriptor(), .events = POLLOUT, .revents = 0};
            return ::poll(&state, 1, 0) == 0;
        }));
    }
    std::uint64_t readAll() const
    {
        std::uint64_t count = 0;
        std::string part(1024 * 1024, ' ');
        ssize_t size = 0;
        while ((size = ::recv(peer->descriptor(), part.data(), part.size(), MSG_DONTWAIT)) > 0)
            count += static_cast<std::uint64_t>(size);
        return count;
    }
    static constexpr Duration limit = 10s;
    ManualTime time;
    std::unique_ptr<RawSocket> ours; // beside that of the sender
    std::unique_ptr<RawSocket> peer;
    int done = 0;
    std::unique_ptr<OneWaySender> sender;
};

TEST_F(OneWaySenderTest, APeerThatEndedItsSideBeforeGetsEverythingAndThenTheEnd)
{
    constexpr std::uint64_t count = 5'000'000;
    EXPECT_EQ(::shutdown(peer->descriptor(), SHUT_WR), 0);
    start(octets(count));
    std::uint64_t taken = 0;
    EXPECT_TRUE(waitUntil([&] {
        taken += readAll();
        time.runDue();
        return done == 1;
    }));
    EXPECT_EQ(taken + readAll(), count);
    EXPECT_TRUE(peer->endsInOrder());
}

TEST_F(OneWaySenderTest, AfterTheLastOctetThePeerMayEndItsSideWhenItLikes)
{
    start(octets(1));
    EXPECT_EQ(peer->receive(2), "x"); // and its end
    EXPECT_EQ(done, 0);
    peer->close();
    finish();
}

TEST_F(OneWaySenderTest, APeerThatTakesNothingForTheLimitIsGivenUp)
{
    start(endless());
    fill();
    time.advance(limit - 1ms);
    EXPECT_EQ(done, 0);
    time.advance(1ms);
    EXPECT_EQ(done, 1);
    ours.reset();
    (void)readAll();
    EXPECT_TRUE(peer->endsInOrder());
}

TEST_F(OneWaySenderTest, TheLimitBeginsAgainWithEachPartThatThePeerTakes)
{
    start(endless());
    for (int i = 0; i < 3; ++i) {
        fill();
        time.advance(limit - 1ms);
        EXPECT_GT(readAll(), 0U);
    }
    fill();
    EXPECT_EQ(done, 0);
}

TEST_F(OneWaySenderTest, APeerThatIsGoneEndsTheSending)
{
    start(endless());
    fill();
    peer->close();
    finish();
}

TEST_F(OneWaySenderTest, WhatCannotBeHadEndsTheSendingEarly)
{
    start([isFirst = true](std::span<std::byte> room) mutable -> std::optional<std::size_t> {
        room.front() = std::byte{'y'};
        return std::exchange(isFirst, false) ? std::optional<std::size_t>(1) : std::nullopt;
    });
    finish();
    ours.reset();
    EXPECT_EQ(peer->receive(2), "y");
}

} // namespace
} // namespace fg::test::one_way_sender_test
