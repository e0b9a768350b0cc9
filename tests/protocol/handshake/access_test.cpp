// Who may use a server of ours: programs of this machine and pages of this machine, and no page of another
// site.

#include "protocol/handshake/access.h"

#include "protocol/handshake/refusal_news.h"

#include <gtest/gtest.h>

namespace fg::test::access_test {
namespace {

using Reason = AccessRefusal::Reason;

AllowedOrigins allowing(std::initializer_list<std::string_view> origins)
{
    AllowedOrigins allowed;
    for (const std::string_view origin : origins)
        EXPECT_TRUE(allowed.add(origin)) << origin;
    return allowed;
}

struct Request
{
    std::string host = "127.0.0.1:9001";
    std::vector<std::string> origins;
    AllowedOrigins allowed;
    Reach reach = Reach::ThisMachine;
    bool isWebSocket = true;

    [[nodiscard]] HttpHead head() const
    {
        HttpHead head{.startLine = "GET / HTTP/1.1", .fields = {{"Host", host}}};
        if (isWebSocket)
            head.fields.push_back({"Upgrade", "websocket"});
        for (const std::string &origin : origins)
            head.fields.push_back({"Origin", origin});
        return head;
    }
    [[nodiscard]] std::optional<Reason> refused() const
    {
        const auto refusal = accessRefusal(head(), allowed, reach);
        return refusal ? std::optional(refusal->reason) : std::nullopt;
    }
};

TEST(Access, ProgramsWithoutOriginAndPagesOfThisMachineAreLetIn)
{
    EXPECT_FALSE(Request{}.refused());
    for (const char *const origin : {"http://localhost:8080", "http://127.0.0.1", "https://[::1]:8080",
                                     "file://", "http://LOCALHOST", "HTTPS://localhost"})
        EXPECT_FALSE(Request{.origins = {origin}}.refused()) << origin;
    const Request inTheNetwork{
        .host = "192.168.1.20:9001", .origins = {"http://192.168.1.20:8080"}, .reach = Reach::Others};
    EXPECT_FALSE(inTheNetwork.refused());
}

TEST(Access, PagesOfOtherSitesAreNot)
{
    for (const char *const origin :
         {"http://example.com", "http://localhost.example.com", "http://10.0.0.9", "null",
          "http://127.0.0.1.nip.io", "https://127.0.0.1@evil.example", "", "localhost", "file:///etc",
          "://localhost", "javascript://localhost", "chrome-extension://localhost", "ws://localhost",
          "httpx://127.0.0.1", "file://localhost"})
        EXPECT_EQ((Request{.origins = {origin}}.refused()), Reason::ForeignOrigin) << origin;
    EXPECT_EQ((Request{.origins = {"http://localhost", "http://evil.example"}}.refused()),
              Reason::SeveralOrigins);
}

TEST(Access, AHostThatIsNotANameOfThisMachineIsRefused)
{
    for (const char *const host :
         {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "192.168.1.20", "[::1]", "[fe80::1]:8"})
        EXPECT_FALSE(Request{.host = host}.refused()) << host;
    for (const char *const host :
         {"example.com", "localhost.example.com", "127.0.0.1.example.com", "", "[::1].a", "1.2.3",
          "1.2.3.4.5", "1.2.3.256", "localhost:80a", "[]", "a@localhost"})
        EXPECT_EQ(Request{.host = host}.refused(), Reason::ForeignHost) << host;
    HttpHead twice = Request{}.head();
    twice.fields.push_back({"Host", "127.0.0.1:9001"});
    EXPECT_EQ(accessRefusal(twice, {}, Reach::ThisMachine)->reason, Reason::NotOneHost);
    EXPECT_EQ(accessRefusal({.startLine = "GET / HTTP/1.1", .fields = {}}, {}, Reach::Others)->reason,
              Reason::NotOneHost);
}

// RFC 9112 3.2: a server answers 400 to a request of HTTP/1.1 without exactly one Host. HTTP/1.0 has no such
// field.
TEST(Access, ARequestWithoutExactlyOneHostIsABadRequestUnlessItIsOfHttp10)
{
    const AccessGuard guard({}, "127.0.0.1");
    const auto statusFor = [&](const std::string &target, const std::string &version,
                               std::vector<HeaderField> fields) {
        const auto refused =
            guard.refusalOf({.startLine = "GET " + target + " HTTP/" + version, .fields = std::move(fields)});
        return refused ? refused->status : HttpStatus::Ok;
    };
    EXPECT_EQ(statusFor("/", "1.1", {}), HttpStatus::BadRequest);
    EXPECT_EQ(statusFor("/", "1.1", {{"Host", "localhost"}, {"host", "localhost"}}), HttpStatus::BadRequest);
    EXPECT_EQ(statusFor("/", "1.0", {}), HttpStatus::Ok);
    EXPECT_EQ(statusFor("/", "1.0", {{"Host", "localhost"}, {"Host", "localhost"}}), HttpStatus::BadRequest);
    EXPECT_EQ(statusFor("/", "1.0", {{"Host", "evil.example"}}), HttpStatus::Forbidden);
    EXPECT_EQ(statusFor("/", "1.0", {{"Origin", "http://evil.example"}}), HttpStatus::Forbidden);
    EXPECT_EQ(statusFor("http://evil.example/", "1.0", {}), HttpStatus::Forbidden);
}

TEST(Access, ARefusalSaysWhetherTheForeignHostWasInTheFieldOrInTheTarget)
{
    const AccessGuard guard({}, "127.0.0.1");
    const auto inField =
        guard.refusalOf({.startLine = "GET / HTTP/1.1", .fields = {{"Host", "evil.example"}}});
    ASSERT_TRUE(inField);
    EXPECT_TRUE(inField->body.starts_with("The Host field has \"evil.example\", which")) << inField->body;
    const auto inTarget = guard.refusalOf(
        {.startLine = "GET http://evil.example/ HTTP/1.1", .fields = {{"Host", "localhost"}}});
    ASSERT_TRUE(inTarget);
    EXPECT_TRUE(
        inTarget->body.starts_with("The target of the request names the host \"evil.example\", which"))
        << inTarget->body;
}

// A password that is cut would not be known as one.
TEST(Access, ARefusalShowsNoPasswordHoweverLongItIs)
{
    const std::string user = "u:" + std::string(300, 'x');
    const auto host = accessRefusal(Request{.host = user + "@evil"}.head(), {}, Reach::ThisMachine);
    ASSERT_TRUE(host);
    EXPECT_EQ(host->value, std::string(AccessRefusal::longestValue, '*'));
    for (const std::string scheme : {"https://", ""}) {
        const auto origin =
            accessRefusal(Request{.origins = {scheme + user + "@evil"}}.head(), {}, Reach::ThisMachine);
        ASSERT_TRUE(origin);
        EXPECT_EQ(origin->value.find('x'), std::string::npos);
    }
}

// A server that others may reach has names there. A page cannot send a WebSocket request without Origin.
TEST(Access, AServerForOthersMayBeCalledByAnyNameUnlessAPageDoes)
{
    const Request named{.host = "tester:9001", .reach = Reach::Others};
    EXPECT_FALSE(named.refused());
    Request ofPage = named;
    ofPage.origins = {"http://localhost:3000"};
    EXPECT_EQ(ofPage.refused(), Reason::ForeignHost);
    Request ofHttp = named;
    ofHttp.isWebSocket = false;
    EXPECT_EQ(ofHttp.refused(), Reason::ForeignHost);
}

TEST(Access, WhatIsAskedForIsLetInToo)
{
    Request page{.origins = {"https://app.example:8443"}};
    page.allowed = allowing({"https://App.Example:8443"});
    EXPECT_FALSE(page.refused());
    page.origins = {"https://app.example"};
    EXPECT_EQ(page.refused(), Reason::ForeignOrigin);
    page.allowed = allowing({"https://app.example:443"});
    EXPECT_FALSE(page.refused());
    page.origins = {"null"};
    EXPECT_EQ(page.refused(), Reason::ForeignOrigin);
    page.allowed = allowing({"https://app.example", "null"});
    EXPECT_FALSE(page.refused());
    page.allowed = allowing({"*"});
    page.origins = {"http://anywhere.example"};
    EXPECT_FALSE(page.refused());
    page.host = "anywhere.example";
    EXPECT_FALSE(page.refused());
}

TEST(Access, AListedOriginsHostIsAHostOfThisServer)
{
    Request named{.host = "tester.example:9001"};
    EXPECT_EQ(named.refused(), Reason::ForeignHost);
    named.allowed = allowing({"http://tester.example"});
    EXPECT_FALSE(named.refused());
    named.host = "other.example:9001";
    EXPECT_EQ(named.refused(), Reason::ForeignHost);
    named.allowed = allowing({"null", "file://"});
    EXPECT_EQ(named.refused(), Reason::ForeignHost);
}

TEST(Access, WhatIsNoOriginCannotBeAllowed)
{
    for (const char *const bad :
         {"", "example.com", "http://", "http://a/", "http://a/b", "://a", "http://a b", "NULL", "**",
          "1http://a", "http://a?b", "http://u@a", "http://a\n"}) {
        AllowedOrigins allowed;
        EXPECT_FALSE(allowed.add(bad)) << bad;
        EXPECT_FALSE(allowed.hasAll || !allowed.listed.empty()) << bad;
    }
    EXPECT_EQ(normalizedOrigin("HTTP://A.example:80"), "http://a.example");
    EXPECT_EQ(normalizedOrigin("https://a.example:80"), "https://a.example:80");
    EXPECT_EQ(normalizedOrigin("chrome-extension://abc"), "chrome-extension://abc");
}

TEST(Access, EveryOriginMayBeLetInWithoutEveryHost)
{
    AllowedOrigins allOrigins;
    allOrigins.hasAll = true;
    Request ofPage{.origins = {"http://anywhere.example"}, .allowed = allOrigins};
    EXPECT_FALSE(ofPage.refused());
    ofPage.host = "anywhere.example";
    EXPECT_EQ(ofPage.refused(), Reason::ForeignHost);
}

std::string sentenceOf(const Request &request)
{
    const auto refusal = accessRefusal(request.head(), request.allowed, request.reach);
    return refusal ? refusal->sentence() : "";
}

std::optional<std::string> originToAllowFor(const Request &request)
{
    return accessRefusal(request.head(), request.allowed, request.reach).value().originToAllow();
}

TEST(Access, ARefusalSaysWhyAndWhichOriginWouldHaveToBeAllowed)
{
    const Request evil{.origins = {"http://Evil.example:80"}};
    EXPECT_EQ(
        sentenceOf(evil),
        "The Origin field names a web page of another site, \"http://Evil.example:80\"; such pages may not "
        "use this server.");
    EXPECT_EQ(originToAllowFor(evil), "http://evil.example");
    EXPECT_EQ(originToAllowFor({.origins = {"null"}}), "null");
    EXPECT_EQ(originToAllowFor({.origins = {"not an origin"}}), "*");
    EXPECT_EQ(originToAllowFor({.host = "evil.example:9001"}), "http://evil.example");
    EXPECT_EQ(originToAllowFor({.origins = {"http://localhost", "http://localhost"}}), std::nullopt);
}

TEST(Access, WhatARefusalShowsIsEscapedAndNotLong)
{
    const std::string shown = sentenceOf({.origins = {"http://a\x1b[31m" + std::string(10'000, 'x')}});
    EXPECT_EQ(shown.find('\x1b'), std::string::npos);
    EXPECT_NE(shown.find("\\x1b"), std::string::npos);
    EXPECT_LT(shown.size(), 500U);
    EXPECT_LT(sentenceOf({.host = std::string(10'000, 'x')}).size(), 1'000U);
}

TEST(AccessGuard, AnswersWith403AndReportsEachRefusal)
{
    std::vector<std::string> refused;
    const AccessGuard guard(
        {.origins = {}, .refused = [&](const AccessRefusal &refusal) { refused.push_back(refusal.value); }},
        "127.0.0.1");
    EXPECT_FALSE(guard.refusalOf(Request{}.head()));
    const auto answer = guard.refusalOf(Request{.origins = {"http://evil.example"}}.head());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, HttpStatus::Forbidden);
    EXPECT_TRUE(answer->body.starts_with("The Origin field names")) << answer->body;
    EXPECT_EQ(refused, (std::vector<std::string>{"http://evil.example"}));
}

TEST(AccessGuard, AddsTheAdviceOfItsOwnerWhereAnOriginCouldBeAllowed)
{
    std::string told;
    const AccessGuard guard(
        {.origins = {},
         .advice = [](std::string_view origin) { return "Allow " + std::string(origin) + '.'; },
         .refused = [&](const AccessRefusal &refusal) { told = refusal.sentence(); }},
        "127.0.0.1");
    const auto answer = guard.refusalOf(Request{.host = "evil.example:9001"}.head());
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->body.find(" Allow http://evil.example."), std::string::npos) << answer->body;
    EXPECT_NE(told.find(" Allow http://evil.example."), std::string::npos) << told;
    EXPECT_EQ(guard.refusalOf(Request{.origins = {"null", "null"}}.head())->body.find("Allow"),
              std::string::npos);
}

TEST(RefusalNews, TellsOfEachOriginOnceAndNotOfMoreThanItsLimit)
{
    RefusalNews news;
    const auto refused = [](std::size_t number) {
        return AccessRefusal{.reason = Reason::ForeignOrigin,
                             .value = "http://a" + std::to_string(number) + ".example"};
    };
    for (std::size_t i = 0; i < RefusalNews::most; ++i) {
        EXPECT_TRUE(news.add(refused(i)));
        EXPECT_FALSE(news.add(refused(i)));
    }
    EXPECT_EQ(news.add(refused(RefusalNews::most)), "More requests were refused; they are not listed.");
    EXPECT_FALSE(news.add(refused(RefusalNews::most + 1)));
}

TEST(LocalNames, TellWhoReachesAnAddress)
{
    for (const char *const address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
        EXPECT_EQ(reachOf(address), Reach::ThisMachine) << address;
    for (const char *const address : {"0.0.0.0", "::", "192.168.1.1", "fe80::1", "127.evil", ""})
        EXPECT_EQ(reachOf(address), Reach::Others) << address;
}

} // namespace
} // namespace fg::test::access_test
