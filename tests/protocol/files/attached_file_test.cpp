// A file that another file names is read only if it is a regular file in the folder of that file.
#include "protocol/files/attached_file.h"
#include "tests/protocol/files/own_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include <sys/stat.h>

namespace fg::test::attached_file_test {
namespace {

std::string textOf(const OwnFolder &folder, std::string_view name, std::uint64_t most = 100)
{
    const auto read = readAttached(folder.path(), name, most);
    if (const auto *const text = std::get_if<std::string>(&read))
        return *text;
    switch (std::get<AttachedFault>(read).kind) {
    case AttachedFault::Kind::NotBeside:
        return "not beside";
    case AttachedFault::Kind::TooLong:
        return "too long";
    case AttachedFault::Kind::Unreadable:
        return std::get<AttachedFault>(read).reason;
    }
    return {};
}

TEST(AttachedFile, IsReadInTheFolderAndInFoldersInIt)
{
    const OwnFolder folder;
    std::filesystem::create_directories(folder / "a/b");
    folder.put("one", "1");
    folder.put("a/b/two", "2");
    folder.put("empty", "");
    EXPECT_EQ(textOf(folder, "one"), "1");
    EXPECT_EQ(textOf(folder, "a/b/two"), "2");
    EXPECT_EQ(textOf(folder, "empty"), "");
}

TEST(AttachedFile, IsNeverOneOfAnotherFolder)
{
    const OwnFolder outside;
    outside.put("secret", "s");
    const OwnFolder folder;
    std::filesystem::create_directory(folder / "a");
    folder.put("a/one", "1");
    std::filesystem::create_symlink(outside / "secret", folder / "link");
    std::filesystem::create_symlink(outside.path(), folder / "folder");
    std::filesystem::create_symlink("a", folder / "inside");
    for (const std::string &name :
         {(outside / "secret").string(), "../" + outside.path().filename().string() + "/secret",
          std::string("a/../a/one"), std::string("link"), std::string("folder/secret"),
          std::string("inside/one"), std::string(), std::string("/"), std::string("."), std::string(".."),
          std::string("a"), std::string("a/"), std::string("./a/one"), std::string("a//one"),
          std::string("a/one\0x", 7)})
        EXPECT_EQ(textOf(folder, name), "not beside") << name;
}

TEST(AttachedFile, IsNeitherLongNorAPipe)
{
    const OwnFolder folder;
    folder.put("long", std::string(101, 'x'));
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(textOf(folder, "long"), "too long");
    EXPECT_EQ(textOf(folder, "long", 101), std::string(101, 'x'));
    EXPECT_EQ(textOf(folder, "pipe"), "not beside");
    EXPECT_EQ(textOf(folder, "gone"), "No such file or directory");
    EXPECT_EQ(textOf(folder, "gone/one"), "No such file or directory");
}

} // namespace
} // namespace fg::test::attached_file_test
