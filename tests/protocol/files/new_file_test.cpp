// Files that the program creates: nobody else's file is ever opened, replaced or removed in their place.

#include "protocol/files/file_hold.h"
#include "protocol/files/link_target.h"
#include "protocol/files/new_file.h"
#include "tests/protocol/files/own_folder.h"

#include <gtest/gtest.h>

#include <cerrno>

#include <sys/stat.h>

namespace fg::test::new_file_test {
namespace {

namespace fs = std::filesystem;

NewFile beside(const fs::path &place)
{
    NewFile::Created made = NewFile::createBeside(place, 0600);
    EXPECT_EQ(made.index(), 0U);
    return std::get<NewFile>(std::move(made));
}

int errorOf(NewFile::Created made)
{
    const int *const error = std::get_if<int>(&made);
    return error ? *error : 0;
}

void write(const NewFile &file, const std::string &text)
{
    ASSERT_EQ(::write(file.descriptor(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

TEST(NewFile, HasANameThatDiffersEachTimeUntilItIsMovedToItsPlace)
{
    const OwnFolder folder;
    const NewFile first = beside(folder / "place");
    NewFile second = beside(folder / "place");
    const std::set<std::string> names = folder.names();
    EXPECT_EQ(names.size(), 2U);
    for (const std::string &name : names)
        EXPECT_TRUE(isPartName(name)) << name;
    write(second, "second");
    EXPECT_EQ(second.moveToPlace(), 0);
    EXPECT_TRUE(second.isInPlace());
    EXPECT_EQ(folder.textOf("place"), "second");
    EXPECT_EQ(folder.names().size(), 2U);
}

TEST(NewFile, IsRemovedUnlessItIsInItsPlace)
{
    const OwnFolder folder;
    static_cast<void>(beside(folder / "place"));
    EXPECT_EQ(folder.names(), std::set<std::string>{});
    EXPECT_EQ(errorOf(NewFile::createAt(folder / "at", 0600)), 0);
    EXPECT_EQ(folder.names(), std::set<std::string>{"at"});
}

TEST(NewFile, ReplacesALinkOrAPipeItselfAndNotWhatItLeadsTo)
{
    const OwnFolder folder;
    folder.put("victim", "theirs");
    fs::create_symlink(folder / "victim", folder / "link");
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const char *const name : {"link", "pipe"}) {
        NewFile file = beside(folder / name);
        write(file, "ours");
        EXPECT_EQ(file.moveToPlace(), 0);
        EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder / name))) << name;
        EXPECT_EQ(folder.textOf(name), "ours");
    }
    EXPECT_EQ(folder.textOf("victim"), "theirs");
}

TEST(NewFile, TakesNoNameThatAnythingHas)
{
    const OwnFolder folder;
    folder.put("file", "theirs");
    fs::create_symlink(folder / "nowhere", folder / "link");
    fs::create_directory(folder / "folder");
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const char *const name : {"file", "link", "folder", "pipe"})
        EXPECT_EQ(errorOf(NewFile::createAt(folder / name, 0600)), EEXIST) << name;
    EXPECT_EQ(folder.textOf("file"), "theirs");
    EXPECT_FALSE(fs::exists(folder / "nowhere"));
    EXPECT_EQ(beside(folder / "folder").moveToPlace(), EISDIR);
}

TEST(NewFile, SaysWhyThereCanBeNone)
{
    const OwnFolder folder;
    folder.put("file", "");
    EXPECT_EQ(errorOf(NewFile::createBeside(folder / "gone" / "place", 0600)), ENOENT);
    EXPECT_EQ(errorOf(NewFile::createBeside(folder / "file" / "place", 0600)), ENOTDIR);
    EXPECT_EQ(errorOf(NewFile::createBeside(folder.path() / "", 0600)), EISDIR);
    if (isRoot())
        return;
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(errorOf(NewFile::createBeside(folder / "place", 0600)), EACCES);
    fs::permissions(folder.path(), fs::perms::owner_all);
}

// Somebody who may write to the folder puts another file in the place of ours.
TEST(NewFile, IsNeitherMovedNorRemovedIfItsNameIsAnothersMeanwhile)
{
    const OwnFolder folder;
    folder.put("victim", "theirs");
    {
        NewFile file = beside(folder / "place");
        const std::set<std::string> names = folder.names();
        const std::string name = *names.begin() == "victim" ? *names.rbegin() : *names.begin();
        fs::remove(folder / name);
        fs::create_symlink(folder / "victim", folder / name);
        EXPECT_EQ(file.moveToPlace(), ENOENT);
    }
    EXPECT_EQ(folder.names().size(), 2U);
    EXPECT_EQ(folder.textOf("victim"), "theirs");
}

// Somebody who may rename our folder puts a link in its place, and the file still goes to where it was made.
TEST(NewFile, StaysInItsFolderWhateverHasTheFoldersNameMeanwhile)
{
    const OwnFolder top;
    fs::create_directory(top / "ours");
    fs::create_directory(top / "theirs");
    NewFile file = beside(top / "ours" / "place");
    fs::rename(top / "ours", top / "moved");
    fs::create_directory_symlink(top / "theirs", top / "ours");
    EXPECT_EQ(file.moveToPlace(), 0);
    EXPECT_TRUE(fs::exists(top / "moved" / "place"));
    EXPECT_TRUE(fs::is_empty(top / "theirs"));
}

TEST(NewFile, OfAKilledProgramIsRemovedAndThatOfARunningOneIsNot)
{
    const OwnFolder folder;
    const std::string left = "frameglass-0123456789abcdef01234567.part";
    folder.put(left, "left");
    folder.put("frameglass-notes.part", "of the user");
    fs::create_symlink(folder / left, folder / "frameglass-0123456789abcdef01234568.part");
    const NewFile held = beside(folder / "place");
    ASSERT_EQ(folder.names().size(), 4U);
    removeLeftParts(folder.path());
    EXPECT_EQ(folder.names().size(), 3U);
    EXPECT_FALSE(folder.names().contains(left));
    EXPECT_TRUE(folder.names().contains("frameglass-notes.part"));
    struct stat state
    {
    };
    ASSERT_EQ(fstat(held.descriptor(), &state), 0);
    EXPECT_EQ(state.st_nlink, 1U);
    removeLeftParts(folder / "no such folder");
}

TEST(NewFile, IsKnownByItsName)
{
    EXPECT_TRUE(isPartName("frameglass-0123456789abcdef01234567.part"));
    for (const char *const other :
         {"", "frameglass-.part", "frameglass-0123456789abcdef0123456.part", "x.frameglass.part",
          "frameglass-0123456789ABCDEF01234567.part", "frameglass-0123456789abcdef01234567.port"})
        EXPECT_FALSE(isPartName(other)) << other;
}

TEST(FileHold, HoldsRegularFilesOnlyAndRemovesNoOther)
{
    const OwnFolder folder;
    folder.put("file", "x");
    fs::create_symlink(folder / "file", folder / "link");
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const char *const name : {"link", "pipe", "none"})
        EXPECT_FALSE(FileHold::tryLock(folder / name)) << name;
    EXPECT_FALSE(FileHold::tryLock(folder.path()));
    const auto hold = FileHold::tryLock(folder / "file");
    ASSERT_TRUE(hold);
    EXPECT_FALSE(FileHold::tryLock(folder / "file"));
    fs::rename(folder / "file", folder / "elsewhere");
    folder.put("file", "another's");
    hold->remove();
    EXPECT_EQ(folder.textOf("file"), "another's");
}

TEST(LinkTarget, IsWhereTheLinksLeadAndEndsAtACircle)
{
    const OwnFolder folder;
    fs::create_symlink("second", folder / "first");
    fs::create_symlink(folder / "file", folder / "second");
    fs::create_symlink("circle", folder / "circle");
    std::error_code failure;
    EXPECT_EQ(linkTarget(folder / "first", failure), folder / "file");
    EXPECT_FALSE(failure);
    EXPECT_EQ(linkTarget(folder / "plain", failure), folder / "plain");
    EXPECT_FALSE(failure);
    static_cast<void>(linkTarget(folder / "circle", failure));
    EXPECT_EQ(failure, std::errc::too_many_symbolic_link_levels);
}

// As in /tmp: everybody may create links there, but only their owners remove them.
TEST(LinkTarget, OfAStrangerInAFolderForAllIsRefused)
{
    constexpr uid_t stranger = 12'345;
    const OwnFolder folder;
    fs::create_symlink(folder / "file", folder / "ours");
    fs::create_symlink(folder / "file", folder / "theirs");
    fs::permissions(folder.path(), fs::perms::all | fs::perms::sticky_bit);
    std::error_code failure;
    EXPECT_EQ(linkTarget(folder / "ours", failure), folder / "file");
    EXPECT_FALSE(failure);
    if (lchown((folder / "theirs").c_str(), stranger, stranger) != 0)
        GTEST_SKIP() << "only root can give a link to another user";
    static_cast<void>(linkTarget(folder / "theirs", failure));
    EXPECT_EQ(failure, std::errc::permission_denied);
    fs::permissions(folder.path(), fs::perms::owner_all);
    EXPECT_EQ(linkTarget(folder / "theirs", failure), folder / "file");
    EXPECT_FALSE(failure);
}

} // namespace
} // namespace fg::test::new_file_test
