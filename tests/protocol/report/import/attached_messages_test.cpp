// Messages that an archive has in files of their own are read, but no file that is not beside the archive.
#include "protocol/report/import/session_open.h"
#include "protocol/session/log/row_walk.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace fg::test::attached_messages_test {
namespace {

constexpr std::uint64_t memory = 64 * mebibyte;

// An entry as Playwright writes it: the messages are in the body of the answer, which is in a file.
std::string attachedEntry(std::string_view file)
{
    return R"({"startedDateTime": "2026-02-28T09:00:00.000Z", "time": 1.5,
 "request": {"method": "GET", "url": "wss://h.example/chat", "headers": []},
 "response": {"status": -1, "headers": [], "content": {"size": -1, "mimeType": "x-unknown", "_file": ")"
        + std::string(file) + R"("}}, "_resourceType": "websocket"})";
}

class AttachedMessages : public testing::Test
{
protected:
    void write(const std::filesystem::path &name, std::string_view text) const
    {
        std::filesystem::create_directories((m_path / name).parent_path());
        std::ofstream(m_path / name, std::ios::binary) << text;
    }
    [[nodiscard]] OpenedFile openedWith(const std::string &entries, std::uint64_t limit = memory) const
    {
        write("archive/a.har", R"({"log": {"entries": [)" + entries + "]}}");
        return openSessions(m_path / "archive/a.har", {}, limit);
    }
    // The payloads of a session's frames.
    [[nodiscard]] static std::vector<std::string> payloadsOf(const OpenedFile &opened,
                                                             std::size_t session = 0)
    {
        std::vector<std::string> payloads;
        if (session >= opened.sessions.size())
            return payloads;
        const Session &log = *opened.sessions[session].session;
        forEachRow(log, [&](const LogRow &row, RowNumber) {
            if (row.kind == RowKind::Frame)
                payloads.emplace_back(charactersOf(log.payload(row, 0, SIZE_MAX)));
        });
        return payloads;
    }
    [[nodiscard]] static std::string notesOf(const OpenedFile &opened)
    {
        std::string all;
        for (const std::string &note : opened.notes)
            all += note + '\n';
        return all;
    }

    const QTemporaryDir m_folder;
    const std::filesystem::path m_path = m_folder.path().toStdString();
};

constexpr std::string_view lines =
    "{\"type\":\"send\",\"time\":1772269200500,\"opcode\":1,\"data\":\"one\"}\n"
    "{\"type\":\"receive\",\"time\":1772269201750,\"opcode\":2,\"data\":\"dHdv\"}\n";

using Texts = std::vector<std::string>;

TEST_F(AttachedMessages, AreReadLineByLine)
{
    write("archive/0123.jsonl", lines);
    write("archive/a-resources/0123.jsonl", lines);
    for (const std::string_view name : {"0123.jsonl", "a-resources/0123.jsonl"}) {
        const OpenedFile opened = openedWith(attachedEntry(name));
        EXPECT_FALSE(opened.error) << *opened.error;
        EXPECT_TRUE(opened.isWhole);
        EXPECT_EQ(payloadsOf(opened), (Texts{"one", "two"})) << name;
    }
}

TEST_F(AttachedMessages, AreReadAsAListAndFromTheListsPlace)
{
    write("archive/list.json", R"([{"type": "send", "time": 1772269200.5, "opcode": 1, "data": "one"}])");
    const std::string named =
        R"({"request": {"url": "ws://h/"}, "_webSocketMessages": {"_file": "list.json"}})";
    EXPECT_EQ(payloadsOf(openedWith(attachedEntry("list.json"))), Texts{"one"});
    EXPECT_EQ(payloadsOf(openedWith(named)), Texts{"one"});
}

TEST_F(AttachedMessages, AreThePayloadsOfMessages)
{
    write("archive/one.bin", "\x01 payload");
    const OpenedFile opened = openedWith(R"({"request": {"url": "ws://h/"}, "_webSocketMessages": [
 {"type": "send", "time": 1772269200.5, "opcode": 2, "_file": "one.bin"},
 {"type": "send", "time": 1772269200.5, "opcode": 2, "_file": "two.bin"}]})");
    EXPECT_EQ(payloadsOf(opened), (Texts{"\x01 payload", ""}));
    EXPECT_NE(notesOf(opened).find("\"_file\" of message 2 "), std::string::npos) << notesOf(opened);
}

TEST_F(AttachedMessages, InLinesThatAreOddAreLeftOutOneByOne)
{
    write("archive/0123.jsonl", "not JSON\n" + std::string(lines) + "[]\n\n{\"type\":\"send\",");
    const OpenedFile opened = openedWith(attachedEntry("0123.jsonl") + ',' + attachedEntry("0123.jsonl"));
    EXPECT_FALSE(opened.error);
    EXPECT_EQ(payloadsOf(opened, 0), (Texts{"one", "two"}));
    EXPECT_EQ(payloadsOf(opened, 1), (Texts{"one", "two"}));
    const std::string notes = notesOf(opened);
    EXPECT_NE(notes.find("message 1 of 0123.jsonl (line 1,"), std::string::npos) << notes;
    EXPECT_NE(notes.find("the line is left out"), std::string::npos) << notes;
}

TEST_F(AttachedMessages, OfNoOtherFolderAreRead)
{
    write("secret.jsonl", lines);
    write("archive/real/x.jsonl", lines);
    std::filesystem::create_symlink("../secret.jsonl", m_path / "archive/link.jsonl");
    std::filesystem::create_symlink("real", m_path / "archive/folder");
    std::filesystem::create_directory(m_path / "archive/directory");
    for (const std::string &name : {std::string("../secret.jsonl"), (m_path / "secret.jsonl").string(),
                                    std::string("real/../../secret.jsonl"), std::string("link.jsonl"),
                                    std::string("folder/x.jsonl"), std::string("directory"), std::string("."),
                                    std::string("real//x.jsonl"), std::string("/dev/zero")}) {
        const OpenedFile opened = openedWith(attachedEntry(name));
        EXPECT_FALSE(opened.error) << name;
        EXPECT_EQ(payloadsOf(opened), Texts{}) << name;
        EXPECT_NE(notesOf(opened).find("files elsewhere, links and folders are not read"), std::string::npos)
            << name << notesOf(opened);
    }
}

TEST_F(AttachedMessages, ThatAreMissingAreNamedAndTheSessionIsShown)
{
    const OpenedFile opened = openedWith(attachedEntry("gone.jsonl"));
    EXPECT_EQ(opened.sessions.size(), 1U);
    EXPECT_NE(notesOf(opened).find("found the text \"gone.jsonl\"; the file cannot be read: No such file"),
              std::string::npos)
        << notesOf(opened);
}

TEST_F(AttachedMessages, ThatDoNotFitIntoTheMemoryAreLeftOutAndLaterEntriesAreRead)
{
    constexpr std::uint64_t little = 3 * mebibyte;
    write("archive/long.jsonl", std::string(lines) + std::string(8 * mebibyte, ' '));
    write("archive/0123.jsonl", lines);
    const OpenedFile opened =
        openedWith(attachedEntry("long.jsonl") + ',' + attachedEntry("0123.jsonl"), little);
    EXPECT_EQ(opened.error.value_or(""), "");
    EXPECT_EQ(payloadsOf(opened, 0), Texts{});
    EXPECT_EQ(payloadsOf(opened, 1), (Texts{"one", "two"}));
    EXPECT_NE(notesOf(opened).find("Entry 1: \"_file\" of the entry"), std::string::npos) << notesOf(opened);
    EXPECT_NE(notesOf(opened).find("the file is left out, because it is too long"), std::string::npos)
        << notesOf(opened);
}

} // namespace
} // namespace fg::test::attached_messages_test
