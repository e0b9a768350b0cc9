// All that is kept of a file counts against one limit. What was read before the limit stays and is the same
// as without a limit, a sentence says so, and the limit also holds while the file is read.
#include "protocol/report/export/session_export.h"
#include "protocol/report/import/session_import.h"
#include "protocol/report/import/session_open.h"
#include "protocol/report/import/synthetic_session.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/session/log/row_walk.h"
#include "tests/support/allocation_counter.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace fg::test::file_memory_test {
namespace {

constexpr std::uint64_t little = 3 * mebibyte;
constexpr std::uint64_t ample = 4092 * mebibyte;

// A session with this many messages of this size in each direction.
std::shared_ptr<Session> sessionOf(std::size_t messages, std::size_t octets)
{
    SyntheticSession session(Role::Client, SessionLimits::onFile());
    session.addOpeningHandshake("localhost", "/", {});
    const OctetBuffer payload(octets, std::byte{'x'});
    FrameHeader header{.opcode = Opcode::Text, .payloadLength = octets, .lengthForm = shortestForm(octets)};
    for (std::size_t i = 0; i < messages; ++i) {
        const Duration time = std::chrono::microseconds(i);
        header.maskingKey.reset();
        session.addFrame(Direction::In, header, payload, time);
        header.maskingKey = MaskingKey{};
        session.addFrame(Direction::Out, header, payload, time);
    }
    return session.session();
}

class FileMemory : public testing::TestWithParam<ExportFormat>
{
protected:
    std::filesystem::path write(std::size_t sessions, std::size_t messages, std::size_t octets) const
    {
        const std::shared_ptr<const Session> session = sessionOf(messages, octets);
        const std::vector<ExportedSession> exported(
            sessions, {.session = session, .facts = {.title = "t", .url = "ws://localhost/", .started = {}}});
        const std::filesystem::path path = m_folder.filePath("file").toStdString();
        std::ofstream file(path, std::ios::binary);
        EXPECT_TRUE(exportSessions(file, GetParam(), exported, {.secrets = Secrets::Kept}));
        return path;
    }

    // Too little for `large()`. A session file needs more, for the pages through which it is read.
    [[nodiscard]] std::uint64_t littleMemory() const
    {
        return GetParam() == ExportFormat::Pcapng ? 4 * mebibyte : little;
    }
    [[nodiscard]] std::filesystem::path large() const { return write(8, 1'000, 10); }

    const QTemporaryDir m_folder;
};

// The rows of a session that are not about the limit.
std::vector<LogRow> rowsOf(const Session &session)
{
    std::vector<LogRow> rows;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        if (!std::holds_alternative<LimitRecord>(session.extra(row)))
            rows.push_back(row);
    });
    return rows;
}

TEST_P(FileMemory, IsNoLimitForAFileThatFits)
{
    const OpenedFile opened = openSessions(write(3, 100, 10), {}, littleMemory());
    EXPECT_EQ(opened.error, std::nullopt);
    EXPECT_FALSE(opened.hasReachedLimit);
    EXPECT_TRUE(opened.isWhole);
    ASSERT_EQ(opened.sessions.size(), 3U);
    for (const OpenedSession &session : opened.sessions)
        EXPECT_FALSE(session.session->summary().isCutShort);
}

TEST_P(FileMemory, CountsOverAllSessionsAndKeepsTheRowsBeforeTheLimit)
{
    const std::filesystem::path path = large();
    const OpenedFile whole = openSessions(path, {}, ample);
    ASSERT_EQ(whole.error, std::nullopt);
    const OpenedFile part = openSessions(path, {}, littleMemory());
    EXPECT_TRUE(part.hasReachedLimit);
    EXPECT_FALSE(part.isWhole);
    ASSERT_FALSE(part.sessions.empty());
    ASSERT_LE(part.sessions.size(), whole.sessions.size());
    std::uint64_t rows = 0;
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < part.sessions.size(); ++i) {
        const std::vector<LogRow> read = rowsOf(*part.sessions[i].session);
        const std::vector<LogRow> recorded = rowsOf(*whole.sessions[i].session);
        ASSERT_LE(read.size(), recorded.size());
        for (std::size_t row = 0; row < read.size(); ++row)
            ASSERT_EQ(read[row].offset, recorded[row].offset) << row;
        rows += part.sessions[i].session->rowCount().value();
    }
    for (const OpenedSession &session : whole.sessions)
        all += session.session->rowCount().value();
    EXPECT_GT(rows, 1'000U);
    EXPECT_LT(rows, all);
    // What was read is usable: the payload of the last frame is there.
    const Session &last = *part.sessions.back().session;
    std::optional<LogRow> frame;
    forEachRow(last, [&](const LogRow &row, RowNumber) {
        if (row.kind == RowKind::Frame && row.direction == Direction::In)
            frame = row;
    });
    ASSERT_TRUE(frame);
    EXPECT_EQ(last.payload(*frame, 0, SIZE_MAX), OctetBuffer(10, std::byte{'x'}));
}

TEST_P(FileMemory, IsNamedWithWhatWasReadWhereItIsUsedUp)
{
    const OpenedFile opened = openSessions(large(), {}, littleMemory());
    ASSERT_TRUE(opened.error);
    const std::string limit = std::to_string(littleMemory() / mebibyte) + " MiB";
    std::uint64_t rows = 0;
    for (const OpenedSession &session : opened.sessions)
        rows += session.session->rowCount().value();
    EXPECT_NE(opened.error->find("the memory for the sessions of one file, " + limit + ", is used up"),
              std::string::npos)
        << *opened.error;
    EXPECT_NE(opened.error->find(std::to_string(opened.sessions.size()) + " session"), std::string::npos)
        << *opened.error;
    EXPECT_NE(opened.error->find("with " + std::to_string(rows) + " rows."), std::string::npos)
        << *opened.error;
    // The log of the session that was being read ends with the same.
    const Session &last = *opened.sessions.back().session;
    EXPECT_TRUE(last.summary().isCutShort);
    const RowNumber end = endOf(last.rowCount() - RowCount(1));
    EXPECT_EQ(rowTexts(SessionView(last, Secrets::Kept), end).info,
              "The memory for the sessions of one file, " + limit
                  + ", is used up: what follows in the file was not read.");
}

// The rows alone would fit.
TEST_P(FileMemory, CountsTheNotesOnRows)
{
    if (GetParam() == ExportFormat::Har)
        GTEST_SKIP() << "An archive has no notes on rows.";
    const std::shared_ptr<const Session> session = sessionOf(300, 10);
    for (std::size_t row = 0; row < 600; ++row)
        ASSERT_TRUE(session->notes().set(RowNumber(row), std::string(RowNotes::longest, 'n')));
    const std::vector<ExportedSession> exported(
        4, {.session = session, .facts = {.title = "t", .url = "ws://localhost/", .started = {}}});
    const std::filesystem::path path = m_folder.filePath("file").toStdString();
    std::ofstream file(path, std::ios::binary);
    EXPECT_TRUE(exportSessions(file, GetParam(), exported, {.secrets = Secrets::Kept}));
    file.close();
    const OpenedFile whole = openSessions(path, {}, ample);
    EXPECT_EQ(whole.error, std::nullopt);
    ASSERT_EQ(whole.sessions.size(), 4U);
    EXPECT_EQ(whole.sessions[3].session->notes().all(), session->notes().all());
    EXPECT_TRUE(openSessions(path, {}, littleMemory()).hasReachedLimit);
}

TEST_P(FileMemory, IsNeverExceededWhileTheFileIsRead)
{
    const std::filesystem::path path = large();
    const std::size_t before = heldOctets();
    restartMostHeldOctets();
    const OpenedFile opened = openSessions(path, {}, littleMemory());
    EXPECT_LE(mostHeldOctets() - before, littleMemory());
    EXPECT_TRUE(opened.hasReachedLimit);
    // Much of it was used. A session file also has pages that are only there once octets are looked at.
    EXPECT_GT(mostHeldOctets() - before, littleMemory() / 4);
}

TEST_P(FileMemory, GoesBackWithTheSessions)
{
    const std::filesystem::path path = large();
    const std::size_t before = heldOctets();
    {
        const OpenedFile opened = openSessions(path, {}, littleMemory());
        EXPECT_FALSE(opened.sessions.empty());
    }
    EXPECT_LT(heldOctets(), before + 64 * 1024);
}

TEST_P(FileMemory, HoldsForOneMessageThatIsLongerThanIt)
{
    const std::uint64_t limit = littleMemory() * (GetParam() == ExportFormat::Pcapng ? 2 : 1);
    const std::filesystem::path path = write(1, 1, limit + mebibyte);
    const std::size_t before = heldOctets();
    restartMostHeldOctets();
    const OpenedFile opened = openSessions(path, {}, limit);
    EXPECT_LE(mostHeldOctets() - before, limit);
    EXPECT_TRUE(opened.hasReachedLimit) << opened.error.value_or("");
    ASSERT_EQ(opened.sessions.size(), 1U);
    EXPECT_EQ(opened.sessions.front().session->messageCount(), 0U);
}

// How often the size of the file opening it may take, beside the buffers for reading.
std::uint64_t mostTimes(ExportFormat format) { return format == ExportFormat::Pcapng ? 2 : 12; }

TEST_P(FileMemory, IsTakenInProportionToTheFileAlsoByManyShortSessions)
{
    constexpr std::uint64_t buffers = 3 * mebibyte / 2;
    for (const auto &[sessions, messages] : {std::pair<std::size_t, std::size_t>(100, 35), {1, 4'000}}) {
        const std::filesystem::path path = write(sessions, messages, 64);
        const std::uint64_t size = std::filesystem::file_size(path);
        const std::size_t before = heldOctets();
        restartMostHeldOctets();
        const OpenedFile opened = openSessions(path, {}, ample);
        EXPECT_EQ(opened.sessions.size(), sessions);
        EXPECT_LE(mostHeldOctets() - before, mostTimes(GetParam()) * size + buffers)
            << sessions << ' ' << size;
    }
}

std::string nameOf(const testing::TestParamInfo<ExportFormat> &format)
{
    return std::string(infoOf(format.param).word);
}

INSTANTIATE_TEST_SUITE_P(Formats, FileMemory,
                         testing::Values(ExportFormat::Pcapng, ExportFormat::Json, ExportFormat::Ndjson,
                                         ExportFormat::Har),
                         nameOf);

OpenedFile openedText(const std::string &text, std::uint64_t memory)
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("file").toStdString();
    std::ofstream(path, std::ios::binary) << text;
    return openSessions(path, {}, memory);
}

std::string repeated(std::string_view part, std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += part;
    return text;
}

TEST(FileMemoryOfAnArchive, HoldsForATreeOfValues)
{
    const std::string text = R"({"log": {"entries": [{"_webSocketMessages": [], "_webSocketFrames": [
 {"fin": true, "rsv": 0, "length": 0, "lengthBits": "7", "other": [0)"
        + repeated(",0", 200'000) + "]}]}]}}";
    const std::size_t before = heldOctets();
    restartMostHeldOctets();
    const OpenedFile opened = openedText(text, little);
    EXPECT_LE(mostHeldOctets() - before, little);
    EXPECT_TRUE(opened.hasReachedLimit) << opened.error.value_or("");
    EXPECT_NE(opened.error.value_or("").find("one value takes more than its share, an eighth of what is left "
                                             "of the memory for the sessions of one file, 3 MiB"),
              std::string::npos)
        << opened.error.value_or("");
}

TEST(FileMemoryOfAnArchive, IsNotTakenByWhatNobodyReads)
{
    // The body of an answer is longer than what one value may take.
    const std::string text = R"({"log": {"entries": [{"cache": [0)" + repeated(",0", 200'000)
        + R"(], "_webSocketMessages": [{"type": "send", "time": 1.0, "opcode": 1, "data": "x"}]}]}})";
    const OpenedFile opened = openedText(text, little);
    EXPECT_FALSE(opened.hasReachedLimit) << opened.error.value_or("");
    ASSERT_EQ(opened.sessions.size(), 1U);
    EXPECT_EQ(opened.sessions.front().session->messageCount(), 1U);
}

TEST(FileMemoryOfAnArchive, IsNotToBlameForADamageBeforeItsLimit)
{
    const std::string text = R"({"log": {"entries": [{]}})" + repeated(" ", 2 * mebibyte);
    const OpenedFile opened = openedText(text, little);
    ASSERT_TRUE(opened.error);
    EXPECT_FALSE(opened.hasReachedLimit);
    EXPECT_EQ(opened.error->find("used up"), std::string::npos) << *opened.error;
}

// The most memory that finding the format of the text takes.
std::size_t memoryForFormatOf(const std::string &text, std::optional<ImportFormat> expected)
{
    const std::size_t before = heldOctets();
    restartMostHeldOctets();
    EXPECT_EQ(importFormatOf(text), expected) << text.substr(0, 20);
    return mostHeldOctets() - before;
}

TEST(FileMemoryForTheFormat, IsNotTakenByLongNamesAndValues)
{
    constexpr std::size_t mostForFormat = 8 * 1024;
    const std::string longText = '"' + repeated("x", 2 * mebibyte) + '"';
    const std::string manyValues = "[0" + repeated(",0", mebibyte) + ']';
    EXPECT_LT(memoryForFormatOf('{' + longText + ": 1}", std::nullopt), mostForFormat);
    EXPECT_LT(memoryForFormatOf("{\"format\": " + longText + '}', std::nullopt), mostForFormat);
    EXPECT_LT(memoryForFormatOf("{\"format\": " + manyValues + '}', std::nullopt), mostForFormat);
    // What comes before the format may be long.
    for (const std::string &before : {longText, manyValues})
        EXPECT_LT(memoryForFormatOf("{\"a\": " + before + ", \"log\": 1}", ImportFormat::Har), mostForFormat);
}

} // namespace
} // namespace fg::test::file_memory_test
