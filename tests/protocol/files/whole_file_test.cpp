// Files that are there either as a whole or not at all.

#include "protocol/files/whole_file.h"
#include "tests/protocol/files/own_folder.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>

namespace fg::test::whole_file_test {
namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

// While it exists, files of this process cannot grow beyond this number of octets. This is like a full disk,
// but the system says it in other words.
class LittleRoom
{
public:
    explicit LittleRoom(rlim_t octets)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &m_before), 0);
        const rlimit little{.rlim_cur = octets, .rlim_max = m_before.rlim_max};
        EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
    }
    ~LittleRoom() { setrlimit(RLIMIT_FSIZE, &m_before); }
    LittleRoom(const LittleRoom &) = delete;
    LittleRoom &operator=(const LittleRoom &) = delete;

private:
    rlimit m_before{};
};

TEST(WholeFile, AFullDiskIsAnErrorAndNotAShortFile)
{
    const OwnFolder folder;
    folder.put("out", "before");
    std::optional<FileError> error;
    {
        const LittleRoom room(1'000);
        error = writeWholeFile(folder / "out", std::string(1'000'000, 'x'));
    }
    ASSERT_TRUE(error);
    EXPECT_EQ(error->file, (folder / "out").string());
    EXPECT_EQ(error->reason, "File too large");
    EXPECT_EQ(folder.names(), Names{"out"});
    EXPECT_EQ(folder.textOf("out"), "before");
}

TEST(WholeFile, ADeviceThatIsFullIsAnErrorByName)
{
    const std::optional<FileError> error = writeWholeFile("/dev/full", "a few octets");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->sentence(), "/dev/full: No space left on device.");
}

TEST(WholeFile, WhatTheUserNamesAndIsNotARegularFileIsKeptAndWrittenTo)
{
    const OwnFolder folder;
    folder.put("file", "old");
    fs::create_symlink("file", folder / "link");
    ASSERT_FALSE(writeWholeFile(folder / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(folder.textOf("file"), "new");

    const fs::path pipe = folder / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    std::string text;
    std::thread reader([&pipe, &text] { std::getline(std::ifstream(pipe), text); });
    ASSERT_FALSE(writeWholeFile(pipe, "through the pipe"));
    reader.join();
    EXPECT_EQ(text, "through the pipe");
    EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST(WholeFile, AFileThatMayHoldCredentialsIsOnlyForItsOwner)
{
    const OwnFolder folder;
    ASSERT_FALSE(writeWholeFile(folder / "out", "for all, as it was"));
    WholeFile file(folder / "out", FileReaders::OwnerOnly);
    file.stream() << "secret" << std::flush;
    for (const std::string &name : folder.names()) {
        if (name != "out") {
            EXPECT_EQ(fs::status(folder / name).permissions(), fs::perms(0600)) << name;
        }
    }
    ASSERT_FALSE(file.commit());
    EXPECT_EQ(fs::status(folder / "out").permissions(), fs::perms(0600));
}

TEST(WholeFile, ThatReplacesAnotherHasTheSameReaders)
{
    const OwnFolder folder;
    folder.put("out", "old");
    fs::permissions(folder / "out", fs::perms(0640));
    ASSERT_FALSE(writeWholeFile(folder / "out", "new"));
    EXPECT_EQ(fs::status(folder / "out").permissions(), fs::perms(0640));
}

TEST(WholeFile, IsWrittenThroughItsDescriptorWhateverHasItsTemporaryNameMeanwhile)
{
    const OwnFolder folder;
    folder.put("out", "before");
    folder.put("victim", "theirs");
    std::optional<FileError> error;
    {
        WholeFile file(folder / "out");
        file.stream() << "first" << std::flush;
        for (const std::string &name : folder.names()) {
            if (name == "out" || name == "victim")
                continue;
            fs::remove(folder / name);
            fs::create_symlink(folder / "victim", folder / name);
        }
        file.stream() << std::string(1'000'000, 'x');
        error = file.commit();
    }
    ASSERT_TRUE(error);
    EXPECT_EQ(folder.textOf("out"), "before");
    EXPECT_EQ(folder.textOf("victim"), "theirs");
}

TEST(WholeFile, NothingIsLostWhereTheFolderCannotBeWrittenTo)
{
    if (isRoot())
        GTEST_SKIP() << "root may write to every folder";
    const OwnFolder folder;
    folder.put("out", "before");
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    const auto expected = writeWholeFile(folder / "out", "new");
    const auto foretold = whyNotWritable(folder / "out");
    fs::permissions(folder.path(), fs::perms::owner_all);
    ASSERT_TRUE(expected);
    EXPECT_EQ(expected->reason, "Permission denied");
    ASSERT_TRUE(foretold);
    EXPECT_EQ(foretold->reason, "Permission denied");
    EXPECT_EQ(folder.textOf("out"), "before");
}

TEST(WholeFile, HoldsWhatIsWrittenInPiecesOfAnySize)
{
    const OwnFolder folder;
    std::string expected;
    {
        WholeFile file(folder / "out");
        for (const std::size_t size : {1U, 65'535U, 1U, 2U, 65'536U, 65'537U, 0U, 200'000U, 7U}) {
            const std::string piece(size, static_cast<char>('a' + expected.size() % 26));
            file.stream() << piece;
            file.stream().put('|');
            expected += piece + '|';
        }
        ASSERT_FALSE(file.commit());
    }
    EXPECT_EQ(folder.textOf("out"), expected);
    EXPECT_EQ(folder.names(), Names{"out"});
}

TEST(WholeFile, CannotTakeThePlaceOfAFolder)
{
    const OwnFolder folder;
    fs::create_directory(folder / "out");
    for (const NamedBy namedBy : {NamedBy::User, NamedBy::Program}) {
        WholeFile file(folder / "out", FileReaders::Usual, namedBy);
        const auto error = file.commit();
        ASSERT_TRUE(error);
        EXPECT_EQ(error->reason, "Is a directory");
    }
    EXPECT_EQ(whyNotWritable(folder / "out")->reason, "Is a directory");
    EXPECT_EQ(folder.names(), Names{"out"});
}

} // namespace
} // namespace fg::test::whole_file_test
