// Threads that read a running session do not make others wait and are not made to wait.
#include "protocol/session/log/session.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace fg::test::turns_test {
namespace {

// Reads of this disk end only once it is released.
struct SlowDisk
{
    std::promise<void> asked;
    std::promise<void> letGo;
    std::shared_future<void> isLetGo = letGo.get_future().share();
};

// A store with all octets on the disk.
class StoreOnDisk final : public OctetStore
{
public:
    explicit StoreOnDisk(std::shared_ptr<SlowDisk> disk)
        : m_disk(std::move(disk))
    {
    }

    void append(Direction direction, OctetView octets) override { m_memory.append(direction, octets); }
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset,
                                      std::size_t length) const override
    {
        OctetRead read;
        OctetBuffer octets = m_memory.beginRead(direction, offset, length).finish();
        const std::size_t count = octets.size();
        read.defer(count, [octets = std::move(octets), disk = m_disk](std::span<std::byte> into) {
            disk->asked.set_value();
            disk->isLetGo.wait();
            std::ranges::copy(octets, into.begin());
            return octets.size();
        });
        return read;
    }
    void setBulk(bool on) override { m_memory.setBulk(on); }
    void setKeep(Direction, Keep) override { }
    void skipBulk(Direction direction, std::uint64_t count, OctetView last) override
    {
        m_memory.skipBulk(direction, count, last);
    }
    void setLimit(std::size_t) override { }
    [[nodiscard]] bool hasDiscardedOctets() const override { return false; }
    [[nodiscard]] StreamOffset size(Direction direction) const override { return m_memory.size(direction); }
    [[nodiscard]] std::size_t memory() const override { return m_memory.memory(); }

private:
    std::shared_ptr<SlowDisk> m_disk;
    MemoryOctetStore m_memory;
};

void appendOctets(Session &session, Direction direction, OctetView octets)
{
    LogRow row;
    row.kind = RowKind::Octets;
    row.direction = direction;
    session.append(row, {}, octets);
    session.processReceived();
}

// An open session whose octets are on the disk, with one message of the peer.
struct OnSlowDisk
{
    std::shared_ptr<SlowDisk> disk = std::make_shared<SlowDisk>();
    Session session{Role::Client, {}, {std::make_unique<StoreOnDisk>(disk), nullptr}};

    OnSlowDisk()
    {
        appendOctets(session, Direction::Out, octetsOf(request));
        appendOctets(session, Direction::In, octetsOf(answer));
        appendOctets(session, Direction::In,
                     bufferOf("\x81\x03"
                              "abc"));
    }

    // Reads in another thread, and changes the session while that thread waits for the disk.
    template <typename Read> OctetBuffer readMeanwhile(Read read)
    {
        auto octets = std::async(std::launch::async, read);
        disk->asked.get_future().wait();
        const auto rows = session.rowCount();
        appendOctets(session, Direction::In, bufferOf("\x89\x01p"));
        EXPECT_EQ(session.summary().rows, session.rowCount());
        EXPECT_GT(session.rowCount(), rows);
        EXPECT_EQ(session.messageCount(), 2U);
        disk->letGo.set_value();
        return octets.get();
    }
};

TEST(Turns, ASlowDiskHoldsUpNobodyButWhoReadsIt)
{
    OnSlowDisk slow;
    const OctetBuffer octets = slow.readMeanwhile([&] { return slow.session.octets(Direction::Out, {}, 3); });
    EXPECT_EQ(charactersOf(octets), "GET");
}

TEST(Turns, APayloadIsReadWithNoLockHeld)
{
    OnSlowDisk slow;
    const LogRow frame = slow.session.row(slow.session.messages().front().firstRow);
    const OctetBuffer octets = slow.readMeanwhile([&] { return slow.session.payload(frame, 1, 10); });
    EXPECT_EQ(charactersOf(octets), "bc");
}

TEST(Turns, AMessageIsReadWithNoLockHeld)
{
    OnSlowDisk slow;
    const MessageRecord message = slow.session.messages().front();
    const OctetBuffer octets = slow.readMeanwhile([&] { return slow.session.payload(message, 10); });
    EXPECT_EQ(charactersOf(octets), "abc");
}

TEST(Turns, AReaderThatWaitsGoesBeforeTheNextSliceOfTheWriter)
{
    TurnMutex mutex;
    std::atomic<int> reads = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            for (int read = 0; read < 200; ++read) {
                mutex.lockToRead();
                ++reads;
                mutex.unlockFromReading();
            }
        });
    // The writer never rests, as if it processed a long read.
    while (reads < 600) {
        mutex.lockAfterReaders();
        mutex.unlock();
    }
    for (std::thread &reader : readers)
        reader.join();
    EXPECT_EQ(reads, 600);
}

TEST(Turns, ManyFramesOfOneMessageArePutTogetherBatchByBatch)
{
    Session session(Role::Client);
    appendOctets(session, Direction::Out, octetsOf(request));
    appendOctets(session, Direction::In, octetsOf(answer));
    std::string frames("\x01\x01"
                       "a",
                       3);
    for (int i = 0; i < 1'000; ++i)
        frames += std::string("\x00\x01"
                              "b"
                              "\x89\x00",
                              5);
    frames += std::string("\x80\x01"
                          "c",
                          3);
    appendOctets(session, Direction::In, octetsOf(frames));
    const MessageRecord message = session.messages().back();
    EXPECT_EQ(charactersOf(session.payload(message, SIZE_MAX)), 'a' + std::string(1'000, 'b') + 'c');
    EXPECT_EQ(charactersOf(session.payload(message, 700)), 'a' + std::string(699, 'b'));
}

} // namespace
} // namespace fg::test::turns_test
