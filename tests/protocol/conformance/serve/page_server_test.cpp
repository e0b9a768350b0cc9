// The web server for one page: which requests it serves and which it refuses.

#include "protocol/conformance/serve/page_server.h"
#include "tests/support/page_client.h"

#include <gtest/gtest.h>

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
    void serve(Duration timeout = std::chrono::seconds(10))
    {
        server = std::make_unique<PageServer>(
            PageServerSettings{
                .listen = {}, .page = page, .target = {.isSecure = true, .port = 1}, .timeout = timeout},
            time, entropy);
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
         {"Host: evil.example\r\n", "Host: localhost\r\nOrigin: http://evil.example\r\n", "",
          "Host: localhost\r\nHost: localhost\r\n"}) {
        PageClient client(server->port());
        client.send("GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n");
        EXPECT_TRUE(client.finish().starts_with("HTTP/1.1 403 ")) << fields;
    }
}

TEST_F(PageServerOnSockets, AClientThatSendsNothingIsDropped)
{
    serve(std::chrono::milliseconds(50));
    PageClient client(server->port());
    EXPECT_EQ(client.finish(), "");
}

} // namespace
} // namespace fg::test::page_server_test
