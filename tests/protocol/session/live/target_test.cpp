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
    for (const char *bad : {"ws://[::1]x", "ws://[name]", "ws://[a:z]", "ws://a[b", "ws://a]", "ws://[::1%]",
                            "ws://[::1%a%5Db]", "ws://[::1%a/b]"})
        EXPECT_TRUE(faultOf(bad) == UrlFault::BadHost || faultOf(bad) == UrlFault::NoHost) << bad;
}

TEST(Url, KeepsTheZoneOfAnAddressForTheSocketOnly)
{
    for (const char *text :
         {"ws://[fe80::1%25lo]:81/", "ws://[fe80::1%lo]:81/", "ws://[fe80::1%25l%6F]:81/"}) {
        const WebSocketUrl url = parsed(text);
        EXPECT_EQ(url.host, "fe80::1") << text;
        EXPECT_EQ(url.zone, "lo") << text;
        EXPECT_EQ(url.authority(), "[fe80::1]:81") << text;
        EXPECT_EQ(url.text(), "ws://[fe80::1%25lo]:81/") << text;
        Target target;
        target.url = url;
        EXPECT_EQ(*makeRequest(clientSettings(target).request, {}).find("Host"), "[fe80::1]:81") << text;
        EXPECT_EQ(connectSettings(target).host, "fe80::1") << text;
        EXPECT_EQ(connectSettings(target).zone, "lo") << text;
    }
    EXPECT_EQ(parsed("ws://[fe80::1%25]/").zone, "25") << "the number of an interface";
}

TEST(Url, HasAnInternationalizedNameInItsALabels)
{
    EXPECT_EQ(parsed("ws://b\xc3\xbc"
                     "cher.example/")
                  .authority(),
              "xn--bcher-kva.example");
    EXPECT_EQ(parsed("ws://B\xc3\x9c"
                     "CHER.example/")
                  .host,
              "xn--bcher-kva.example");
    EXPECT_EQ(parsed("ws://bu\xcc\x88"
                     "cher.example/")
                  .host,
              "xn--bcher-kva.example");
    EXPECT_EQ(parsed("ws://b%C3%BCcher.example/").host, "xn--bcher-kva.example");
    EXPECT_EQ(parsed("ws://xn--bcher-kva.example/").host, "xn--bcher-kva.example");
    EXPECT_EQ(parsed("ws://\xe4\xbe\x8b\xe3\x81\x88\xe3\x80\x82jp/").host, "xn--r8jz45g.jp");
    EXPECT_EQ(parsed("ws://my_host.local/").host, "my_host.local");
    for (const char *bad : {"ws://\xff/", "ws://a b/", "ws://a%20b/", "ws://a%2Fb/", "ws://a%zz/",
                            "ws://a%5Cb/", "ws://a<b/", "ws://%00/"})
        EXPECT_EQ(faultOf(bad), UrlFault::BadHost) << bad;
}

TEST(Url, EncodesWhatBrowsersEncode)
{
    EXPECT_EQ(parsed("ws://a/\xc3\xa4 b?\xc3\xb6=c d").resource, "/%C3%A4%20b?%C3%B6=c%20d");
    EXPECT_EQ(parsed("ws://a/\"<>`{}^|'?\"<>`{}^|'").resource, "/%22%3C%3E%60%7B%7D%5E|'?%22%3C%3E`{}^|%27");
    EXPECT_EQ(parsed("ws://a/%c3%A4%?%zz").resource, "/%c3%A4%?%zz") << "escapes stay";
    EXPECT_EQ(parsed("ws://a/\xff").resource, "/%FF");
    EXPECT_EQ(parsed("ws://a?a?b/c").resource, "/?a?b/c");
}

TEST(Url, TakesABackslashAsBrowsersDoOrRefusesIt)
{
    EXPECT_EQ(parsed("ws://a/b\\c?d\\e").resource, "/b/c?d\\e");
    // To a browser, the host is evil.example and the rest a path.
    for (const char *const text :
         {"ws://evil.example\\@127.0.0.1:1/", "ws://a\\b/", "ws://a\\", "ws:\\\\a/", "ws://\\a/"})
        EXPECT_TRUE(faultOf(text) == UrlFault::BadCharacter || faultOf(text) == UrlFault::NoScheme) << text;
}

TEST(Url, MakesAnAuthorizationFieldOfItsUser)
{
    const auto authorization = [](std::string_view text) {
        return parsed(text).authorization().value_or("none");
    };
    EXPECT_EQ(authorization("ws://Aladdin:open%20sesame@h/"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(authorization("ws://Aladdin:open sesame@[::1]:8/"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(authorization("ws://user@h/"), "Basic dXNlcjo=");
    EXPECT_EQ(authorization("ws://:word@h/"), "Basic OndvcmQ=");
    EXPECT_EQ(authorization("ws://a@b:c:d@h/"), "Basic YUBiOmM6ZA==");
    EXPECT_EQ(authorization("ws://t%C3%A4st:\xc3\xa4@h/"), "Basic dMOkc3Q6w6Q=");
    for (const char *none : {"ws://h/", "ws://@h/", "ws://:@h/", "ws://h/a@b", "ws://h?a@b"})
        EXPECT_EQ(authorization(none), "none") << none;
    EXPECT_EQ(faultOf("ws://[::1]@a]"), UrlFault::BadHost);
}

TEST(Url, ShowsItsUserOnlyWhereItIsAskedFor)
{
    const WebSocketUrl url = parsed("wss://us er:pass@word@h:81/x");
    EXPECT_EQ(url.text(), "wss://h:81/x");
    EXPECT_EQ(url.authority(), "h:81");
    EXPECT_EQ(url.textWithUser(), "wss://us%20er:pass%40word@h:81/x");
    EXPECT_EQ(parsed(url.textWithUser()), url);
    EXPECT_NE(parsed(url.text()), url);
}

TEST(WithoutUser, TakesItOutOfWhatIsNoUrlToo)
{
    EXPECT_EQ(withoutUser("ws://u:p@h:1/a@b"), "ws://h:1/a@b");
    EXPECT_EQ(withoutUser("u:p@h"), "h");
    EXPECT_EQ(withoutUser("ws://u:p@h:99999"), "ws://h:99999");
    EXPECT_EQ(withoutUser("ws://h/?a@b"), "ws://h/?a@b");
    EXPECT_EQ(withoutUser("Built-in echo peer"), "Built-in echo peer");
    for (const char *const text : {"ws:/user:hunter2@h", "//user:hunter2@h", "ws://user:hun/ter2@h",
                                   "ws:user:hunter2@h", "ws://user\\:hunter2@h", "user:hunter2@h/x@y"}) {
        const std::string kept = withoutUser(text);
        for (const char *const secret : {"user", "hun", "ter2"})
            EXPECT_EQ(kept.find(secret), std::string::npos) << kept;
    }
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
    for (const char *bad : {"ws://a/\r\nX: y", "ws://a/\x7f", "ws://a\tb/", "ws://u:\x01@a/"})
        EXPECT_EQ(faultOf(bad), UrlFault::BadCharacter) << bad;
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

HttpHead requestWith(std::vector<HeaderField> headers, std::string_view url = "ws://h/")
{
    Target target;
    target.url = parsed(url);
    target.headers = std::move(headers);
    return makeRequest(clientSettings(target).request, {});
}

std::vector<std::string> valuesOf(const HttpHead &head, std::string_view name)
{
    std::vector<std::string> values;
    for (const HeaderField &field : head.fields) {
        if (equalsIgnoringCase(field.name, name))
            values.push_back(field.value);
    }
    return values;
}

using Values = std::vector<std::string>;

TEST(GivenFields, ReplaceAllOfOursOfTheirName)
{
    const HttpHead usual = requestWith({});
    for (const HeaderField &ours : usual.fields) {
        const HttpHead request = requestWith({{ours.name, "mine"}});
        EXPECT_EQ(valuesOf(request, ours.name), Values{"mine"}) << ours.name;
        EXPECT_EQ(request.fields.size(), usual.fields.size()) << ours.name;
    }
    EXPECT_EQ(requestWith({{"host", "other.example"}}).fields[1], (HeaderField{"host", "other.example"}))
        << "at the place of ours";
}

TEST(GivenFields, AreSentAsOftenAsTheyAreGiven)
{
    const HttpHead request = requestWith({{"X", "1"}, {"Host", "a"}, {"x", "2"}, {"HOST", ""}});
    EXPECT_EQ(valuesOf(request, "X"), (Values{"1", "2"}));
    EXPECT_EQ(valuesOf(request, "Host"), (Values{"a", ""}));
    EXPECT_TRUE(equalsIgnoringCase(request.fields[1].name, "Host"));
    EXPECT_TRUE(equalsIgnoringCase(request.fields[2].name, "Host"));
    EXPECT_EQ(request.fields.back(), (HeaderField{"x", "2"}));
}

TEST(GivenFields, TakeAFieldAwayIfTheyAreEmptyAndAlone)
{
    for (const HeaderField &ours : requestWith({}).fields)
        EXPECT_EQ(requestWith({{ours.name, ""}}).count(ours.name), 0U) << ours.name;
    EXPECT_EQ(requestWith({{"X", ""}}).count("X"), 0U);
    EXPECT_EQ(requestWith({{"Origin", ""}}).count("Origin"), 0U);
}

TEST(GivenFields, ReplaceWhatOtherSettingsSend)
{
    Target target;
    target.url = parsed("ws://h/");
    target.origin = "http://here";
    target.subprotocols = {"a"};
    target.extensions = "x";
    target.headers = {
        {"origin", "http://there"}, {"Sec-WebSocket-Protocol", "b"}, {"Sec-WebSocket-Extensions", ""}};
    const HttpHead request = makeRequest(clientSettings(target).request, {});
    EXPECT_EQ(valuesOf(request, "Origin"), Values{"http://there"});
    EXPECT_EQ(valuesOf(request, "Sec-WebSocket-Protocol"), Values{"b"});
    EXPECT_EQ(request.count("Sec-WebSocket-Extensions"), 0U);
}

TEST(GivenFields, WinOverTheUserOfTheUrl)
{
    const std::string_view url = "ws://user:word@h/";
    EXPECT_EQ(valuesOf(requestWith({}, url), "Authorization"), Values{"Basic dXNlcjp3b3Jk"});
    EXPECT_EQ(*requestWith({}, url).find("Host"), "h");
    EXPECT_EQ(valuesOf(requestWith({{"authorization", "Bearer x"}}, url), "Authorization"),
              Values{"Bearer x"});
    EXPECT_EQ(requestWith({{"authorization", ""}}, url).count("Authorization"), 0U);
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
    EXPECT_EQ(credentialAt("wss://user@h/"), "the user in the URL");

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
