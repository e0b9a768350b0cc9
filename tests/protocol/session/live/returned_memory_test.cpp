// What a peer made a session hold goes back to the allocator when what needed it has gone, and counts for the
// limit of all sessions until then.
#include "tests/support/handed_out.h"
#include "tests/support/live.h"
#include "tests/support/recorded.h"

#include <gtest/gtest.h>

namespace fg::test::live_returned_memory_test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t fill = 24 * mebibyte;
constexpr std::size_t kept = 3 * keptCapacity;

// A server's session without a log, which echoes.
class Echo final : private LiveSessionListener
{
public:
    explicit Echo(std::uint64_t limit = ConnectionBudget::usualLimit)
        : budget(limit, time, [this](const ConnectionBudget::Drop &) { ++drops; })
    {
        LiveSettings settings;
        settings.endpoint.role = Role::Server;
        settings.budget = &budget;
        session = std::make_unique<LiveSession>(
            std::move(settings), std::make_unique<ScriptedTransport>(stream), time, entropy, nullptr);
        session->setListener(this);
        session->open();
        stream.receive(liveRequest);
        stream.writes.clear();
    }

    // A frame of the peer with this much payload, in reads of 64 KiB.
    void receive(std::uint8_t first, std::size_t size)
    {
        OctetBuffer head{std::byte{first}, std::byte{0xff}};
        for (int shift = 56; shift >= 0; shift -= 8)
            head.push_back(static_cast<std::byte>(size >> shift));
        head.resize(head.size() + 4);
        stream.receive(head);
        const OctetBuffer part(64 * 1024);
        for (std::size_t at = 0; at < size; at += part.size())
            stream.receive(OctetView(part).first(std::min(part.size(), size - at)));
    }

    ManualTime time;
    FixedEntropy entropy;
    ScriptedStream stream;
    int drops = 0;
    ConnectionBudget budget;
    std::unique_ptr<LiveSession> session;

private:
    void sessionEvent(LiveSession &told, const EndpointEvent &event) override
    {
        if (event.kind == EndpointEvent::Kind::Message)
            told.sendMessage({.opcode = event.opcode, .payload = event.payload});
    }
    void sessionEnded(LiveSession &) override { session.reset(); }
};

TEST(SessionMemory, OfAnEchoedMessageGoesBack)
{
    Echo echo;
    const HandedOut before;
    echo.receive(0x82, fill);
    std::size_t written = 0;
    for (const ScriptedStream::Write &write : echo.stream.writes)
        written += write.octets.size();
    EXPECT_EQ(written, fill + 10);
    echo.stream.writes = std::vector<ScriptedStream::Write>();
    std::vector<ScriptedStream::Write>().swap(echo.stream.writes);
    EXPECT_LT(before.more(), kept);
    EXPECT_LT(echo.budget.total(), kept);
}

TEST(SessionMemory, CountsWhileAMessageIsUnfinished)
{
    Echo echo;
    const HandedOut before;
    echo.receive(0x02, fill);
    EXPECT_GE(echo.budget.total(), fill);
    EXPECT_LT(echo.budget.total(), before.more() + kept);
}

TEST(SessionMemory, CountsWhatWaitsForThePeer)
{
    Echo echo;
    echo.stream.drains = false;
    echo.receive(0x82, fill);
    EXPECT_GE(echo.budget.total(), fill);
    echo.stream.drain();
    EXPECT_LT(echo.budget.total(), kept);
}

TEST(SessionMemory, OfAHostilePeerEndsItsConnectionWith1013)
{
    Echo echo(32 * mebibyte);
    echo.receive(0x02, fill);
    EXPECT_FALSE(echo.stream.isReading);
    echo.time.advance(11s);
    EXPECT_EQ(echo.drops, 1);
    EXPECT_TRUE(echo.stream.wasDropped);
    EXPECT_EQ(toHex(echo.stream.written()), "880203f5");
    EXPECT_EQ(echo.session, nullptr);
    EXPECT_EQ(echo.budget.total(), 0U);
}

TEST(SessionMemory, OfAPeerThatDoesNotReadEndsItsConnectionWithoutACloseFrame)
{
    Echo echo(32 * mebibyte);
    echo.stream.drains = false;
    echo.receive(0x82, fill);
    const std::size_t written = echo.stream.written().size();
    echo.time.advance(11s);
    EXPECT_EQ(echo.drops, 1);
    EXPECT_TRUE(echo.stream.wasDropped);
    EXPECT_EQ(echo.stream.written().size(), written);
}

TEST(SessionMemory, OfALogCounts)
{
    Session log(Role::Server, {.octets = 4 * mebibyte});
    const HandedOut before;
    const std::size_t start = log.memory();
    const OctetBuffer pings = fromHex("8a008a008a008a008a008a008a008a00").value();
    for (int i = 0; i < 20'000; ++i) {
        LogRow row;
        row.kind = RowKind::Octets;
        row.direction = Direction::In;
        log.append(row, {}, pings);
        log.processReceived();
    }
    const std::size_t counted = log.memory() - start;
    EXPECT_GT(counted, before.more() / 2);
    EXPECT_LT(counted, before.more() * 2);
}

TEST(SessionMemory, OfARecorderGoesBackWithEachWrite)
{
    const TemporaryFolder folder;
    const std::shared_ptr<SessionFile> file = createFile(folder.file());
    Session log(Role::Server, SessionLimits::onFile(), file->addConnection(headingOf(Role::Server)));
    const OctetBuffer octets(fill);
    const HandedOut before;
    LogRow row;
    row.kind = RowKind::Octets;
    row.direction = Direction::In;
    log.append(row, {}, octets);
    log.processReceived();
    EXPECT_LT(before.more(), 4 * mebibyte);
    EXPECT_LT(log.memory(), 4 * mebibyte);
}

} // namespace
} // namespace fg::test::live_returned_memory_test
