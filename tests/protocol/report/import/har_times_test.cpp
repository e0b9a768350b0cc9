// The times of an archive keep their distances, whatever the clock and the unit are in which they were
// written.
#include "protocol/report/import/session_import.h"
#include "protocol/session/log/row_walk.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fg::test::har_times_test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view usualStart = R"("2026-02-28T09:00:00.000Z")";

struct Read
{
    std::vector<Duration> times; // of the frames
    std::string notes;
    std::optional<std::chrono::system_clock::time_point> started;
};

// Reads a session with messages at these times, as they are written in JSON.
Read readWith(const std::vector<std::string> &times, std::string_view started = usualStart)
{
    std::string messages;
    for (const std::string &time : times)
        messages += (messages.empty() ? "" : ",")
            + std::string(R"({"type": "send", "opcode": 1, "data": "x")")
            + (time.empty() ? "" : R"(, "time": )" + time) + '}';
    const std::string start = started.empty() ? "" : R"("startedDateTime": )" + std::string(started) + ", ";
    const SessionImport imported = importSessions(R"({"log": {"entries": [{)" + start
                                                  + R"("_webSocketMessages": [)" + messages + "]}]}}");
    EXPECT_FALSE(imported.error);
    Read read;
    for (const std::string &note : imported.notes)
        read.notes += note + '\n';
    if (imported.sessions.size() != 1)
        return read;
    read.started = imported.sessions[0].facts.started;
    const Session &session = *imported.sessions[0].session;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        if (row.kind == RowKind::Frame)
            read.times.push_back(row.time);
    });
    return read;
}

using Times = std::vector<Duration>;

TEST(HarTimes, AreSecondsSince1970)
{
    const Read read = readWith({"1772269200.5", "1772269201.75", "1.7722692030001e9"});
    EXPECT_EQ((Times{read.times.at(0), read.times.at(1)}), (Times{500ms, 1'750ms}));
    EXPECT_NEAR(std::chrono::duration<double>(read.times.at(2)).count(), 3.0001, 1e-6);
    EXPECT_EQ(read.notes, "");
}

TEST(HarTimes, AreExactToTheNanosecond)
{
    EXPECT_EQ(readWith({"1772269200.000001", "1772269200.123456789"}).times, (Times{1us, 123'456'789ns}));
}

TEST(HarTimes, InOtherUnitsAreRecognizedAndNoted)
{
    for (const auto &[first, second, unit] :
         {std::array<std::string, 3>{"1772269200500", "1772269201750", "milliseconds"},
          {"1772269200500000", "1772269201750000", "microseconds"},
          {"1772269200500000000", "1772269201750000000", "nanoseconds"},
          {"\"1772269200500\"", "\"1772269201750\"", "milliseconds"},
          {"\"2026-02-28T09:00:00.500Z\"", "\"2026-02-28T10:00:01.750+01:00\"", "time of day"},
          {"\"2026-02-28T09:00:00.500\"", "\"2026-02-28 09:00:01.750\"", "time of day"}}) {
        const Read read = readWith({first, second});
        EXPECT_EQ(read.times, (Times{500ms, 1'750ms})) << first;
        EXPECT_NE(read.notes.find(unit), std::string::npos) << read.notes;
    }
}

TEST(HarTimes, OfAnotherClockAreRelativeToTheFirstMessage)
{
    for (const auto &[first, second] : {std::pair<std::string, std::string>{"12345.25", "12346.5"},
                                        {"100000000000", "100000001250"}, // milliseconds
                                        {"100000000000000", "100000001250000"}}) // microseconds
    {
        const Read read = readWith({first, second});
        EXPECT_EQ(read.times, (Times{0ms, 1'250ms})) << first;
        EXPECT_NE(read.notes.find("of another clock"), std::string::npos) << read.notes;
    }
}

TEST(HarTimes, SinceTheStartOfTheConnectionKeepTheirDistances)
{
    EXPECT_EQ(readWith({"0", "1.25", "2.5"}).times, (Times{0ms, 1'250ms, 2'500ms}));
}

TEST(HarTimes, FarFromTheStartAreRelativeToTheFirstMessage)
{
    // A start of another year, in both directions.
    for (const std::string_view started : {R"("2025-02-28T09:00:00Z")", R"("2027-02-28T09:00:00Z")"}) {
        const Read read = readWith({"1772269200.5", "1772269201.75"}, started);
        EXPECT_EQ(read.times, (Times{0ms, 1'250ms})) << started;
        EXPECT_NE(read.notes.find("far from \"startedDateTime\""), std::string::npos) << read.notes;
    }
}

TEST(HarTimes, ABitBeforeTheStartMoveIt)
{
    const Read read = readWith({"1772269199.5", "1772269200.75"});
    EXPECT_EQ(read.times, (Times{0ms, 1'250ms}));
    EXPECT_EQ(read.notes, "");
    ASSERT_TRUE(read.started);
    EXPECT_EQ(read.started->time_since_epoch(), 1'772'269'199'500ms);
}

TEST(HarTimes, AfterALongSilenceStayWhereTheyAre)
{
    EXPECT_EQ(readWith({"1772269200.5", "1774861200.5"}).times, (Times{500ms, 30 * 24h + 500ms}));
}

TEST(HarTimes, ThatAreNoneAreThoseOfTheMessageBefore)
{
    for (const std::string odd : {"", "null", "-1", "NaN", "\"soon\"", "{}", "1e99", "\"\"", "5"}) {
        const Read read = readWith({"1772269200.5", odd, "1772269201.75"});
        EXPECT_EQ(read.times, (Times{500ms, 500ms, 1'750ms})) << odd;
        EXPECT_NE(read.notes.find("\"time\" of message 2"), std::string::npos) << odd << ": " << read.notes;
        EXPECT_NE(read.notes.find("the time of the message before is taken"), std::string::npos)
            << read.notes;
    }
    EXPECT_EQ(readWith({"-1", "-1", "-1"}).times, (Times{0ms, 0ms, 0ms}));
}

TEST(HarTimes, AreLookedForUnderOtherNames)
{
    const SessionImport read = importSessions(R"({"log": {"entries": [{"_webSocketMessages": [
 {"type": "send", "opcode": 1, "data": "x", "timestamp": 1772269200.5},
 {"type": "send", "opcode": 1, "data": "y", "timestamp": 1772269201.75}]}]}})");
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_TRUE(read.notes.empty());
    const std::vector<MessageRecord> messages = read.sessions[0].session->messages();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(read.sessions[0].facts.started->time_since_epoch(), 1'772'269'200'500ms);
}

} // namespace
} // namespace fg::test::har_times_test
