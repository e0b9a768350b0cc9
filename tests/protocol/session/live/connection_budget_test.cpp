// The limit for the memory of all connections together.
#include "protocol/session/live/broadcast_peer.h"
#include "protocol/session/live/connection_budget.h"
#include "tests/support/manual_time.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace fg::test::connection_budget_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t limit = 64 * mebibyte; // from 32 MiB on, connections are stopped

class Connection final : public BudgetedConnection
{
public:
    Connection(ConnectionBudget &budget, std::string name)
        : m_budget(budget)
        , m_name(std::move(name))
    {
        budget.add(*this);
    }
    ~Connection() override { m_budget.remove(*this); }

    Connection &hold(std::size_t own)
    {
        now.own = own;
        m_budget.measure(*this);
        return *this;
    }

    Holding now;
    std::size_t spare = 0;
    mutable int lookedAt = 0;
    bool isRead = true;
    bool wasDropped = false;

private:
    [[nodiscard]] Holding holding() const override
    {
        ++lookedAt;
        Holding held = now;
        held.own += spare;
        return held;
    }
    void releaseSpare() override { spare = 0; }
    void setReading(Reading reading) override { isRead = reading == Reading::On; }
    void dropForMemory() override { wasDropped = true; }
    [[nodiscard]] std::string peerName() const override { return m_name; }

    ConnectionBudget &m_budget;
    std::string m_name;
};

class Budget : public testing::Test
{
protected:
    explicit Budget(std::uint64_t given = limit)
        : limitOfAll(given)
    {
    }

    Connection &add(std::size_t own = 0)
    {
        connections.push_back(
            std::make_unique<Connection>(budget, "peer " + std::to_string(connections.size())));
        return connections.back()->hold(own);
    }

    const std::uint64_t limitOfAll;
    ManualTime time;
    std::vector<ConnectionBudget::Drop> drops;
    ConnectionBudget budget{limitOfAll, time,
                            [this](const ConnectionBudget::Drop &drop) { drops.push_back(drop); }};
    std::vector<std::unique_ptr<Connection>> connections;
};

class SmallestBudget : public Budget
{
protected:
    SmallestBudget()
        : Budget(ConnectionBudget::smallestLimit)
    {
    }
};

TEST_F(Budget, ReadsAllConnectionsUpToHalfOfTheLimit)
{
    const Connection &first = add(16 * mebibyte);
    const Connection &second = add(16 * mebibyte);
    EXPECT_TRUE(first.isRead && second.isRead);
    EXPECT_EQ(budget.total(), limit / 2);
    EXPECT_EQ(budget.room(), 0U);
}

TEST_F(Budget, StopsTheOneThatHoldsMost)
{
    Connection &most = add(20 * mebibyte);
    Connection &less = add(10 * mebibyte);
    less.hold(13 * mebibyte);
    EXPECT_FALSE(most.isRead);
    EXPECT_TRUE(less.isRead);
    less.hold(14 * mebibyte); // Still too much.
    EXPECT_FALSE(less.isRead);
}

TEST_F(Budget, LetsThoseGoOnThatHoldLittle)
{
    Connection &little = add(mebibyte);
    Connection &much = add(40 * mebibyte);
    for (int i = 0; i < 10; ++i)
        little.hold(mebibyte);
    EXPECT_FALSE(much.isRead);
    EXPECT_TRUE(little.isRead);
}

TEST_F(Budget, AsksForSpareMemoryBeforeItStopsAnybody)
{
    Connection &first = add(10 * mebibyte);
    first.spare = 20 * mebibyte;
    first.hold(10 * mebibyte);
    const Connection &second = add(15 * mebibyte);
    EXPECT_EQ(first.spare, 0U);
    EXPECT_TRUE(first.isRead && second.isRead);
}

TEST_F(Budget, LooksAgainAtWhatOthersHoldBeforeItStopsAnybody)
{
    Connection &first = add(30 * mebibyte);
    first.now.own = mebibyte; // It has sent what waited.
    const Connection &second = add(16 * mebibyte);
    EXPECT_TRUE(first.isRead && second.isRead);
}

TEST_F(Budget, LetsOneAtATimeGoOnThatHasMoreToRead)
{
    Connection &first = add(20 * mebibyte);
    Connection &second = add(20 * mebibyte);
    first.hold(21 * mebibyte);
    second.hold(21 * mebibyte);
    ASSERT_FALSE(first.isRead || second.isRead);
    first.now.unread = second.now.unread = 1000;
    time.advance(1s);
    EXPECT_TRUE(first.isRead != second.isRead);
    Connection &ahead = first.isRead ? first : second;
    Connection &other = first.isRead ? second : first;
    // Its message is complete, and its reply waits for the peer.
    ahead.now.owed = 20 * mebibyte;
    ahead.hold(20 * mebibyte);
    EXPECT_FALSE(ahead.isRead);
    EXPECT_TRUE(other.isRead);
}

TEST_F(Budget, GivesNobodyATurnBeyondTheWholeLimit)
{
    Connection &first = add(40 * mebibyte);
    first.now.unread = 1000;
    time.advance(1s);
    ASSERT_TRUE(first.isRead);
    first.hold(65 * mebibyte);
    EXPECT_FALSE(first.isRead);
}

TEST_F(Budget, DropsWhoGivesNothingBackInTenSecondsAndSaysSo)
{
    Connection &hostile = add(40 * mebibyte);
    hostile.now.owed = 40 * mebibyte;
    const Connection &little = add(mebibyte);
    time.advance(9s);
    EXPECT_FALSE(hostile.wasDropped);
    time.advance(2s);
    EXPECT_TRUE(hostile.wasDropped);
    EXPECT_FALSE(little.wasDropped);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].peer, "peer 0");
    EXPECT_EQ(drops[0].held, 40 * mebibyte);
    EXPECT_EQ(drops[0].limit, limit);
    EXPECT_EQ(budget.total(), mebibyte);
}

TEST_F(Budget, DropsTheOneThatHoldsMostAndNoMoreThanItHasTo)
{
    Connection &most = add(31 * mebibyte);
    Connection &less = add(20 * mebibyte);
    less.hold(21 * mebibyte);
    ASSERT_FALSE(most.isRead || less.isRead);
    time.advance(11s);
    EXPECT_TRUE(most.wasDropped);
    EXPECT_FALSE(less.wasDropped);
    EXPECT_TRUE(less.isRead);
}

TEST_F(Budget, KeepsWhoReadsSlowly)
{
    Connection &slow = add(60 * mebibyte);
    for (std::size_t left = 60; left > 28; left -= left / 8 + 1) {
        slow.now.own = slow.now.owed = left * mebibyte;
        time.advance(9s);
        ASSERT_FALSE(slow.wasDropped) << left;
    }
}

TEST_F(Budget, DropsWhoOnlySeemsToRead)
{
    Connection &slow = add(60 * mebibyte);
    for (int i = 0; i < 12; ++i) {
        slow.now.own -= 1000;
        slow.now.owed = slow.now.own;
        time.advance(1s);
    }
    EXPECT_TRUE(slow.wasDropped);
}

TEST_F(Budget, KeepsWhoWaitsForItsTurn)
{
    Connection &first = add(20 * mebibyte);
    Connection &second = add(20 * mebibyte);
    first.hold(21 * mebibyte);
    second.hold(21 * mebibyte);
    first.now.unread = second.now.unread = 1000;
    time.advance(1s);
    Connection &ahead = first.isRead ? first : second;
    Connection &waits = first.isRead ? second : first;
    for (std::size_t more = 0; more < 15; ++more) { // It receives a long message.
        ahead.hold(ahead.now.own + 2 * mebibyte);
        time.advance(5s);
        if (budget.total() > limit)
            break;
    }
    EXPECT_FALSE(waits.wasDropped);
}

TEST_F(Budget, KeepsWhoFindsNoRoomInItsTurnWhileOthersOweMemory)
{
    Connection &owing = add(30 * mebibyte);
    owing.now.owed = 30 * mebibyte;
    Connection &honest = add(20 * mebibyte);
    honest.now.unread = 1000;
    honest.hold(21 * mebibyte);
    time.advance(1s);
    ASSERT_TRUE(honest.isRead);
    honest.hold(35 * mebibyte);
    EXPECT_FALSE(honest.isRead);
    time.advance(11s);
    EXPECT_TRUE(owing.wasDropped);
    EXPECT_FALSE(honest.wasDropped);
    EXPECT_TRUE(honest.isRead);
}

TEST_F(Budget, DropsWhoFindsNoRoomInItsTurnIfNobodyElseOwesMemory)
{
    Connection &endless = add(40 * mebibyte);
    endless.now.unread = 1000;
    time.advance(1s);
    endless.hold(65 * mebibyte);
    time.advance(11s);
    EXPECT_TRUE(endless.wasDropped);
}

TEST_F(Budget, DropsWhoDoesNotUseItsTurn)
{
    Connection &silent = add(40 * mebibyte);
    silent.now.unread = 1000;
    time.advance(1s);
    ASSERT_TRUE(silent.isRead);
    silent.now.unread = 0;
    time.advance(11s);
    EXPECT_TRUE(silent.wasDropped);
}

TEST_F(Budget, ReadsAllAgainWhenTheSumIsWellBelowHalfOfTheLimit)
{
    Connection &first = add(20 * mebibyte);
    Connection &second = add(20 * mebibyte);
    first.hold(21 * mebibyte);
    second.hold(21 * mebibyte);
    first.now.own = 5 * mebibyte;
    time.advance(1s);
    EXPECT_TRUE(first.isRead && second.isRead);
}

TEST_F(Budget, ForgetsAConnectionThatHasGone)
{
    add(40 * mebibyte);
    connections.clear();
    EXPECT_EQ(budget.total(), 0U);
    time.advance(60s);
    EXPECT_TRUE(drops.empty());
}

TEST_F(Budget, CountsSharedOctetsOnceAndForAsLongAsTheyExist)
{
    std::shared_ptr<const OctetBuffer> octets = budget.share(OctetBuffer(10 * mebibyte));
    for (int i = 0; i < 3; ++i)
        add().now.shared = 10 * mebibyte;
    EXPECT_EQ(budget.total(), 10 * mebibyte);
    octets.reset();
    EXPECT_EQ(budget.total(), 0U);
}

TEST_F(Budget, CountsContextsButStopsNobodyForThem)
{
    for (int i = 0; i < 40; ++i) {
        Connection &idle = add();
        idle.now.context = mebibyte;
        idle.hold(1000);
    }
    EXPECT_GT(budget.total(), limit / 2);
    time.advance(60s);
    for (const auto &connection : connections)
        EXPECT_TRUE(connection->isRead);
    EXPECT_TRUE(drops.empty());
}

TEST_F(Budget, DoesNotLookAtTheOthersForOneThatHoldsLittleOrIsStopped)
{
    Connection &little = add(1000);
    Connection &much = add(40 * mebibyte);
    const Connection &other = add(1000);
    ASSERT_FALSE(much.isRead);
    const int before = other.lookedAt;
    for (std::size_t i = 0; i < 100; ++i) {
        little.hold(1000 + i);
        much.hold(40 * mebibyte + i);
    }
    EXPECT_EQ(other.lookedAt, before);
}

TEST_F(Budget, StopsSoonWhoHasGrownWithoutBeingMeasured)
{
    Connection &much = add(20 * mebibyte);
    Connection &more = add(10 * mebibyte);
    more.now.own = 30 * mebibyte;
    time.advance(1s);
    EXPECT_FALSE(more.isRead);
    EXPECT_FALSE(much.isRead); // The rest is still too much.
}

TEST_F(Budget, LooksAtNothingWhenLittleIsHeld)
{
    Connection &connection = add(20 * mebibyte);
    EXPECT_EQ(time.running(), 1U);
    connection.hold(0);
    time.advance(1s);
    EXPECT_EQ(time.running(), 0U);
    connection.hold(20 * mebibyte);
    EXPECT_EQ(time.running(), 1U);
}

TEST_F(Budget, WithoutRoomBroadcastsStillGoToClientsForWhichLittleWaits)
{
    const BroadcastQueue queue{.octets = 4 * mebibyte, .octetsTogether = 64 * mebibyte};
    for (int i = 0; i < 15; ++i)
        add(1000);
    Connection &hostile = add(1000);
    EXPECT_EQ(queue.mostWaiting(16, budget), 4 * mebibyte);
    hostile.hold(40 * mebibyte);
    ASSERT_EQ(budget.room(), 0U);
    EXPECT_EQ(queue.mostWaiting(16, budget), mebibyte);
    for (int i = 16; i < 1024; ++i)
        add();
    EXPECT_EQ(queue.mostWaiting(1024, budget), 64 * 1024U);
}

TEST_F(SmallestBudget, DropsWhoGivesNothingBack)
{
    const Connection &hostile = add(9 * mebibyte); // Less than is watched with the usual limit.
    ASSERT_FALSE(hostile.isRead);
    time.advance(11s);
    EXPECT_TRUE(hostile.wasDropped);
}

TEST_F(SmallestBudget, LetsWhoHasMoreToReadGoOn)
{
    Connection &honest = add(9 * mebibyte);
    honest.now.unread = 1000;
    ASSERT_FALSE(honest.isRead);
    time.advance(1s);
    EXPECT_TRUE(honest.isRead);
    honest.hold(0); // Its message was complete and has been sent on.
    time.advance(1s);
    EXPECT_TRUE(honest.isRead);
    EXPECT_EQ(time.running(), 0U);
}

} // namespace
} // namespace fg::test::connection_budget_test
