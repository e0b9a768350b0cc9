// RFC 6455 4: the opening handshake of both ends.
#include "tests/protocol/endpoint/conversation.h"

#include <gtest/gtest.h>

namespace fg::test::opening_test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n";
constexpr std::string_view not101 = "broken answer.status-not-101 @0 #0 =403";

Words each(Talk &talk, std::string_view text)
{
    Words words;
    for (const char c : text) {
        const Words more = talk.receive(std::string_view(&c, 1));
        words.insert(words.end(), more.begin(), more.end());
    }
    return words;
}

TEST(Section4_1, AClientAsksFirstAndIsOpenOnceItIsAnswered)
{
    Talk client(Role::Client);
    EXPECT_TRUE(client.sentText().starts_with("GET /chat HTTP/1.1\r\n"));
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Connecting);
    EXPECT_EQ(client.receive(sampleAnswer()), Words{"opened"});
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Open);
    EXPECT_FALSE(client.endpoint().deadline());
}

TEST(Section4_1, TheAnswerMayComeInAnyPieces)
{
    Talk client(Role::Client);
    EXPECT_EQ(each(client, sampleAnswer()), Words{"opened"});
    const std::string answer = sampleAnswer() + "\x81\x01" + "a";
    for (std::size_t cut = 1; cut < answer.size(); ++cut) {
        Talk other(Role::Client);
        Words words = other.receive(std::string_view(answer).substr(0, cut));
        const Words rest = other.receive(std::string_view(answer).substr(cut));
        words.insert(words.end(), rest.begin(), rest.end());
        ASSERT_EQ(words, (Words{"opened", "text 'a'"})) << "cut at octet " << cut;
    }
}

TEST(Section4_1, ARefusalIsReportedOnceItsBodyIsComplete)
{
    Talk client(Role::Client);
    EXPECT_EQ(client.receive(refusal), Words{std::string(not101)});
    EXPECT_EQ(client.receive("no"), Words{});
    EXPECT_EQ(client.receive("pe"), (Words{"refused", "dropped"}));
    EXPECT_EQ(client.endpoint().inboundPosition(), refusal.size() + 4);
}

TEST(Section4_1, ARefusalWithoutALengthIsCompleteWithTheStream)
{
    Talk client(Role::Client);
    EXPECT_EQ(client.receive("HTTP/1.1 403 Forbidden\r\n\r\nnope"), Words{std::string(not101)});
    EXPECT_EQ(client.streamEnds(), (Words{"refused", "dropped", "ended"}));
}

TEST(Section4_1, ARefusalWithoutEndIsCompleteAtALimit)
{
    EndpointSettings settings;
    settings.bodyLimit = 10;
    Talk client(Role::Client, {}, settings);
    EXPECT_EQ(client.receive("HTTP/1.1 403 Forbidden\r\n\r\n123456789"), Words{std::string(not101)});
    EXPECT_EQ(client.receive("0123"), (Words{"refused", "dropped"}));
}

TEST(Section4_1, AWrongAcceptIsRefused)
{
    Talk client(Role::Client);
    std::string answer = sampleAnswer();
    answer[answer.find("Accept: ") + 8] ^= 1;
    const Words words = client.receive(answer);
    ASSERT_EQ(words.size(), 3U);
    EXPECT_TRUE(words[0].starts_with("broken answer.accept-wrong"));
    EXPECT_EQ(words[1], "refused");
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Connecting);
    EXPECT_EQ(client.receive("\x81\x01"
                             "a"),
              Words{}); // input is ignored by now
}

TEST(Section4_1, WhatIsNotHttpIsKnownAtOnceAndByName)
{
    Talk client(Role::Client);
    const Words words = client.receive("SSH-2.0");
    ASSERT_FALSE(words.empty());
    EXPECT_TRUE(words[0].starts_with("broken opening.not-http"));
}

std::string replaced(std::string text, std::string_view part, std::string_view other)
{
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + other.size()))
        text.replace(at, part.size(), other);
    return text;
}

TEST(Section4_1, AnOddAnswerThatHasOneMeaningOpensWithAFindingOfItsOwn)
{
    const std::string answer = sampleAnswer();
    const std::string line = answer.substr(0, answer.find('\r'));
    const auto with = [&](std::string_view field) {
        return replaced(answer, "Upgrade: ", std::string(field) + "\r\nUpgrade: ");
    };
    for (const auto &[odd, rule] : std::vector<std::pair<std::string, std::string>>{
             {replaced(answer, "\r\n", "\n"), "opening.line-end-bare-lf"},
             {replaced(answer, line, "HTTP/1.1 101"), "answer.status-space-missing"},
             {replaced(answer, "Upgrade: ", "Upgrade:\r\n "), "opening.field-folded"},
             {replaced(answer, "Upgrade: ", "Upgrade : "), "opening.blank-before-colon"},
             {with("no colon"), "opening.field-without-colon"},
             {with(": x"), "opening.field-name-empty"},
             {with("X(: x"), "opening.field-name-character"},
             {with("X: \x01"), "opening.field-value-character"},
             {with("Transfer-Encoding: chunked"), "answer.transfer-encoding"},
             {with("Content-Length: 5"), "answer.content-length"},
             {"HTTP/1.1 103 x\r\nContent-Length: 0\r\n\r\n" + answer, "answer.content-length"}}) {
        Talk client(Role::Client);
        const Words words = client.receive(odd);
        ASSERT_EQ(words.size(), 2U) << odd;
        EXPECT_TRUE(words[0].starts_with("broken " + rule)) << words[0];
        EXPECT_EQ(words[1], "opened") << odd;
    }
}

TEST(Section4_1, AnAnswerThatTwoReadersMayUnderstandDifferentlyIsRefused)
{
    using namespace std::literals;
    const std::string answer = sampleAnswer();
    for (const auto &[odd, rule] : std::vector<std::pair<std::string, std::string>>{
             {replaced(answer, "Upgrade: ", "X: a\rb\r\nUpgrade: "), "opening.bare-cr"},
             {replaced(answer, "Upgrade: ", "X: a\0b\r\nUpgrade: "s), "opening.zero-octet-in-head"},
             {replaced(answer, "Upgrade: ", "Upgrade: websocket\r\nUpgrade: "), "answer.upgrade-not-alone"},
             {replaced(answer, "Upgrade: ", "Upgrade: x,"), "answer.upgrade-not-alone"},
             {replaced(answer, "HTTP/1.1 101", "HTTP/1.1  101"), "opening.start-line-malformed"}}) {
        Talk client(Role::Client);
        const Words words = client.receive(odd);
        ASSERT_GE(words.size(), 2U) << odd;
        EXPECT_TRUE(words[0].starts_with("broken " + rule)) << words[0];
        EXPECT_EQ(words[1], "refused") << odd;
    }
}

TEST(Section4_2, AnOddRequestThatHasOneMeaningIsAnsweredWith101)
{
    const std::string request(sampleRequest);
    for (const auto &[odd, rule] : std::vector<std::pair<std::string, std::string>>{
             {replaced(request, "\r\n", "\n"), "opening.line-end-bare-lf"},
             {"\r\n\r\n" + request, "opening.empty-line-before-start"},
             {replaced(request, "Upgrade: ", "Upgrade:\r\n "), "opening.field-folded"}}) {
        Talk server(Role::Server);
        const Words words = server.receive(odd);
        ASSERT_EQ(words.size(), 3U) << odd;
        EXPECT_TRUE(words[0].starts_with("broken " + rule)) << words[0];
        EXPECT_EQ(words[1], "requested");
    }
}

TEST(Section4_2, ARequestThatTwoReadersMayUnderstandDifferentlyIsAnsweredWith400)
{
    using namespace std::literals;
    const std::string request(sampleRequest);
    for (const auto &[odd, rule] : std::vector<std::pair<std::string, std::string>>{
             {replaced(request, "Host: ", "X: a\rb\r\nHost: "), "opening.bare-cr"},
             {replaced(request, "Host: ", "X: a\0b\r\nHost: "s), "opening.zero-octet-in-head"},
             {replaced(request, "Host: ", "Host : "), "opening.blank-before-colon"},
             {replaced(request, "GET ", "GET  "), "opening.start-line-malformed"}}) {
        Talk server(Role::Server);
        const Words words = server.receive(odd);
        ASSERT_EQ(words.size(), 2U) << odd;
        EXPECT_TRUE(words[0].starts_with("broken " + rule)) << words[0];
        EXPECT_EQ(words[1], "refused");
        const std::string sent = server.sentText();
        EXPECT_TRUE(sent.starts_with("HTTP/1.1 400 ")) << odd;
        EXPECT_NE(sent.find(rule), std::string::npos) << sent;
    }
}

TEST(Section4_2, ARefusalNamesOnlyWhatIsNotTolerated)
{
    const std::string request(sampleRequest);
    Talk server(Role::Server);
    (void)server.receive(replaced(replaced(request, "\r\n", "\n"), "Version: 13", "Version: 8"));
    const std::string sent = server.sentText();
    EXPECT_TRUE(sent.starts_with("HTTP/1.1 426 "));
    EXPECT_NE(sent.find("request.version-not-supported"), std::string::npos) << sent;
    EXPECT_EQ(sent.find("bare-lf"), std::string::npos) << sent;
}

TEST(Section4_1, AnEndlessHeadEndsByName)
{
    Talk client(Role::Client);
    Words words = client.receive("HTTP/1.1 101 Fine\r\n");
    for (int i = 0; i < 20'000 && words.empty(); ++i)
        words = client.receive("X-" + std::to_string(i % 10) + std::string(1'000, 'x') + ": y\r\n");
    ASSERT_FALSE(words.empty());
    EXPECT_TRUE(words[0].starts_with("broken opening.head-too-long")) << words[0];
    EXPECT_LE(client.endpoint().inboundPosition(), 70'000U);
}

TEST(Section4_1, AFieldOf100KilobytesEndsByName)
{
    Talk server(Role::Server);
    const Words words = server.receive("GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n");
    ASSERT_EQ(words.size(), 2U);
    EXPECT_TRUE(words[0].starts_with("broken opening.line-too-long")) << words[0];
    EXPECT_EQ(words[1], "refused");
    EXPECT_TRUE(server.sentText().starts_with("HTTP/1.1 400 "));
}

TEST(Section4_1, TheAnswerHasFiveSeconds)
{
    Talk client(Role::Client);
    ASSERT_TRUE(client.endpoint().deadline());
    EXPECT_EQ(client.endpoint().deadline()->timer, EndpointTimer::OpeningHandshake);
    EXPECT_EQ(client.advance(4'999ms), Words{});
    EXPECT_EQ(client.advance(1ms), (Words{"opening timed out", "dropped"}));
}

TEST(Section4_1, AStreamThatEndsBeforeTheAnswerEnds)
{
    Talk client(Role::Client);
    (void)client.receive("HTTP/1.1 10");
    EXPECT_EQ(client.streamEnds(), Words{"ended"});
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Closed);
}

TEST(Section4_2, AServerAnswersARequest)
{
    Talk server(Role::Server);
    EXPECT_EQ(server.receive(sampleRequest), (Words{"requested", "opened"}));
    const std::string answer = server.sentText();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 "));
    EXPECT_NE(answer.find(acceptFor("AAAAAAAAAAAAAAAAAAAAAA==")), std::string::npos);
    EXPECT_EQ(targetOf(server.endpoint().request()), "/chat");
}

TEST(Section4_2, ARequestMayComeInAnyPieces)
{
    Talk server(Role::Server);
    EXPECT_EQ(each(server, sampleRequest), (Words{"requested", "opened"}));
}

TEST(Section4_2, ARequestThatIsNoneIsRefused)
{
    Talk server(Role::Server);
    const Words words = server.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(words.back(), "refused");
    EXPECT_TRUE(server.sentText().starts_with("HTTP/1.1 400 "));
    server.endpoint().accept();
    EXPECT_EQ(server.endpoint().state(), ConnectionState::Connecting);
}

TEST(Section4_2, WhatAClientSendsBeforeTheAnswerIsReportedAndRead)
{
    Talk server(Role::Server);
    const RawFrame early{.payload = "early", .key = someKey};
    const std::string frame(charactersOf(encoded(early)));
    EXPECT_EQ(server.receive(std::string(sampleRequest) + frame),
              (Words{"broken request.frame-before-answer @" + std::to_string(sampleRequest.size())
                         + " #0 =" + std::to_string(frame.size()),
                     "requested", "opened", "text 'early'"}));
}

TEST(Section4_2, WhatComesBeforeALateAnswerIsKeptUntilThen)
{
    Talk server(Role::Server, {.acceptsRequests = false});
    EXPECT_EQ(server.receive(sampleRequest), Words{"requested"});
    EXPECT_EQ(
        server.receive({.payload = "one", .key = someKey}),
        Words{"broken request.frame-before-answer @" + std::to_string(sampleRequest.size()) + " #0 =9"});
    EXPECT_EQ(server.receive({.payload = "two", .key = someKey}), Words{}) << "it is reported once";
    EXPECT_EQ(server.endpoint().inboundPosition(), sampleRequest.size());
    server.endpoint().accept();
    EXPECT_EQ(server.advance(0s), (Words{"opened", "text 'one'", "text 'two'"}));
    EXPECT_EQ(server.receive({.payload = "three", .key = someKey}), Words{"text 'three'"});
}

TEST(Section4_2, WhatComesBeforeALateAnswerHasALimit)
{
    Talk server(Role::Server, {.acceptsRequests = false});
    (void)server.receive(sampleRequest);
    Words words = server.receive(std::string(1'000, 'x'));
    EXPECT_EQ(words.size(), 1U);
    words.clear();
    for (int i = 0; i < 100 && words.empty(); ++i)
        words = server.receive(std::string(1'000, 'x'));
    EXPECT_EQ(
        words,
        (Words{"broken request.frame-before-answer @" + std::to_string(sampleRequest.size()) + " #0 =66000",
               "refused"}));
    EXPECT_EQ(server.receive(std::string(1'000, 'x')), Words{});
    EXPECT_EQ(server.endpoint().inboundPosition(), sampleRequest.size() + 67'000);
    server.endpoint().accept();
    EXPECT_EQ(server.endpoint().state(), ConnectionState::Connecting);
}

TEST(Section4_2, ARequestHasFiveSeconds)
{
    Talk server(Role::Server);
    (void)server.receive("GET / HT");
    EXPECT_EQ(server.advance(5s), (Words{"opening timed out", "dropped"}));
}

} // namespace
} // namespace fg::test::opening_test
