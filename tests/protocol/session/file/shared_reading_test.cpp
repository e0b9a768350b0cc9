// Several threads read a recorded session while it is written. Each of them sees what has been written.
#include "tests/support/recorded.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace fg::test::shared_reading_test {
namespace {

constexpr std::size_t pieces = 400;
constexpr std::size_t pieceSize = 3'000;

OctetBuffer piece(std::size_t number)
{
    OctetBuffer octets(pieceSize);
    for (std::size_t i = 0; i < octets.size(); ++i)
        octets[i] = static_cast<std::byte>((number * 7 + i) % 251);
    return octets;
}

TEST(SharedReading, ThreadsReadTheFileWhileItIsWritten)
{
    TemporaryFolder folder;
    Session session(Role::Client, {}, createFile(folder.file())->addConnection(headingOf(Role::Client)));
    std::atomic<bool> isOver = false;
    std::atomic<std::size_t> wrong = 0;
    std::atomic<std::size_t> looks = 0;
    const auto look = [&](std::size_t start) {
        for (std::size_t i = start; !isOver; ++i) {
            const SessionSummary summary = session.summary();
            const std::size_t count = session.rowCount().value();
            if (count == 0 || summary.recordingFault)
                continue;
            const std::size_t number = i * 31 % count;
            const LogRow row = session.row(RowNumber(number));
            if (session.octets(row.direction, row.offset, pieceSize) != piece(number))
                ++wrong;
            ++looks;
        }
    };
    std::vector<std::thread> readers;
    for (const std::size_t start : {0, 1, 2})
        readers.emplace_back(look, start);
    for (std::size_t i = 0; i < pieces || looks < 100; ++i) {
        LogRow row;
        row.kind = RowKind::Octets;
        row.direction = i % 3 == 0 ? Direction::Out : Direction::In;
        const OctetBuffer octets = piece(i);
        session.append(row, {}, octets);
        session.processReceived();
    }
    isOver = true;
    for (std::thread &reader : readers)
        reader.join();
    EXPECT_EQ(wrong, 0U);
    EXPECT_FALSE(session.summary().recordingFault);
}

} // namespace
} // namespace fg::test::shared_reading_test
