#include "protocol/report/wording/command_words.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/conformance/cases/catalogue.h"

#include <gtest/gtest.h>

namespace fg::command_words_test {
namespace {

using Patterns = std::vector<std::string>;

std::vector<const CaseSpec *> casesOf(std::initializer_list<const char *> ids)
{
    std::vector<const CaseSpec *> cases;
    for (const char *id : ids)
        cases.push_back(findCase(id));
    return cases;
}

std::vector<const CaseSpec *> casesBelow(std::string_view prefix)
{
    std::vector<const CaseSpec *> cases;
    for (const CaseSpec &spec : catalogue()) {
        if (spec.id.starts_with(prefix))
            cases.push_back(&spec);
    }
    return cases;
}

TEST(ShellWord, IsQuotedIfAShellWouldNotTakeItAsOneWord)
{
    EXPECT_EQ(shellWord("ws://127.0.0.1:9001/chat"), "ws://127.0.0.1:9001/chat");
    EXPECT_EQ(shellWord("ws://host/?a=1&b=2"), "'ws://host/?a=1&b=2'");
    EXPECT_EQ(shellWord("*"), "'*'");
    EXPECT_EQ(shellWord("it's"), "'it'\\''s'");
    EXPECT_EQ(shellWord("$(rm)"), "'$(rm)'");
    EXPECT_EQ(shellWord(""), "''");
}

TEST(CasePatterns, SelectExactlyTheCases)
{
    EXPECT_EQ(casePatterns(casesBelow("")), Patterns{"*"});
    EXPECT_EQ(casePatterns(casesBelow("6.2.")), Patterns{"6.2.*"});
    EXPECT_EQ(casePatterns(casesBelow("6.")), Patterns{"6.*"});
    EXPECT_EQ(casePatterns(casesOf({"7.1.6", "2.2"})), (Patterns{"2.2", "7.1.6"}));
    for (const Patterns &patterns : {Patterns{"1.*", "6.2.3"}, Patterns{"2.10", "7.9.*"}}) {
        EXPECT_EQ(casePatterns(selectCases(patterns)), patterns);
    }
}

TEST(TestCommand, HasAnOptionForEachSettingOfTheTarget)
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("wss://example.org/chat?x=1&y=2"));
    target.agent = "my server";
    target.headers = {{"X-Token", "a b"}};
    target.origin = "http://example.org";
    target.subprotocols = {"chat", "superchat"};
    target.connectLimit = std::chrono::milliseconds(500);
    target.openingLimit = std::chrono::seconds(60);
    target.tls.caFile = "/tmp/ca.pem";
    target.tls.serverName = "a.example";
    target.tls.sni = "b.example";
    target.tls.verification = TlsClientSettings::Verification::AllowFaults;
    EXPECT_EQ(testCommand(target, casesOf({"6.2.4"}), Secrets::Kept),
              "frameglass test 'wss://example.org/chat?x=1&y=2' --agent 'my server' --cases 6.2.4 "
              "--header 'X-Token: a b' --origin http://example.org --subprotocol chat,superchat "
              "--connect-timeout 0.5 --open-timeout 60 --ca /tmp/ca.pem --server-name a.example --sni "
              "b.example --insecure");
}

TEST(TestCommand, BlanksATokenAmongTheSubprotocols)
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://h/"));
    target.agent = "h";
    target.subprotocols = {"chat", "access_token", "letmein"};
    EXPECT_EQ(testCommand(target, casesBelow(""), Secrets::Kept),
              "frameglass test ws://h/ --subprotocol chat,access_token,letmein");
    EXPECT_EQ(testCommand(target, casesBelow(""), Secrets::Blanked),
              "frameglass test ws://h/ --subprotocol 'chat,access_token,*******'");
}

TEST(TestCommand, AllowsOnlyTheFaultsThatTheTargetAllows)
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("wss://h/"));
    target.agent = "h";
    target.tls.verification = TlsClientSettings::Verification::AllowFaults;
    target.tls.allowedFaults = {"CertificateExpired", "KeyTooWeak"};
    EXPECT_EQ(testCommand(target, casesBelow(""), Secrets::Blanked),
              "frameglass test wss://h/ --allow-fault CertificateExpired,KeyTooWeak");
}

TEST(TestCommand, LeavesOutDefaults)
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://127.0.0.1:9001/"));
    target.agent = "127.0.0.1:9001";
    EXPECT_EQ(testCommand(target, casesBelow(""), Secrets::Kept), "frameglass test ws://127.0.0.1:9001/");
}

TEST(TestCommand, HasNoSecretIfItIsPassedOn)
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://127.0.0.1:9001/?access_token=hush&a=b"));
    target.agent = target.url.authority();
    target.headers = {{"Authorization", "Bearer hush"}, {"X-Plain", "seen"}};
    const std::string command = testCommand(target, casesOf({"6.2.4"}), Secrets::Blanked);
    EXPECT_EQ(command.find("hush"), std::string::npos) << command;
    EXPECT_NE(command.find("X-Plain: seen"), std::string::npos) << command;
    EXPECT_NE(command.find("a=b"), std::string::npos) << command;
    EXPECT_NE(testCommand(target, casesOf({"6.2.4"}), Secrets::Kept).find("Bearer hush"), std::string::npos);
}

} // namespace
} // namespace fg::command_words_test
