// The limits of a log, and reading it while it grows.
#include "tests/support/live.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace fg::test::session_log_test {
namespace {

TEST(Log, KeepsWhatACaseCountedAlsoWhenItIsFull)
{
    SessionLimits limits;
    limits.rows = RowCount(20);
    Live live(Role::Client, {}, limits);
    live.open();
    for (int i = 0; i < 100; ++i)
        live.peer("810161");
    live.session->logEchoes({.wanted = 3, .right = 2});
    const LogRow last = live.log->row(endOf(live.log->rowCount() - RowCount(1)));
    const RowExtra extra = live.log->extra(last);
    ASSERT_TRUE(std::holds_alternative<EchoRecord>(extra));
    EXPECT_EQ(std::get<EchoRecord>(extra).right, 2U);
}

TEST(Log, AddsNoMoreRowsThanItsLimitAndContinuesToCount)
{
    SessionLimits limits;
    limits.rows = RowCount(20);
    limits.findings = 5;
    Live live(Role::Client, {.failsOnViolation = false}, limits);
    live.open();
    for (int i = 0; i < 100; ++i) {
        live.peer("c10161");
        live.session->sendFrame({.payload = octetsOf("ab"), .chop = 1 + static_cast<std::size_t>(i) % 2});
    }
    live.peer("880203e8");
    live.stream.end();
    const SessionSummary summary = live.log->summary();
    EXPECT_EQ(summary.rows, RowCount(20));
    EXPECT_EQ(summary.findings, 5U);
    EXPECT_TRUE(summary.isFull);
    EXPECT_EQ(live.log->statistics().in.frames[1], 100U);
    EXPECT_TRUE(live.closing().wasClean);
    for (const Finding &finding : live.log->findings())
        EXPECT_LT(finding.row, RowNumber(20));
}

TEST(Log, RefusedConnectionsAreNamedEvenWhenItIsFull)
{
    SessionLimits limits;
    limits.rows = RowCount(1);
    Session log(Role::Client, limits);
    LogRow note;
    log.append(note, std::string("first"));
    LogRow error;
    error.kind = RowKind::Error;
    log.append(error, TransportError{.kind = TransportErrorKind::Certificate});
    ASSERT_TRUE(log.summary().error);
    EXPECT_EQ(log.summary().error->kind, TransportErrorKind::Certificate);
}

TEST(Log, AMillionRowsAreReadInAnyOrder)
{
    Session log(Role::Client);
    for (std::uint64_t i = 0; i < 1'000'000; ++i) {
        LogRow row{.length = i};
        row.kind = RowKind::TimerSet;
        log.append(row);
    }
    EXPECT_EQ(log.rowCount(), RowCount(1'000'000));
    EXPECT_EQ(log.row(RowNumber(777'777)).length, 777'777U);
    std::vector<LogRow> rows(5'000);
    EXPECT_EQ(log.rows(RowNumber(997'000), rows), RowCount(3'000));
    EXPECT_EQ(rows[2'999].length, 999'999U);
    EXPECT_EQ(log.rows(RowNumber(1'000'000), rows), RowCount());
    EXPECT_EQ(log.row(RowNumber(1'000'000)).kind, RowKind::Note);
}

TEST(Log, ALyingLengthReadsNoMoreThanThereIs)
{
    Live live(Role::Client, {.failsOnViolation = false});
    live.open().peer("827fffffffffffffffff"
                     "616263");
    live.stream.end();
    const LogRow frame = live.log->row(endOf(live.log->rowCount() - RowCount(2)));
    ASSERT_EQ(frame.kind, RowKind::Frame);
    EXPECT_EQ(frame.length, UINT64_MAX);
    EXPECT_EQ(charactersOf(live.log->payload(frame, 0, SIZE_MAX)), "abc");
    EXPECT_TRUE(live.log->payload(frame, UINT64_MAX - 1, SIZE_MAX).empty());
    EXPECT_EQ(live.log->octets(Direction::In, {}, SIZE_MAX).size(), liveAnswer().size() + 13);
    EXPECT_TRUE(live.log->octets(Direction::In, StreamOffset(UINT64_MAX), SIZE_MAX).empty());
}

TEST(Log, AMessageWhoseBeginningIsDiscardedIsNotShownFromItsMiddle)
{
    SessionLimits limits;
    limits.octets = MemoryOctetStore::blockSize;
    Live live(Role::Client, {}, limits);
    live.open();
    std::string filler;
    for (int i = 0; i < 40'000; ++i)
        filler += "8a00";
    live.peer("010161");
    live.peer(filler).peer(filler).peer(filler);
    live.peer("800162");
    const auto messages = live.log->messages();
    EXPECT_EQ(messages.back().length, 2U);
    EXPECT_TRUE(live.log->payload(messages.back(), 100).empty());
}

TEST(Log, IsReadByOthersWhileItGrows)
{
    Live live(Role::Client, {.failsOnViolation = false});
    live.open();
    std::atomic<bool> done = false;
    std::atomic<std::size_t> looks = 0;
    std::thread reader([&] {
        const Session &log = *live.log;
        while (!done) {
            const SessionSummary summary = log.summary();
            std::vector<LogRow> rows(50);
            const RowNumber first = endOf(summary.rows - std::min(summary.rows, RowCount(50)));
            for (std::size_t i = 0, count = log.rows(first, rows).value(); i < count; ++i) {
                (void)log.extra(rows[i]);
                (void)log.payload(rows[i], 0, 100);
            }
            (void)log.handshake();
            (void)log.closing();
            (void)log.statistics();
            (void)log.findings();
            for (const MessageRecord &message : log.messages())
                (void)log.payload(message, 10);
            (void)log.octets(Direction::In, {}, 1'000);
            ++looks;
        }
    });
    for (int i = 0; i < 300; ++i) {
        live.peer("0103616263"
                  "890170"
                  "80026465"
                  "c100");
        live.session->sendFrame({.payload = octetsOf("hello"), .chop = 3});
    }
    live.session->drop();
    while (looks < 3)
        std::this_thread::yield();
    done = true;
    reader.join();
    EXPECT_EQ(live.log->statistics().in.messages, 600U);
}

} // namespace
} // namespace fg::test::session_log_test
