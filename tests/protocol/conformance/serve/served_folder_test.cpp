// What the web server of the page serves of a report folder, and what it does not.

#include "protocol/conformance/serve/page_server.h"
#include "protocol/conformance/serve/served_folder.h"
#include "tests/support/page_client.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace fg::test::served_folder_test {
namespace {

namespace fs = std::filesystem;

class ServedFolderTest : public testing::Test
{
private:
    QTemporaryDir m_dir;

protected:
    fs::path top = fs::path(m_dir.path().toStdString());
    fs::path folder = top / "reports" / "my clients";

    void SetUp() override
    {
        fs::create_directories(folder / "inner");
        put(folder / "index.json", "{}");
        put(folder / "a_case_1_1_1.html", "<p>");
        put(folder / "inner" / "x.json", "inner");
        put(top / "reports" / "secret.json", "outside");
        put(top / "secret.json", "outside");
    }
    static void put(const fs::path &path, std::string_view text)
    {
        std::ofstream(path) << text;
        ASSERT_EQ(chmod(path.c_str(), 0644), 0);
    }
    // The content of the file that a target leads to; "none" if it leads to none.
    std::string at(std::string_view target, const fs::path &given) const
    {
        const ServedFolder served(given);
        const std::optional<ServedFile> file = served.open(target);
        if (!file)
            return "none";
        OctetBuffer octets(file->size());
        EXPECT_TRUE(file->read(0, octets));
        return std::string(charactersOf(octets));
    }
    std::string at(std::string_view target) const { return at(target, folder); }
    // The folder's name in a URL.
    [[nodiscard]] std::string name() const { return top.string() + "/reports/my%20clients"; }
};

TEST_F(ServedFolderTest, ItsFilesAreUnderTheWorkingFolderAndUnderItsName)
{
    EXPECT_EQ(at("/cwd/index.json"), "{}");
    EXPECT_EQ(at("/cwd/index.json?time=1#top"), "{}");
    EXPECT_EQ(at(name() + "/index.json"), "{}");
    EXPECT_EQ(at("/cwd" + name() + "/index.json"), "{}");
    EXPECT_EQ(at("/cwd/%69ndex.json"), "{}");
    EXPECT_EQ(ServedFolder(folder).path(), "/cwd" + name() + '/');
}

TEST_F(ServedFolderTest, ItsNameIsTheOneThatWasGiven)
{
    const fs::path before = fs::current_path();
    fs::current_path(top);
    for (const char *const given :
         {"reports/my clients", "./reports//my clients/", "reports/../reports/my clients"}) {
        EXPECT_EQ(at("/reports/my%20clients/index.json", given), "{}") << given;
        EXPECT_EQ(at("/cwd/reports/my%20clients/index.json", given), "{}") << given;
        EXPECT_EQ(ServedFolder(given).path(), "/cwd/reports/my%20clients/") << given;
    }
    fs::current_path(folder);
    EXPECT_EQ(at("/cwd/index.json", "."), "{}");
    EXPECT_EQ(at("/index.json", "."), "none");
    EXPECT_EQ(at("/cwd/my%20clients/index.json", "../my clients"), "{}");
    fs::current_path(before);
}

TEST_F(ServedFolderTest, ThereIsNoListAndNothingElse)
{
    const std::string under = "/cwd" + name();
    for (const std::string &target :
         {std::string("/"), std::string("/cwd"), std::string("/cwd/"), under, under + '/', name() + '/',
          std::string("/index.json"), std::string("/cwd/inner"), std::string("/cwd/inner/"),
          std::string("/cwd/inner/x.json"), std::string("/cwd/nothing.json"), std::string("/cwd/index.json/"),
          std::string("cwd/index.json"), std::string("http://h/cwd/index.json"), std::string(),
          std::string("//cwd/index.json"), std::string("/cwd//index.json"), std::string("/CWD/index.json")})
        EXPECT_EQ(at(target), "none") << target;
}

TEST_F(ServedFolderTest, NoPathLeadsOutOfIt)
{
    for (const char *const target :
         {"/cwd/../secret.json", "/cwd/..%2fsecret.json", "/cwd/%2e%2e/secret.json",
          "/cwd/%2e%2e%2fsecret.json", "/cwd/.%2e/secret.json", "/cwd/..\\secret.json", "/cwd/./index.json",
          "/cwd/%2findex.json", "/cwd/inner%2fx.json", "/cwd/index.json%00.html", "/cwd/%", "/cwd/%2",
          "/cwd/%zzindex.json", "/cwd/..", "/..", "/cwd/%2e%2e"})
        EXPECT_EQ(at(target), "none") << target;
    EXPECT_EQ(at(name() + "/../secret.json"), "none");
    EXPECT_EQ(at("/cwd/" + std::string(100'000, '/') + "index.json"), "none");
}

TEST_F(ServedFolderTest, LinksPipesAndFoldersAreNotServed)
{
    fs::create_symlink(top / "secret.json", folder / "link.json");
    fs::create_symlink("index.json", folder / "inside.json");
    fs::create_directories(folder / "folder.json");
    ASSERT_EQ(mkfifo((folder / "pipe.json").c_str(), 0644), 0);
    for (const char *const file : {"link.json", "inside.json", "folder.json", "pipe.json"})
        EXPECT_EQ(at(std::string("/cwd/") + file), "none") << file;
    // The folder itself may be a link.
    fs::create_directory_symlink(folder, top / "alias");
    EXPECT_EQ(at("/cwd/index.json", top / "alias"), "{}");
}

TEST_F(ServedFolderTest, WhatIsForItsOwnerOnlyAndWhatIsNotAReportIsNotServed)
{
    put(folder / "private.json", "private");
    ASSERT_EQ(chmod((folder / "private.json").c_str(), 0600), 0);
    for (const char *const file : {"server.key", "cert.pem", "case.pcapng", ".hidden.json", "noending"})
        put(folder / file, "no");
    for (const char *const file :
         {"private.json", "server.key", "cert.pem", "case.pcapng", ".hidden.json", "noending"})
        EXPECT_EQ(at(std::string("/cwd/") + file), "none") << file;
}

TEST_F(ServedFolderTest, AFileThatIsReplacedStaysTheSameAndOneThatIsCutIsNotReadOn)
{
    const std::optional<ServedFile> file = ServedFolder(folder).open("/cwd/index.json");
    ASSERT_TRUE(file);
    put(folder / "new", "[1, 2, 3]");
    fs::rename(folder / "new", folder / "index.json");
    OctetBuffer octets(2);
    EXPECT_TRUE(file->read(0, octets));
    EXPECT_EQ(charactersOf(octets), "{}");
    EXPECT_FALSE(file->read(1, octets));
    EXPECT_FALSE(ServedFolder(folder).open("/cwd/gone.json"));
    fs::remove_all(folder);
    EXPECT_EQ(at("/cwd/index.json"), "none");
}

// --- on real sockets ---

class ServedFolderOnSockets : public ServedFolderTest
{
protected:
    void serve(Duration timeout = std::chrono::seconds(10))
    {
        server = std::make_unique<PageServer>(PageServerSettings{.listen = {},
                                                                 .page = "the page",
                                                                 .target = {.isSecure = false, .port = 1},
                                                                 .access = {},
                                                                 .timeout = timeout,
                                                                 .report = ServedFolder(folder)},
                                              time, entropy);
        ASSERT_FALSE(server->start());
    }
    std::string ask(const std::string &startLine, const std::string &fields = "Host: localhost\r\n")
    {
        PageClient client(server->port());
        client.send(startLine + " HTTP/1.1\r\n" + fields + "\r\n");
        return client.finish();
    }
    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<PageServer> server;
};

TEST_F(ServedFolderOnSockets, AFileComesWithItsLengthAndKind)
{
    serve();
    const std::string json = ask("GET /cwd/index.json");
    EXPECT_TRUE(json.starts_with("HTTP/1.1 200 OK\r\n")) << json;
    EXPECT_NE(json.find("\r\nContent-Type: application/json\r\n"), std::string::npos) << json;
    EXPECT_NE(json.find("\r\nContent-Length: 2\r\n"), std::string::npos) << json;
    EXPECT_NE(json.find("\r\nX-Content-Type-Options: nosniff\r\n"), std::string::npos) << json;
    EXPECT_TRUE(json.ends_with("\r\n\r\n{}")) << json;
    const std::string head = ask("HEAD /cwd/a_case_1_1_1.html");
    EXPECT_NE(head.find("\r\nContent-Type: text/html; charset=utf-8\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("\r\nContent-Length: 3\r\n"), std::string::npos) << head;
    EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
    put(folder / "empty.txt", "");
    EXPECT_TRUE(ask("GET /cwd/empty.txt").ends_with("\r\n\r\n"));
    EXPECT_TRUE(ask("GET /").ends_with("the page"));
}

TEST_F(ServedFolderOnSockets, AnythingElseIsRefusedAndTheAnswerSaysWhereTheFilesAre)
{
    serve();
    const std::string list = ask("GET /cwd/");
    EXPECT_TRUE(list.starts_with("HTTP/1.1 404 ")) << list;
    EXPECT_NE(list.find("the files of the report are under /cwd/"), std::string::npos) << list;
    EXPECT_EQ(list.find("index.json"), std::string::npos) << list;
    EXPECT_TRUE(ask("POST /cwd/index.json").starts_with("HTTP/1.1 405 "));
    EXPECT_TRUE(ask("GET /cwd/../secret.json").starts_with("HTTP/1.1 404 "));
}

TEST_F(ServedFolderOnSockets, WhoMayNotSeeThePageMayNotSeeAFile)
{
    serve();
    const auto expectRefusal = [&](const char *fields, const char *start) {
        const std::string answer = ask("GET /cwd/index.json", fields);
        EXPECT_TRUE(answer.starts_with(start)) << answer;
        EXPECT_EQ(answer.find("{}"), std::string::npos) << answer;
    };
    expectRefusal("Host: evil.example\r\n", "HTTP/1.1 403 ");
    expectRefusal("Host: localhost\r\nOrigin: http://evil.example\r\n", "HTTP/1.1 403 ");
    expectRefusal("", "HTTP/1.1 400 "); // RFC 9112 3.2
}

TEST_F(ServedFolderOnSockets, ALongFileComesWholeWhileOthersAreServed)
{
    const std::string content(40'000'000, 'x');
    put(folder / "long.json", content);
    serve();
    PageClient slow(server->port());
    slow.transport->setReading(false);
    slow.send("GET /cwd/long.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(ask("GET /cwd/index.json").ends_with("{}"));
    slow.transport->setReading(true);
    const std::string answer = slow.finish();
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, content.size());
    EXPECT_TRUE(answer.ends_with("xxx"));
}

} // namespace
} // namespace fg::test::served_folder_test
