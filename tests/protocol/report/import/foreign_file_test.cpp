// A file without a session is called what it is, with what one can do.
#include "protocol/report/import/session_open.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace fg::test::foreign_file_test {
namespace {

using namespace std::string_literals;

std::string errorOf(std::string_view content)
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("file").toStdString();
    std::ofstream(path, std::ios::binary) << content;
    const OpenedFile opened = openSessions(path);
    EXPECT_TRUE(opened.sessions.empty());
    EXPECT_FALSE(opened.isWhole);
    return opened.error.value_or("");
}

struct Foreign
{
    std::string content;
    std::string said;
};

TEST(ForeignFile, IsCalledWhatItIs)
{
    const std::string header(16, '\0');
    const std::vector<Foreign> files{
        {"", "it is empty"},
        {" \n\t\n", "nothing but blanks"},
        {"\x1f\x8b\x08"s + header, "gzip: decompress it first (gunzip)"},
        {"PK\x03\x04"s + header, "a zip archive: unpack it first"},
        {"PK\x05\x06"s + header, "a zip archive with nothing in it"},
        {"\xfd"
         "7zXZ\0"s
             + header,
         "compressed with xz"},
        {"\x28\xb5\x2f\xfd"s + header, "compressed with zstd"},
        {"BZh91AY"s + header, "compressed with bzip2"},
        {"\x78\x9c"s + header, "compressed with zlib, as mitmproxy does"},
        {"\xd4\xc3\xb2\xa1\x02\0\x04\0"s + header, "the older pcap format"},
        {"\xa1\xb2\xc3\xd4"s + header, "the older pcap format"},
        {"\x4d\x3c\xb2\xa1"s + header, "`editcap -F pcapng`"},
        {"\xff\xfe{\0\"\0"s, "UTF-16"},
        {"<!DOCTYPE html><html></html>", "a web page"},
        {"\n  <HTML>", "a web page"},
        {"<?xml version=\"1.0\"?>", "it is XML or HTML"},
        {"%PDF-1.7", "a PDF document"},
        {std::string(257, 'x') + "ustar  ", "a tar archive"},
        {"\x89PNG\r\n\x1a\n"s + header, "a binary file"},
        {"hello", "it is text, but not JSON"},
        {"[1, 2]", "it is a list in JSON"},
        {R"({"a": 1})", "\"log\" is its first member"},
        {R"({"servers": [], "cases": ["*"]})", "it is a spec file"},
        {R"({"version": "1.2", "entries": []})", "an HTTP Archive without its \"log\""},
        {"\n\r\r\n", "begins like a capture"},
    };
    for (const Foreign &file : files) {
        const std::string error = errorOf(file.content);
        EXPECT_NE(error.find("/file: "), std::string::npos) << error;
        EXPECT_NE(error.find(file.said), std::string::npos) << file.said << ": " << error;
        // The window says the same of a file that it does not even try to open.
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("file").toStdString();
        std::ofstream(path, std::ios::binary) << file.content;
        const bool isCapture = file.content.starts_with("\n\r");
        EXPECT_TRUE(isCapture || whyNoSessionIn(path).find(file.said) != std::string::npos) << file.said;
    }
}

TEST(ForeignFile, IsNothingOrAPipeOrAFolder)
{
    EXPECT_NE(openSessions("/dev/null").error.value_or("").find("it is empty"), std::string::npos);
    EXPECT_NE(openSessions("/dev/zero").error.value_or("").find("not a regular file"), std::string::npos);
    const QTemporaryDir folder;
    const std::string pipe = folder.filePath("pipe").toStdString();
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_NE(openSessions(pipe).error.value_or("").find("it is a pipe, which can be read only once"),
              std::string::npos);
    EXPECT_NE(
        openSessions(folder.path().toStdString()).error.value_or("").find("it is a folder: name a file"),
        std::string::npos);
}

} // namespace
} // namespace fg::test::foreign_file_test
