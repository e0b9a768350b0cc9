// Damaged session files: what was read counts as the whole file only if nothing but an unfinished last block
// is missing.
#include "protocol/report/export/session_export.h"
#include "protocol/report/import/session_open.h"
#include "protocol/session/file/journal_entry.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/session_save.h"
#include "protocol/session/log/session_copy.h"
#include "tests/support/random_session.h"
#include "tests/support/scripted_session.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <sys/stat.h>

namespace fg::test::session_open_test {
namespace {

// The offset of each block, and the end of the last one.
std::vector<std::size_t> blocksOf(OctetView file)
{
    std::vector<std::size_t> starts{0};
    while (starts.back() < file.size()) {
        const auto length = pcapng::readLength(file.subspan(starts.back()));
        starts.push_back(starts.back() + std::get<std::uint32_t>(length));
    }
    return starts;
}

class DamagedSessionFile : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_FALSE(saveSession(*randomSession(5), {}, {}, m_path));
        std::ifstream file(m_path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const OctetView octets = octetsOf(text);
        m_octets.assign(octets.begin(), octets.end());
        m_blocks = blocksOf(m_octets);
        ASSERT_GT(m_blocks.size(), 20U);
    }
    [[nodiscard]] OpenedFile openedWith(OctetView octets) const
    {
        std::filesystem::remove(m_path);
        std::ofstream(m_path, std::ios::binary) << charactersOf(octets);
        return openSessions(m_path);
    }

    const QTemporaryDir m_folder;
    const std::filesystem::path m_path = m_folder.filePath("session.pcapng").toStdString();
    OctetBuffer m_octets;
    std::vector<std::size_t> m_blocks;
};

TEST_F(DamagedSessionFile, IsWholeWhereItsLastBlockWasNotFinished)
{
    EXPECT_TRUE(openedWith(m_octets).isWhole);
    const std::size_t last = m_blocks[m_blocks.size() - 2];
    const std::size_t step = (m_octets.size() - last) / 8;
    for (std::size_t size = last + 1; size < m_octets.size(); size += step) {
        const OpenedFile opened = openedWith(OctetView(m_octets).first(size));
        EXPECT_TRUE(opened.error) << size;
        EXPECT_TRUE(opened.isWhole) << size;
    }
}

TEST_F(DamagedSessionFile, TellsAReplayThatItWasReadUpToItsDamage)
{
    const auto readOfOnly = [](const OpenedFile &opened) { return opened.readOf(opened.sessions.at(0)); };
    EXPECT_EQ(readOfOnly(openedWith(m_octets)), RecordingRead::Whole);
    EXPECT_EQ(readOfOnly(openedWith(OctetView(m_octets).first(m_blocks[m_blocks.size() / 2] + 5))),
              RecordingRead::UpToDamage);
    const OpenedSession some{};
    EXPECT_EQ(OpenedFile{.wasStopped = true}.readOf(some), RecordingRead::NotToEnd);
    EXPECT_EQ((OpenedFile{.error = "too long", .hasReachedLimit = true}.readOf(some)),
              RecordingRead::NotToEnd);
}

// Inside the last session of the file, in a text inside its last row.
std::size_t placeInLastRow(const std::string &file, ExportFormat format)
{
    return format == ExportFormat::Pcapng ? file.size() * 7 / 8 : file.rfind("\"peerPosition\"");
}

// Of two sessions, the damage is in the second.
TEST(SessionBeforeTheDamage, IsWholeForAReplay)
{
    ScriptedSession script;
    script.open().read("810161").droppedByPeer();
    ScriptedSession open;
    open.open().read("810161");
    const auto cut = [](const Session &first, ExportFormat format) {
        const std::vector<ExportedSession> sessions(
            2,
            {{std::shared_ptr<void>(), &first}, {.title = "t", .url = "ws://localhost/", .started = {}}, {}});
        std::ostringstream out;
        EXPECT_TRUE(exportSessions(out, format, sessions, {.secrets = Secrets::Kept}));
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("file").toStdString();
        std::ofstream(path, std::ios::binary) << out.str().substr(0, placeInLastRow(out.str(), format));
        OpenedFile opened = openSessions(path);
        EXPECT_TRUE(opened.error);
        return opened;
    };
    for (const ExportFormat format : {ExportFormat::Pcapng, ExportFormat::Json, ExportFormat::Ndjson}) {
        const OpenedFile opened = cut(script.log(), format);
        ASSERT_EQ(opened.sessions.size(), 2U) << infoOf(format).word;
        EXPECT_EQ(opened.readOf(opened.sessions[0]), RecordingRead::Whole) << infoOf(format).word;
        EXPECT_EQ(opened.readOf(opened.sessions[1]), RecordingRead::UpToDamage) << infoOf(format).word;
    }
    // One session of a text ends where the next begins, also if its connection was open when it was saved.
    // The blocks of a session file may belong to each of them.
    const OpenedFile text = cut(open.log(), ExportFormat::Json);
    ASSERT_EQ(text.sessions.size(), 2U);
    EXPECT_EQ(text.readOf(text.sessions[0]), RecordingRead::Whole);
    const OpenedFile blocks = cut(open.log(), ExportFormat::Pcapng);
    ASSERT_EQ(blocks.sessions.size(), 2U);
    EXPECT_EQ(blocks.readOf(blocks.sessions[0]), RecordingRead::UpToDamage);
}

TEST_F(DamagedSessionFile, IsNotWholeWhereALengthHidesTheBlocksAfterIt)
{
    for (std::size_t block = 4; block + 3 < m_blocks.size(); ++block) {
        OctetBuffer damaged = m_octets;
        // The length is a valid one, but the block would end after the end of the file.
        damaged[m_blocks[block] + 6] = std::byte{0x40};
        const OpenedFile opened = openedWith(damaged);
        EXPECT_TRUE(opened.error) << block;
        EXPECT_FALSE(opened.isWhole) << block;
    }
}

TEST_F(DamagedSessionFile, IsNotWholeWhereReadingWasStopped)
{
    OpeningWatch watch;
    watch.mayContinue = [](std::uint64_t, std::uint64_t) { return false; };
    const OpenedFile opened = openSessions(m_path, watch);
    EXPECT_EQ(opened.isWhole, !opened.wasStopped);
}

TEST_F(DamagedSessionFile, ShowsANoteThatIsNotUtf8EscapedAndSaysWhichHaveNoRow)
{
    const auto addNote = [&](std::uint64_t row, std::string_view text) {
        JournalWriter entry(0, "note");
        entry.add("FG_NOTE_ROW", row).add("FG_TEXT", text).add("FG_CONNECTION", std::uint64_t{0});
        pcapng::appendJournal(m_octets, entry.octets());
    };
    addNote(2, "caf\xe9");
    addNote(999'999, "nowhere");
    const OpenedFile opened = openedWith(m_octets);
    EXPECT_FALSE(opened.error);
    const std::map<RowNumber, std::string> notes{{RowNumber(2), "caf\\xe9"}};
    EXPECT_EQ(opened.sessions.at(0).session->notes().all(), notes);
    ASSERT_EQ(opened.notes.size(), 1U);
    EXPECT_TRUE(opened.notes[0].ends_with(
        ": 1 note is left out, because its row is not in the file or a session has too many notes."))
        << opened.notes[0];
}

TEST(OpenedPipe, IsRefusedAndNotWaitedFor)
{
    const QTemporaryDir folder;
    const std::filesystem::path pipe = folder.filePath("pipe").toStdString();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const OpenedFile opened = openSessions(pipe);
    ASSERT_TRUE(opened.error);
    EXPECT_FALSE(opened.isWhole);
}

} // namespace
} // namespace fg::test::session_open_test
