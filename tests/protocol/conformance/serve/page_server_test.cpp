// The web server for one page: which requests it serves and which it refuses.

#include "protocol/conformance/serve/page_server.h"
#include "tests/support/manual_time.h"
#include "tests/support/page_client.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace fg::test::page_server_test {
namespace {

const std::string page = "<script nonce=\"@NONCE@\">'@SCHEME@:' + ':@PORT@' + @PATIENCE@</script>";

HttpAnswer answerTo(const std::string &startLine, const std::string &host = "localhost:8080")
{
    return answerPage({.startLine = startLine, .fields = {{"Host", host}}}, page,
                      {.isSecure = false, .port = 9001}, "bm9uY2U=", "No.");
}

std::string fieldOf(const HttpAnswer &answer, std::string_view name)
{
    const HttpHead head{.startLine = {}, .fields = answer.fields};
    const std::string *const value = head.find(name);
    return value ? *value : "";
}

TEST(PageServer, ThePageKnowsItsServerAndItsNonce)
{
    const HttpAnswer answer = answerTo("GET / HTTP/1.1");
    EXPECT_EQ(answer.status, HttpStatus::Ok);
    EXPECT_EQ(answer.body, "<script nonce=\"bm9uY2U=\">'ws:' + ':9001' + 30000</script>");
}

TEST(PageServer, ThePolicyAllowsThePageItselfAndItsServerOnly)
{
    const std::string policy = fieldOf(answerTo("GET /?x HTTP/1.1"), "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << policy;
    EXPECT_NE(policy.find("script-src 'nonce-bm9uY2U='; "), std::string::npos) << policy;
    EXPECT_NE(policy.find("connect-src ws://localhost:9001; "), std::string::npos) << policy;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << policy;
    const std::string ipv6 = fieldOf(answerTo("GET / HTTP/1.1", "[::1]:8080"), "Content-Security-Policy");
    EXPECT_NE(ipv6.find("connect-src ws://*:9001; "), std::string::npos) << ipv6;
}

// Which hosts may ask at all is not decided here.
TEST(PageServer, ThePolicyHoldsNoHostThatCouldEndIt)
{
    for (const char *const host : {"a;script-src *", "a b", "[::1]", "", "a'b"}) {
        const std::string policy = fieldOf(answerTo("GET / HTTP/1.1", host), "Content-Security-Policy");
        EXPECT_NE(policy.find("connect-src ws://*:9001; "), std::string::npos) << policy;
    }
}

TEST(PageServer, OnlyGetAndHeadOfTheOnePathAreServed)
{
    EXPECT_EQ(answerTo("HEAD / HTTP/1.1").status, HttpStatus::Ok);
    EXPECT_EQ(answerTo("POST / HTTP/1.1").status, HttpStatus::MethodNotAllowed);
    EXPECT_EQ(fieldOf(answerTo("POST / HTTP/1.1"), "Allow"), "GET, HEAD");
    for (const char *const path : {"/index.html", "/../etc/passwd", "//", "/%2e%2e/", "http://localhost/"})
        EXPECT_EQ(answerTo(std::string("GET ") + path + " HTTP/1.1").status, HttpStatus::NotFound) << path;
}

// --- on real sockets ---

class PageServerOnSockets : public testing::Test
{
protected:
    static PageServerSettings settings(Duration timeout, std::optional<ServedFolder> report)
    {
        return {.listen = {},
                .page = page,
                .target = {.isSecure = true, .port = 1},
                .timeout = timeout,
                .report = std::move(report)};
    }
    void serve(Duration timeout = std::chrono::seconds(10), std::optional<ServedFolder> report = std::nullopt)
    {
        server = std::make_unique<PageServer>(settings(timeout, std::move(report)), time, entropy);
        ASSERT_FALSE(server->start());
    }
    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<PageServer> server;
};

TEST_F(PageServerOnSockets, ARequestCutAtEveryOctetGetsThePageAndTheEndOfTheConnection)
{
    serve();
    const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (std::size_t cut = 0; cut < request.size(); ++cut) {
        PageClient client(server->port());
        client.send(request.substr(0, cut));
        runLoopFor(std::chrono::milliseconds(1));
        client.send(request.substr(cut));
        const std::string answer = client.finish();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
        EXPECT_TRUE(answer.ends_with("'wss:' + ':1' + 30000</script>")) << answer;
    }
}

TEST_F(PageServerOnSockets, WhatIsNotHttpIsAnsweredWith400)
{
    serve();
    for (const std::string &junk : {std::string("\x16\x03\x01\x02"), std::string(20'000, 'x'),
                                    "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'y')}) {
        PageClient client(server->port());
        client.send(junk);
        EXPECT_TRUE(client.finish().starts_with("HTTP/1.1 400 ")) << junk.size();
    }
}

TEST_F(PageServerOnSockets, APageOfAnotherSiteAndANameThatCouldBeSomebodyElsesAreAnsweredWith403)
{
    serve();
    for (const char *const fields :
         {"Host: evil.example\r\n", "Host: localhost\r\nOrigin: http://evil.example\r\n"}) {
        PageClient client(server->port());
        client.send("GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n");
        EXPECT_TRUE(client.finish().starts_with("HTTP/1.1 403 ")) << fields;
    }
}

TEST_F(PageServerOnSockets, ARequestThatCanOnlyMeanOneThingIsAnswered)
{
    serve();
    for (const char *const request :
         {"GET / HTTP/1.1\nHost: localhost\n\n", "\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n 2\r\n\r\n"}) {
        PageClient client(server->port());
        client.send(request);
        EXPECT_TRUE(client.finish().starts_with("HTTP/1.1 200 OK\r\n")) << request;
    }
    using namespace std::literals;
    for (const std::string_view request : {"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"sv,
                                           "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n"sv,
                                           "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n"sv}) {
        PageClient client(server->port());
        client.send(request);
        EXPECT_TRUE(client.finish().starts_with("HTTP/1.1 400 ")) << request;
    }
}

TEST_F(PageServerOnSockets, TheAnswerToABrokenRequestNamesWhatIsBroken)
{
    serve();
    using namespace std::literals;
    struct Broken
    {
        std::string request;
        std::string words;
    };
    const std::string start = "GET / HTTP/1.1\r\n";
    std::string many = start + "Host: localhost\r\n";
    for (int i = 0; i < 120; ++i)
        many += "X: y\r\n";
    for (const Broken &broken : std::vector<Broken>{
             {start + "Host : localhost\r\n\r\n",
              "No blank is between the name of a header field and its colon."},
             {start + "Host: localhost\r\nX: a\rb\r\n\r\n",
              "(RFC 9112 2.2): In a head, a CR is followed by LF."},
             {start + "Host: localhost\r\nX: a\0b\r\n\r\n"s, "A head has no octet that is zero."},
             {start + "Host: localhost\r\nX: " + std::string(20'000, 'y'), "The limit is 8 KiB."},
             {many, "The limit is 100 fields."},
             {"\x16\x03\x01\x02", "This server does not speak TLS"},
             {start + "\r\n", "The request needs exactly one Host field (RFC 9112 3.2)."},
             {start + "Host: localhost\r\nHost: localhost\r\n\r\n",
              "exactly one Host field (RFC 9112 3.2)."}}) {
        PageClient client(server->port());
        client.send(broken.request);
        const std::string answer = client.finish();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
        EXPECT_NE(answer.find(broken.words), std::string::npos) << answer;
    }
    PageClient old(server->port());
    old.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(old.finish().starts_with("HTTP/1.1 200 OK\r\n"));
}

// RFC 9112 3.2.2.
TEST_F(PageServerOnSockets, TheTargetMayBeAWholeUriWhichNamesTheHost)
{
    serve();
    const auto answerTo = [this](const std::string &target, const std::string &host) {
        PageClient client(server->port());
        client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return client.finish().substr(0, 12);
    };
    for (const char *const target : {"http://localhost/", "HTTP://127.0.0.1:8080", "http://localhost?x=/y"})
        EXPECT_EQ(answerTo(target, "localhost"), "HTTP/1.1 200") << target;
    EXPECT_EQ(answerTo("http://localhost/", "evil.example"), "HTTP/1.1 200");
    EXPECT_EQ(answerTo("http://evil.example/", "localhost"), "HTTP/1.1 403");
    EXPECT_EQ(answerTo("http://localhost/other", "localhost"), "HTTP/1.1 404");
}

// A client that ends its side after the request, and reads on.
class HalfClosedClient
{
public:
    HalfClosedClient(std::uint16_t port, const std::string &request)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        EXPECT_EQ(::send(m_socket, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
        EXPECT_EQ(::shutdown(m_socket, SHUT_WR), 0);
    }
    ~HalfClosedClient() { ::close(m_socket); }
    HalfClosedClient(const HalfClosedClient &) = delete;
    HalfClosedClient &operator=(const HalfClosedClient &) = delete;

    // Runs the event loop until there is something to read, without reading it.
    void waitForFirst() const
    {
        char first = 0;
        EXPECT_TRUE(waitUntil([&] { return ::recv(m_socket, &first, 1, MSG_DONTWAIT | MSG_PEEK) > 0; }));
    }
    // Both run the event loop until the server has ended the connection.
    [[nodiscard]] std::string finish() const
    {
        std::string answer;
        readToTheEnd([&answer](std::string_view part) { answer += part; });
        return answer;
    }
    [[nodiscard]] std::uint64_t countToTheEnd() const
    {
        std::uint64_t count = 0;
        readToTheEnd([&count](std::string_view part) { count += part.size(); });
        return count;
    }

private:
    void readToTheEnd(const std::function<void(std::string_view)> &take) const
    {
        std::string part(256 * 1024, '\0');
        EXPECT_TRUE(waitUntil([&] {
            const ssize_t count = ::recv(m_socket, part.data(), part.size(), MSG_DONTWAIT);
            if (count > 0)
                take(std::string_view(part).substr(0, static_cast<std::size_t>(count)));
            return count == 0;
        }));
    }

    int m_socket = ::socket(AF_INET, SOCK_STREAM, 0);
};

TEST_F(PageServerOnSockets, AClientThatEndsItsSideAfterTheRequestGetsAllOfAFile)
{
    const QTemporaryDir dir;
    const std::filesystem::path folder = dir.path().toStdString();
    const std::string text(20'000'000, 'x');
    std::ofstream(folder / "long.txt") << text;
    std::filesystem::permissions(folder / "long.txt", std::filesystem::perms(0644));
    serve(std::chrono::seconds(10), ServedFolder(folder));
    const HalfClosedClient client(server->port(), "GET /cwd/long.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string answer = client.finish();
    EXPECT_NE(answer.find("Content-Length: 20000000\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + text)) << answer.size();
}

// Time passes when the test says so. The file is longer than what any system takes for a client, and almost
// all of it is a hole.
TEST_F(PageServerOnSockets, AClientThatTakesNothingOfAFileIsDropped)
{
    constexpr std::uint64_t size = 64'000'000'000;
    const QTemporaryDir dir;
    const std::filesystem::path folder = dir.path().toStdString();
    std::ofstream(folder / "long.txt") << 'x';
    std::filesystem::permissions(folder / "long.txt", std::filesystem::perms(0644));
    std::filesystem::resize_file(folder / "long.txt", size);
    ManualTime held;
    server =
        std::make_unique<PageServer>(settings(std::chrono::seconds(10), ServedFolder(folder)), held, entropy);
    ASSERT_FALSE(server->start());
    const HalfClosedClient client(server->port(), "GET /cwd/long.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.waitForFirst();
    held.advance(std::chrono::seconds(10));
    const std::uint64_t taken = client.countToTheEnd();
    EXPECT_GT(taken, 0U);
    EXPECT_LT(taken, size);
}

TEST_F(PageServerOnSockets, AClientThatSendsNothingIsDropped)
{
    serve(std::chrono::milliseconds(50));
    PageClient client(server->port());
    EXPECT_EQ(client.finish(), "");
}

} // namespace
} // namespace fg::test::page_server_test
