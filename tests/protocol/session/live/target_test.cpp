// RFC 6455 3: WebSocket URLs.
#include "protocol/session/live/target.h"

#include <gtest/gtest.h>

namespace fg::test::target_test {
namespace {

WebSocketUrl parsed(std::string_view text)
{
    const auto result = parseWebSocketUrl(text);
    if (const auto *url = std::get_if<WebSocketUrl>(&result))
        return *url;
    ADD_FAILURE() << text << " is refused";
    return {};
}

std::optional<UrlFault> faultOf(std::string_view text)
{
    const auto result = parseWebSocketUrl(text);
    const auto *fault = std::get_if<UrlFault>(&result);
    return fault ? std::optional(*fault) : std::nullopt;
}

TEST(Url, HasASchemeAHostAPortAndAResource)
{
    EXPECT_EQ(parsed("ws://localhost:9001/chat?x=1"),
              (WebSocketUrl{.isSecure = false, .host = "localhost", .port = 9001, .resource = "/chat?x=1"}));
    EXPECT_EQ(parsed("wss://example.com"),
              (WebSocketUrl{.isSecure = true, .host = "example.com", .port = 443, .resource = "/"}));
    EXPECT_EQ(parsed("ws://a?q").resource, "/?q");
    EXPECT_EQ(parsed("ws://a:/").port, 80);
    EXPECT_EQ(parsed("  ws://a\t").host, "a");
    EXPECT_EQ(parsed("WSS://Example.COM").host, "Example.COM");
    EXPECT_EQ(parsed("ws://a/%20%zz?b=%41").resource, "/%20%zz?b=%41");
    EXPECT_EQ(parsed("ws://a/b@c:d").resource, "/b@c:d");
}

TEST(Url, MayNameAnIpv6Address)
{
    EXPECT_EQ(parsed("ws://[::1]/").host, "::1");
    EXPECT_EQ(parsed("wss://[2001:db8::7]:9443/x"),
              (WebSocketUrl{.isSecure = true, .host = "2001:db8::7", .port = 9443, .resource = "/x"}));
    EXPECT_EQ(parsed("ws://[::ffff:1.2.3.4]").host, "::ffff:1.2.3.4");
    EXPECT_EQ(parsed("ws://[::1]").authority(), "[::1]");
    for (const char *bad : {"ws://[::1", "ws://[]", "ws://[]:80"})
        EXPECT_EQ(faultOf(bad), UrlFault::NoHost) << bad;
    for (const char *bad : {"ws://[::1]x", "ws://[name]", "ws://[a:z]", "ws://a[b", "ws://a]"})
        EXPECT_EQ(faultOf(bad), UrlFault::BadCharacter) << bad;
}

TEST(Url, ThatCannotBeUsedSaysWhy)
{
    EXPECT_EQ(faultOf(""), UrlFault::NoScheme);
    EXPECT_EQ(faultOf("localhost:9001"), UrlFault::NoScheme);
    EXPECT_EQ(faultOf("//localhost"), UrlFault::NoScheme);
    EXPECT_EQ(faultOf("http://localhost"), UrlFault::OtherScheme);
    EXPECT_EQ(faultOf("ws://"), UrlFault::NoHost);
    EXPECT_EQ(faultOf("ws:///path"), UrlFault::NoHost);
    EXPECT_EQ(faultOf("ws://:80"), UrlFault::NoHost);
    for (const char *bad : {"ws://a:0", "ws://a:65536", "ws://a:x", "ws://a:80x", "ws://a:-1", "ws://a:+1",
                            "ws://a:99999999999999999999", "ws://a:1:2", "ws://::1/"})
        EXPECT_TRUE(faultOf(bad) == UrlFault::BadPort || faultOf(bad) == UrlFault::NoHost) << bad;
    EXPECT_EQ(faultOf("ws://a/#part"), UrlFault::HasFragment);
    EXPECT_EQ(faultOf("ws://a#"), UrlFault::HasFragment);
    for (const char *bad : {"ws://a b/", "ws://a/b c", "ws://\xc3\xa4/", "ws://a/\r\nX: y", "ws://a/\x7f"})
        EXPECT_EQ(faultOf(bad), UrlFault::BadCharacter) << bad;
    for (const char *bad :
         {"ws://user@a/", "ws://user:word@a/", "ws://user@[::1]/", "ws://[::1]@a", "ws://@a"})
        EXPECT_EQ(faultOf(bad), UrlFault::HasUser) << bad;
}

TEST(Url, ReadsBackFromItsText)
{
    for (const char *text : {"ws://localhost/", "ws://localhost:9001/a?b=c", "wss://[::1]:80/", "ws://h:443/",
                             "wss://h/", "ws://[fe80::1%25eth0]/x"}) {
        EXPECT_EQ(parsed(text).text(), text);
        EXPECT_EQ(parsed(parsed(text).text()), parsed(text));
    }
    EXPECT_EQ(parsed("WS://h:80").text(), "ws://h/");
    EXPECT_EQ(parsed("wss://h:443?x").text(), "wss://h/?x");
}

TEST(Target, IsWhatTheRequestIsMadeFrom)
{
    Target target;
    target.url = parsed("ws://[::1]:81/chat");
    target.origin = "http://here";
    target.subprotocols = {"a", "b"};
    target.headers = {{"X-One", "1"}};
    const HttpHead request = makeRequest(clientSettings(target).request, {});
    EXPECT_EQ(request.startLine, "GET /chat HTTP/1.1");
    EXPECT_EQ(*request.find("Host"), "[::1]:81");
    EXPECT_EQ(*request.find("Origin"), "http://here");
    EXPECT_EQ(*request.find("Sec-WebSocket-Protocol"), "a, b");
    EXPECT_EQ(*request.find("X-One"), "1");
    EXPECT_FALSE(connectSettings(target).tls);
}

TEST(Target, SaysWhichCredentialItSends)
{
    const auto credentialAt = [](std::string_view url) {
        Target target;
        target.url = parsed(url);
        return credentialOf(target).value_or("none");
    };
    EXPECT_EQ(credentialAt("wss://h/"), "none");
    EXPECT_EQ(credentialAt("wss://h/?room=1&color=red"), "none");
    EXPECT_EQ(credentialAt("wss://h/?room=1&access_token=abc"), "the parameter access_token of the URL");
    EXPECT_EQ(credentialAt("wss://h/?key=abc"), "the parameter key of the URL");
    EXPECT_EQ(credentialAt("wss://h/?key="), "none");

    Target target;
    target.url = parsed("wss://h/");
    target.tls.certificateFile = "mine.pem";
    EXPECT_EQ(credentialOf(target), "a client certificate");
    target.headers = {{"X-One", "1"}, {"authorization", "Basic eA=="}};
    EXPECT_EQ(credentialOf(target), "the field authorization");
    target.headers = {{"X-One", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"}};
    EXPECT_EQ(credentialOf(target), "the field X-One");
    target.headers = {{"Referer", "https://user:word@there/"}};
    EXPECT_EQ(credentialOf(target), "the field Referer");
    target.headers.clear();
    target.subprotocols = {"chat", "access_token", "letmein"};
    EXPECT_EQ(credentialOf(target), "a token among the subprotocols");
    target.subprotocols = {"chat"};
    // Without TLS, the certificate is not sent.
    target.url = parsed("ws://h/");
    target.headers.clear();
    EXPECT_FALSE(credentialOf(target));
}

} // namespace
} // namespace fg::test::target_test
