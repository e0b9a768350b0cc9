#include "protocol/handshake/opening.h"

#include "protocol/handshake/body_end.h"

#include <gtest/gtest.h>

namespace fg::opening_test {
namespace {

KeyNonce nonceCountingFrom1()
{
    KeyNonce nonce{};
    for (std::size_t i = 0; i < nonce.size(); ++i)
        nonce[i] = static_cast<std::byte>(i + 1);
    return nonce;
}

HttpHead requestWith(std::vector<HeaderField> fields)
{
    return {.startLine = "GET / HTTP/1.1", .fields = std::move(fields)};
}

std::string_view bodyOf(std::string_view message) { return message.substr(message.find("\r\n\r\n") + 4); }

HttpHead headOf(std::string_view message)
{
    HttpHeadReader reader(HttpHeadReader::Kind::Response);
    EXPECT_EQ(reader.feed(octetsOf(message)), message.find("\r\n\r\n") + 4);
    EXPECT_EQ(reader.state(), HttpHeadReader::State::Complete);
    EXPECT_TRUE(reader.violations().empty());
    return reader.head();
}

TEST(Key, IsTheNonceInBase64)
{
    EXPECT_EQ(encodeKey(KeyNonce{}), "AAAAAAAAAAAAAAAAAAAAAA==");
    EXPECT_EQ(encodeKey(nonceCountingFrom1()), "AQIDBAUGBwgJCgsMDQ4PEA==");
}

// The worked example of RFC 6455 1.3.
TEST(Accept, FollowsFromTheKey)
{
    EXPECT_EQ(acceptFor("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(acceptFor("").size(), 28U);
}

TEST(Request, DefaultFieldsMakeALegalRequest)
{
    const HttpHead request = makeRequest(
        {.target = "/chat?a=b", .host = "example.org:81", .fields = defaultRequestFields("Frameglass/0.1")},
        nonceCountingFrom1());
    EXPECT_EQ(request.serialized(),
              "GET /chat?a=b HTTP/1.1\r\n"
              "User-Agent: Frameglass/0.1\r\n"
              "Host: example.org:81\r\n"
              "Upgrade: websocket\r\n"
              "Connection: Upgrade\r\n"
              "Pragma: no-cache\r\n"
              "Cache-Control: no-cache\r\n"
              "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
              "Sec-WebSocket-Version: 13\r\n"
              "\r\n");
    EXPECT_TRUE(checkRequest(request).violations.empty());
}

TEST(Request, AValueThatTheUserGaveIsSentAsItIs)
{
    const HttpHead request =
        makeRequest({.target = "no path",
                     .host = "a",
                     .fields = {{"sec-websocket-KEY", "x"}, {"HOST", {}}, {"Host", ""}, {"b ad", "\x01"}}},
                    KeyNonce{});
    EXPECT_EQ(request.startLine, "GET no path HTTP/1.1");
    EXPECT_EQ(request.fields,
              (std::vector<HeaderField>{
                  {"sec-websocket-KEY", "x"}, {"HOST", "a"}, {"Host", ""}, {"b ad", "\x01"}}));
}

TEST(Request, AComputedFieldWithNothingToSayIsLeftOut)
{
    const HttpHead request =
        makeRequest({.fields = {{"Host", {}}, {"Origin", {}}, {"Sec-WebSocket-Protocol", {}}}}, KeyNonce{});
    EXPECT_EQ(request, requestWith({}));
}

TEST(Answer, DefaultFieldsMakeALegalAnswer)
{
    const HttpHead request =
        makeRequest({.host = "a", .fields = defaultRequestFields("x")}, nonceCountingFrom1());
    const HttpHead answer =
        makeAnswer({.fields = defaultAnswerFields("Frameglass/0.1"), .subprotocols = {"chat"}}, request);
    EXPECT_EQ(answer.serialized(),
              "HTTP/1.1 101 Switching Protocols\r\n"
              "Server: Frameglass/0.1\r\n"
              "Upgrade: websocket\r\n"
              "Connection: Upgrade\r\n"
              "Sec-WebSocket-Accept: "
                  + acceptFor("AQIDBAUGBwgJCgsMDQ4PEA==") + "\r\n\r\n");
    EXPECT_TRUE(checkAnswer(request, answer).violations.empty());
}

TEST(Answer, TheSubprotocolIsTheFirstOfOursThatTheClientOffered)
{
    const HttpHead request =
        requestWith({{"Sec-WebSocket-Protocol", "Chat, superchat"}, {"sec-websocket-protocol", "soap"}});
    const auto chosen = [&](std::vector<std::string> ours) {
        return makeAnswer({.fields = defaultAnswerFields("x"), .subprotocols = std::move(ours)}, request)
            .joined("Sec-WebSocket-Protocol");
    };
    EXPECT_EQ(chosen({"mqtt", "soap", "superchat"}), "soap");
    EXPECT_EQ(chosen({"superchat", "soap"}), "superchat");
    EXPECT_EQ(chosen({"chat"}), "");
    EXPECT_EQ(chosen({}), "");
}

TEST(Answer, WithoutAKeyThereIsNoAccept)
{
    const HttpHead answer =
        makeAnswer({.fields = defaultAnswerFields("x"), .subprotocols = {}}, requestWith({}));
    EXPECT_EQ(answer.count("Sec-WebSocket-Accept"), 0U);
}

TEST(Answer, SpacesAroundTheKeyDoNotCount)
{
    const HttpHead answer = makeAnswer({.fields = {{"Sec-WebSocket-Accept", {}}}, .subprotocols = {}},
                                       requestWith({{"Sec-WebSocket-Key", " dGhlIHNhbXBsZSBub25jZQ==\t"}}));
    EXPECT_EQ(answer.fields[0].value, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Refusal, OfABrokenRequestIs400AndCloses)
{
    const std::string refusal = makeRefusal({{.rule = RuleId::KeyMissing}, {.rule = RuleId::VersionMissing}});
    const HttpHead head = headOf(refusal);
    EXPECT_EQ(statusOf(head), 400);
    EXPECT_TRUE(head.hasToken("Connection", "close"));
    EXPECT_EQ(head.joined("Content-Length"), std::to_string(bodyOf(refusal).size()));
    EXPECT_NE(bodyOf(refusal).find(ruleOf(RuleId::KeyMissing).name), std::string_view::npos);
    EXPECT_EQ(statusOf(headOf(makeRefusal({}))), 400);
}

TEST(Refusal, NamesTheSizeOfALimitOfOursAndWhatIsNotTolerated)
{
    const std::string lines = brokenRuleLines({{.rule = RuleId::LineEndBareLf},
                                               {.rule = RuleId::LineTooLong, .value = 16 * 1024 + 1},
                                               {.rule = RuleId::TooManyFields, .value = 101},
                                               {.rule = RuleId::BareCr}});
    EXPECT_EQ(
        lines,
        "opening.line-too-long (RFC 9110 5.4): A line of the opening handshake is not longer than our limit. "
        "The limit is 16 KiB.\n"
        "opening.too-many-fields (RFC 9110 5.4): The opening handshake has no more header fields than our "
        "limit. The limit is 100 fields.\n"
        "opening.bare-cr (RFC 9112 2.2): In a head, a CR is followed by LF.\n");
}

TEST(Refusal, OfTheVersionAloneIs426AndNamesTheVersionThatWeSpeak)
{
    const std::string refusal = makeRefusal({{.rule = RuleId::VersionNotSupported, .value = 8}});
    const HttpHead head = headOf(refusal);
    EXPECT_EQ(statusOf(head), 426);
    EXPECT_EQ(head.joined("Sec-WebSocket-Version"), "13");
    EXPECT_TRUE(head.hasToken("Connection", "close"));
    EXPECT_TRUE(head.hasToken("Connection", "Upgrade"));
    EXPECT_EQ(head.joined("Content-Length"), std::to_string(bodyOf(refusal).size()));
    BodyEnd body(head);
    EXPECT_EQ(body.feed(octetsOf(bodyOf(refusal))), bodyOf(refusal).size());
    EXPECT_TRUE(body.isComplete());
}

TEST(StartLine, GivesStatusMethodAndTarget)
{
    EXPECT_EQ(statusOf({.startLine = "HTTP/1.1 101 Switching Protocols", .fields = {}}), 101);
    EXPECT_EQ(statusOf({.startLine = "HTTP/1.0 007", .fields = {}}), 7);
    const HttpHead request{.startLine = "POST /HTTP/1.1?x HTTP/1.1", .fields = {}};
    EXPECT_EQ(methodOf(request), "POST");
    EXPECT_EQ(targetOf(request), "/HTTP/1.1?x");
}

// RFC 9112 3.2.2.
TEST(InOriginForm, AWholeUriGivesPathQueryAndHost)
{
    const auto shown = [](const std::string &target) {
        const HttpHead head =
            inOriginForm({.startLine = "GET " + target + " HTTP/1.1", .fields = {{"A", "b"}, {"host", "c"}}});
        return head.startLine + " | " + head.fields[0].value + " | " + head.fields[1].value;
    };
    EXPECT_EQ(shown("/x?y"), "GET /x?y HTTP/1.1 | b | c");
    EXPECT_EQ(shown("http://h:1/x?y"), "GET /x?y HTTP/1.1 | b | h:1");
    EXPECT_EQ(shown("WSS://h"), "GET / HTTP/1.1 | b | h");
    EXPECT_EQ(shown("ws://h?a/b"), "GET /?a/b HTTP/1.1 | b | h");
    EXPECT_EQ(shown("http://u:p@h/@"), "GET /@ HTTP/1.1 | b | h");
    EXPECT_EQ(shown("*"), "GET * HTTP/1.1 | b | c");
}

TEST(StartLine, ThatIsNoneGivesNothing)
{
    for (const char *line :
         {"", "HTTP/1.1", "HTTP/1.1 10", "HTTP/1.1 1010", "HTTP/1.1 101 x\r\n", "GET / HTTP/1.1"})
        EXPECT_EQ(statusOf({.startLine = line, .fields = {}}), std::nullopt) << line;
    for (const char *line :
         {"", "GET", "GET /", "GET / x HTTP/1.1", "GET / HTTP/1.1\r\n", "HTTP/1.1 101 x"}) {
        const HttpHead request{.startLine = line, .fields = {}};
        EXPECT_EQ(methodOf(request), "") << line;
        EXPECT_EQ(targetOf(request), "") << line;
    }
}

} // namespace
} // namespace fg::opening_test
