#include "protocol/handshake/opening.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::opening_check_test {
namespace {

const HttpHead goodRequest{.startLine = "GET / HTTP/1.1",
                           .fields = {{"Host", "a"},
                                      {"Upgrade", "websocket"},
                                      {"Connection", "keep-alive, Upgrade"},
                                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                      {"Sec-WebSocket-Version", "13"}}};
const HttpHead goodAnswer{.startLine = "HTTP/1.1 101 Switching Protocols",
                          .fields = {{"Upgrade", "websocket"},
                                     {"Connection", "Upgrade"},
                                     {"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}}};

HttpHead without(HttpHead head, std::string_view name)
{
    std::erase_if(head.fields,
                  [name](const HeaderField &field) { return equalsIgnoringCase(field.name, name); });
    return head;
}

HttpHead with(HttpHead head, std::string name, std::string value)
{
    head.fields.push_back({std::move(name), std::move(value)});
    return head;
}

// Replaces all fields of that name by one with this value.
HttpHead having(const HttpHead &head, const std::string &name, std::string value)
{
    return with(without(head, name), name, std::move(value));
}

HttpHead startingWith(HttpHead head, std::string startLine)
{
    head.startLine = std::move(startLine);
    return head;
}

using Violations = std::vector<Violation>;

Violations broken(RuleId rule, std::uint64_t value = 0) { return {{.rule = rule, .value = value}}; }

void expectFatal(const HandshakeCheck &check, const Violations &violations)
{
    EXPECT_EQ(check.violations, violations);
    EXPECT_TRUE(check.isFatal);
}

void expectLegal(const HandshakeCheck &check)
{
    EXPECT_TRUE(check.violations.empty());
    EXPECT_FALSE(check.isFatal);
}

TEST(CheckAnswer, ALegalAnswerBreaksNoRule)
{
    expectLegal(checkAnswer(goodRequest, goodAnswer));
    EXPECT_EQ(checkAnswer(goodRequest, goodAnswer).agreement, Agreement{});
}

TEST(CheckAnswer, NamesAndKeywordsMatchInAnyCase)
{
    expectLegal(checkAnswer(goodRequest,
                            {.startLine = "HTTP/1.1 101 ",
                             .fields = {{"Date", "Wed, 26 Nov 2025 12:35:14 GMT"},
                                        {"CONNECTION", "foo, uPGRADE"},
                                        {"upgrade", "WebSocket"},
                                        {"Sec-Websocket-Accept", " s3pPLMBiTxaQ9kYGzzhZRbK+xOo= "}}}));
}

TEST(CheckAnswer, TheStatusHasToBe101AndIsAllThatIsSaidOfAnotherAnswer)
{
    expectFatal(checkAnswer(goodRequest, {.startLine = "HTTP/1.1 302 Found", .fields = {}}),
                broken(RuleId::StatusNot101, 302));
    expectFatal(checkAnswer(goodRequest, startingWith(goodAnswer, "HTTP/1.1 200 OK")),
                broken(RuleId::StatusNot101, 200));
    expectFatal(checkAnswer(goodRequest, startingWith(goodAnswer, "junk")), broken(RuleId::StatusNot101));
}

TEST(CheckAnswer, TheHttpVersionHasToBe11OrLater)
{
    expectFatal(checkAnswer(goodRequest, startingWith(goodAnswer, "HTTP/1.0 101 x")),
                broken(RuleId::HttpVersionTooOld, 10));
    expectLegal(checkAnswer(goodRequest, startingWith(goodAnswer, "HTTP/1.2 101 x")));
}

TEST(CheckAnswer, UpgradeHasToBeWebSocketAlone)
{
    const Violations missing = broken(RuleId::UpgradeMissing);
    expectFatal(checkAnswer(goodRequest, without(goodAnswer, "Upgrade")), missing);
    expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Upgrade", "")), missing);
    expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Upgrade", "websockets")), missing);
    expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Upgrade", "h2c, foo")), missing);
    const Violations notAlone = broken(RuleId::UpgradeNotAlone, 2);
    expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Upgrade", "h2c, websocket")), notAlone);
    expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Upgrade", "websocket, x")), notAlone);
}

TEST(CheckAnswer, TwoUpgradeFieldsAreOneList)
{
    const Violations notAlone = broken(RuleId::UpgradeNotAlone, 2);
    expectFatal(checkAnswer(goodRequest, with(goodAnswer, "upgrade", "websocket")), notAlone);
    expectFatal(checkAnswer(goodRequest, with(goodAnswer, "Upgrade", "h2c")), notAlone);
    expectLegal(checkRequest(with(goodRequest, "Upgrade", "h2c")));
}

TEST(CheckAnswer, FieldsThatSayHowLongTheBodyIsAreFindingsIn101)
{
    const auto expectTolerated = [](const HandshakeCheck &check, const Violations &violations) {
        EXPECT_EQ(check.violations, violations);
        EXPECT_FALSE(check.isFatal);
    };
    expectTolerated(checkAnswer(goodRequest, with(goodAnswer, "Transfer-Encoding", "chunked")),
                    broken(RuleId::TransferEncodingForbidden, 101));
    expectTolerated(checkAnswer(goodRequest, with(goodAnswer, "content-length", "5")),
                    broken(RuleId::ContentLengthForbidden, 101));
}

TEST(BodyFieldFaults, AnAnswerWithABodyMaySayHowLongItIs)
{
    const HttpHead refusal{.startLine = "HTTP/1.1 403 x",
                           .fields = {{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}};
    EXPECT_TRUE(bodyFieldFaults(refusal).empty());
    EXPECT_EQ(bodyFieldFaults(startingWith(refusal, "HTTP/1.1 204 x")).size(), 2U);
    EXPECT_EQ(bodyFieldFaults(startingWith(refusal, "HTTP/1.1 100 x")).size(), 2U);
}

TEST(IsTolerated, OnlyARequestIsRefusedForABlankBeforeAColon)
{
    EXPECT_TRUE(isTolerated(RuleId::BlankBeforeColon, HttpHeadReader::Kind::Response));
    EXPECT_FALSE(isTolerated(RuleId::BlankBeforeColon, HttpHeadReader::Kind::Request));
}

TEST(IsTolerated, WhatTwoReadersMayUnderstandDifferentlyIsNot)
{
    for (const RuleId rule :
         {RuleId::BareCr, RuleId::ZeroOctetInHead, RuleId::UpgradeNotAlone, RuleId::StartLineMalformed}) {
        EXPECT_FALSE(isTolerated(rule, HttpHeadReader::Kind::Request));
        EXPECT_FALSE(isTolerated(rule, HttpHeadReader::Kind::Response));
    }
}

TEST(CheckAnswer, ConnectionHasToHaveTheUpgradeToken)
{
    const Violations missing = broken(RuleId::ConnectionUpgradeMissing);
    expectFatal(checkAnswer(goodRequest, without(goodAnswer, "Connection")), missing);
    expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Connection", "keep-alive")), missing);
}

TEST(CheckAnswer, AcceptHasToBeThere)
{
    expectFatal(checkAnswer(goodRequest, without(goodAnswer, "Sec-WebSocket-Accept")),
                broken(RuleId::AcceptMissing));
}

TEST(CheckAnswer, AcceptHasToFollowFromTheKeyInEveryLetter)
{
    for (const char *value : {"", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo", "S3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "x"}) {
        expectFatal(checkAnswer(goodRequest, having(goodAnswer, "Sec-WebSocket-Accept", value)),
                    broken(RuleId::AcceptWrong));
    }
}

TEST(CheckAnswer, WithoutAKeyInTheRequestThereIsNothingToCompareAcceptWith)
{
    const HttpHead request = without(goodRequest, "Sec-WebSocket-Key");
    expectLegal(checkAnswer(request, goodAnswer));
    expectLegal(checkAnswer(request, without(goodAnswer, "Sec-WebSocket-Accept")));
    expectFatal(checkAnswer({}, goodAnswer), broken(RuleId::AcceptWrong));
}

TEST(CheckAnswer, AcceptMayFollowFromAnyOfSeveralKeys)
{
    const HttpHead request = with(goodRequest, "Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC==");
    expectLegal(checkAnswer(request, goodAnswer));
    expectLegal(checkAnswer(
        request, having(goodAnswer, "Sec-WebSocket-Accept", acceptFor("AQIDBAUGBwgJCgsMDQ4PEC=="))));
}

TEST(CheckAnswer, AFieldThatMayOccurOnceIsReportedWhereItOccursAgain)
{
    expectFatal(
        checkAnswer(goodRequest, with(goodAnswer, "sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")),
        broken(RuleId::FieldRepeated, 3));
    const HttpHead request = with(goodRequest, "Sec-WebSocket-Protocol", "chat");
    const HttpHead answer = with(goodAnswer, "Sec-WebSocket-Protocol", "chat");
    expectFatal(checkAnswer(request, with(answer, "Sec-WebSocket-Protocol", "chat")),
                broken(RuleId::FieldRepeated, 4));
    const HttpHead offering = with(goodRequest, "Sec-WebSocket-Extensions", "a, b");
    const HttpHead extending = with(goodAnswer, "Sec-WebSocket-Extensions", "a");
    expectFatal(checkAnswer(offering, with(extending, "Sec-WebSocket-Extensions", "b")),
                broken(RuleId::FieldRepeated, 4));
    expectLegal(checkAnswer(goodRequest, with(with(goodAnswer, "Set-Cookie", "a"), "Set-Cookie", "b")));
}

TEST(CheckAnswer, TheSubprotocolIsOneOfThoseOffered)
{
    const HttpHead request =
        with(with(goodRequest, "Sec-WebSocket-Protocol", "chat, soap"), "Sec-WebSocket-Protocol", "mqtt");
    const HandshakeCheck check = checkAnswer(request, with(goodAnswer, "Sec-WebSocket-Protocol", "mqtt"));
    expectLegal(check);
    EXPECT_EQ(check.agreement.subprotocol, "mqtt");
    expectLegal(checkAnswer(request, goodAnswer));
}

TEST(CheckAnswer, ASubprotocolThatWasNotOfferedIsFatal)
{
    const HttpHead request = with(goodRequest, "Sec-WebSocket-Protocol", "chat, soap");
    for (const char *value : {"mqtt", "Chat", "chat, soap", ""}) {
        const HandshakeCheck check = checkAnswer(request, with(goodAnswer, "Sec-WebSocket-Protocol", value));
        expectFatal(check, broken(RuleId::SubprotocolNotOffered));
        EXPECT_EQ(check.agreement.subprotocol, "");
    }
    expectFatal(checkAnswer(goodRequest, with(goodAnswer, "Sec-WebSocket-Protocol", "chat")),
                broken(RuleId::SubprotocolNotOffered));
}

TEST(CheckAnswer, TheExtensionsAreOfThoseOffered)
{
    const HttpHead request =
        with(with(goodRequest, "Sec-WebSocket-Extensions", "x; a=1, y"), "Sec-WebSocket-Extensions", "z");
    const HandshakeCheck check =
        checkAnswer(request, with(goodAnswer, "Sec-WebSocket-Extensions", "z, x; b=\"2\""));
    expectLegal(check);
    EXPECT_EQ(check.agreement.extensions, (std::vector<Extension>{{"z", {}}, {"x", {{"b", "2", true}}}}));
}

TEST(CheckAnswer, AnExtensionThatWasNotOfferedIsFatal)
{
    expectFatal(checkAnswer(goodRequest, with(goodAnswer, "Sec-WebSocket-Extensions", "permessage-deflate")),
                broken(RuleId::ExtensionNotOffered, 0));
    const HttpHead request = with(goodRequest, "Sec-WebSocket-Extensions", "x");
    expectFatal(checkAnswer(request, with(goodAnswer, "Sec-WebSocket-Extensions", "x, y")),
                broken(RuleId::ExtensionNotOffered, 1));
}

TEST(CheckAnswer, MalformedExtensionsAreFatal)
{
    const HttpHead request = with(goodRequest, "Sec-WebSocket-Extensions", "x");
    const HandshakeCheck check = checkAnswer(request, with(goodAnswer, "Sec-WebSocket-Extensions", "x; =1"));
    expectFatal(check, broken(RuleId::ExtensionsMalformed, 3));
    EXPECT_TRUE(check.agreement.extensions.empty());
    expectFatal(checkAnswer(request, with(goodAnswer, "Sec-WebSocket-Extensions", "")),
                broken(RuleId::ExtensionsMalformed, 0));
}

TEST(CheckAnswer, EveryBrokenRuleIsListed)
{
    expectFatal(checkAnswer(goodRequest, {.startLine = "HTTP/1.0 101 x", .fields = {}}),
                (Violations{{.rule = RuleId::HttpVersionTooOld, .value = 10},
                            {.rule = RuleId::UpgradeMissing},
                            {.rule = RuleId::ConnectionUpgradeMissing},
                            {.rule = RuleId::AcceptMissing}}));
}

TEST(CheckRequest, ALegalRequestBreaksNoRule)
{
    expectLegal(checkRequest(goodRequest));
    expectLegal(checkRequest({.startLine = "GET /?a HTTP/1.1",
                              .fields = {{"HOST", "a"},
                                         {"upgrade", "h2c, WebSocket"},
                                         {"connection", "upgrade"},
                                         {"sec-websocket-key", "xzDmZtC7DqvBCyAq50trNQ=="},
                                         {"sec-websocket-version", "13"},
                                         {"sec-websocket-protocol", "a"},
                                         {"sec-websocket-protocol", "b"},
                                         {"sec-websocket-extensions", "a"},
                                         {"sec-websocket-extensions", "b; c"}}}));
}

TEST(CheckRequest, TheMethodHasToBeGet)
{
    for (const char *line : {"POST / HTTP/1.1", "get / HTTP/1.1", "GET /", ""})
        expectFatal(checkRequest(startingWith(goodRequest, line)), broken(RuleId::MethodNotGet));
}

TEST(CheckRequest, TheHttpVersionHasToBe11OrLater)
{
    expectFatal(checkRequest(startingWith(goodRequest, "GET /HTTP/1.1 HTTP/1.0")),
                broken(RuleId::HttpVersionTooOld, 10));
    expectLegal(checkRequest(startingWith(goodRequest, "GET /HTTP/0.9 HTTP/1.1")));
}

TEST(CheckRequest, HostHasToBeThere)
{
    expectFatal(checkRequest(without(goodRequest, "Host")), broken(RuleId::HostMissing));
    expectFatal(checkRequest(having(goodRequest, "Host", " ")), broken(RuleId::HostMissing));
}

TEST(CheckRequest, UpgradeHasToNameWebSocket)
{
    expectFatal(checkRequest(without(goodRequest, "Upgrade")), broken(RuleId::UpgradeMissing));
    expectFatal(checkRequest(having(goodRequest, "Upgrade", "h2c")), broken(RuleId::UpgradeMissing));
}

TEST(CheckRequest, ConnectionHasToHaveTheUpgradeToken)
{
    expectFatal(checkRequest(without(goodRequest, "Connection")), broken(RuleId::ConnectionUpgradeMissing));
    expectFatal(checkRequest(having(goodRequest, "Connection", "close")),
                broken(RuleId::ConnectionUpgradeMissing));
}

TEST(CheckRequest, TheKeyHasToBeThere)
{
    expectFatal(checkRequest(without(goodRequest, "Sec-WebSocket-Key")), broken(RuleId::KeyMissing));
}

TEST(CheckRequest, TheKeyHasToDecodeTo16Octets)
{
    const auto check = [](std::string key) {
        return checkRequest(having(goodRequest, "Sec-WebSocket-Key", std::move(key)));
    };
    expectLegal(check(" AQIDBAUGBwgJCgsMDQ4PEA== "));
    expectFatal(check("AQIDBAUGBwgJCgsMDQ4P"), broken(RuleId::KeyMalformed, 15));
    expectFatal(check("AQIDBAUGBwgJCgsMDQ4PEBE="), broken(RuleId::KeyMalformed, 17));
    for (const char *noBase64 :
         {"", "AQIDBAUGBwgJCgsMDQ4PEA=", "AQIDBAUGBwgJCgsMDQ4PEA",
          "AQIDBAUGBwgJCgsMDQ4PE===", "AQIDBAUGBwgJ gsMDQ4PEA==", "AQIDBAUGBwgJ-_sMDQ4PEA==", "====", "=AAA"})
        expectFatal(check(noBase64), broken(RuleId::KeyMalformed, 0));
}

TEST(CheckRequest, TheVersionHasToBeThere)
{
    expectFatal(checkRequest(without(goodRequest, "Sec-WebSocket-Version")), broken(RuleId::VersionMissing));
}

TEST(CheckRequest, TheVersionHasToBe13)
{
    const auto check = [](std::string version) {
        return checkRequest(having(goodRequest, "Sec-WebSocket-Version", std::move(version)));
    };
    expectLegal(check("\t13 "));
    expectFatal(check("8"), broken(RuleId::VersionNotSupported, 8));
    expectFatal(check("255"), broken(RuleId::VersionNotSupported, 255));
    for (const char *noVersion : {"", "0", "013", "+13", "13.0", "256", "99999999999999999999", "13, 8", "x"})
        expectFatal(check(noVersion), broken(RuleId::VersionNotSupported, 0));
}

TEST(CheckRequest, AFieldThatMayOccurOnceIsReportedWhereItOccursAgain)
{
    for (const HeaderField &field : goodRequest.fields) {
        const bool mayRepeat = field.name == "Upgrade" || field.name == "Connection";
        const HandshakeCheck check = checkRequest(with(goodRequest, field.name, field.value));
        if (mayRepeat)
            expectLegal(check);
        else
            expectFatal(check, broken(RuleId::FieldRepeated, 5));
    }
    const HttpHead thrice = with(with(goodRequest, "Host", "b"), "Host", "c");
    expectFatal(checkRequest(thrice), broken(RuleId::FieldRepeated, 5));
}

TEST(CheckRequest, MalformedExtensionsAreFatal)
{
    expectFatal(checkRequest(with(goodRequest, "Sec-WebSocket-Extensions", "a; b c")),
                broken(RuleId::ExtensionsMalformed, 5));
}

} // namespace
} // namespace fg::opening_check_test
