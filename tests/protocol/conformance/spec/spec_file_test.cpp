#include "protocol/conformance/spec/spec_file.h"

#include "protocol/conformance/cases/case_patterns.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::spec_file_test {
namespace {

ClientSpec clientOf(std::string_view text)
{
    auto read = readClientSpec(text);
    if (const auto *const fault = std::get_if<SpecRemark>(&read)) {
        ADD_FAILURE() << fault->sentence("fuzzingclient.json");
        return {};
    }
    return std::get<ClientSpec>(std::move(read));
}

ServerSpec serverOf(std::string_view text)
{
    auto read = readServerSpec(text);
    if (const auto *const fault = std::get_if<SpecRemark>(&read)) {
        ADD_FAILURE() << fault->sentence("fuzzingserver.json");
        return {};
    }
    return std::get<ServerSpec>(std::move(read));
}

std::string clientFault(std::string_view text)
{
    const auto read = readClientSpec(text);
    const auto *const fault = std::get_if<SpecRemark>(&read);
    return fault ? fault->sentence("fuzzingclient.json") : "no fault";
}

std::string serverFault(std::string_view text)
{
    const auto read = readServerSpec(text);
    const auto *const fault = std::get_if<SpecRemark>(&read);
    return fault ? fault->sentence("fuzzingserver.json") : "no fault";
}

std::vector<std::string> sentences(const std::vector<SpecRemark> &notes)
{
    std::vector<std::string> all;
    for (const SpecRemark &note : notes)
        all.push_back(note.sentence("f"));
    return all;
}

bool has(const std::vector<const CaseSpec *> &cases, std::string_view id)
{
    return std::ranges::find(cases, id, [](const CaseSpec *spec) { return spec->id; }) != cases.end();
}

std::string withServer(std::string_view server)
{
    return "{\"cases\": [\"*\"],\n \"servers\": [" + std::string(server) + "]}";
}

std::string withCases(std::string_view more)
{
    return "{\"servers\": [{\"url\": \"ws://h\"}],\n" + std::string(more) + "}";
}

TEST(SpecFile, AClientFileIsReadWithAllItsKeys)
{
    const ClientSpec spec = clientOf(R"({
   "options": {"failByDrop": false},
   "outdir": "./reports/servers",
   "servers": [
      {"agent": "Mine 1.0", "url": "ws://127.0.0.1:9001/chat?a=1", "options": {"version": 18},
       "origin": "http://here", "protocols": ["chat", "superchat"]},
      {"url": "wss://example.org", "hostname": "other.example.org", "origin": null}
   ],
   "cases": ["1.*", "6.2.3"],
   "exclude-cases": ["1.2.*"],
   "exclude-agent-cases": {"Mine*": ["1.1.1", "6.*"]}
})");
    EXPECT_EQ(spec.reportFolder, "./reports/servers");
    ASSERT_EQ(spec.agents.size(), 2u);
    const Target &first = spec.agents[0].target;
    EXPECT_EQ(first.agent, "Mine 1.0");
    EXPECT_EQ(first.url.text(), "ws://127.0.0.1:9001/chat?a=1");
    EXPECT_EQ(first.origin, "http://here");
    EXPECT_EQ(first.subprotocols, (std::vector<std::string>{"chat", "superchat"}));
    EXPECT_EQ(spec.agents[0].cases.size(), 7u);
    EXPECT_FALSE(has(spec.agents[0].cases, "1.1.1"));

    const Target &second = spec.agents[1].target;
    EXPECT_EQ(second.agent, "example.org");
    EXPECT_EQ(second.tls.serverName, "other.example.org");
    EXPECT_EQ(second.tls.verification, TlsClientSettings::Verification::AllowFaults);
    EXPECT_EQ(spec.agents[1].cases.size(), 9u);
    EXPECT_TRUE(has(spec.agents[1].cases, "6.2.3"));
    EXPECT_TRUE(spec.notes.empty());
    EXPECT_FALSE(spec.agents[0].verification);
    ASSERT_TRUE(spec.agents[1].verification);
    EXPECT_EQ(spec.agents[1].verification->sentence("f"),
              "f:7: \"url\": the server's certificate is not verified");
}

TEST(SpecFile, AServerThatGetsACredentialIsVerifiedWhateverTheFileSays)
{
    using Verification = TlsClientSettings::Verification;
    const auto agentOf = [](std::string_view url) {
        return clientOf(withServer("{\"url\": \"" + std::string(url) + "\"}")).agents.front();
    };
    const ClientSpec::Agent withToken = agentOf("wss://h/chat?room=1&access_token=abc");
    EXPECT_EQ(withToken.target.tls.verification, Verification::Full);
    ASSERT_TRUE(withToken.verification);
    const std::string words = withToken.verification->sentence("f");
    EXPECT_NE(words.find("the parameter access_token of the URL"), std::string::npos) << words;
    EXPECT_NE(words.find("--insecure"), std::string::npos) << words;
    EXPECT_EQ(words.find("abc"), std::string::npos) << words;

    ClientSpec::Agent plain = agentOf("wss://h/chat?room=1");
    EXPECT_EQ(plain.target.tls.verification, Verification::AllowFaults);
    const std::vector<std::pair<Target, std::string>> additions{
        {{.headers = {{"Authorization", "Basic eA=="}}}, "the field Authorization"},
        {{.headers = {{"X-Color", "red"}, {"cookie", "a=b"}}}, "the field cookie"},
        {{.tls = {.certificateFile = "mine.pem"}}, "a client certificate"},
    };
    for (const auto &[added, named] : additions) {
        ClientSpec::Agent agent = plain;
        agent.target.headers = added.headers;
        agent.target.tls.certificateFile = added.tls.certificateFile;
        settleVerification(agent);
        EXPECT_EQ(agent.target.tls.verification, Verification::Full) << named;
        EXPECT_NE(agent.verification->text.find(named), std::string::npos) << agent.verification->text;
    }
    plain.target.headers = {{"X-Color", "red"}};
    settleVerification(plain);
    EXPECT_EQ(plain.target.tls.verification, Verification::AllowFaults);
}

TEST(SpecFile, AServerFileIsReadWithAllItsKeys)
{
    const ServerSpec spec = serverOf(R"({
   "url": "wss://localhost:9002",
   "options": {"failByDrop": false},
   "outdir": "./reports/clients",
   "webport": 8080,
   "cases": ["*"],
   "exclude-cases": ["9.*"],
   "exclude-agent-cases": {"old*": ["10.*"]},
   "key": "server.key", "cert": "server.crt"
})");
    EXPECT_EQ(spec.url.text(), "wss://localhost:9002/");
    EXPECT_EQ(spec.reportFolder, "./reports/clients");
    EXPECT_EQ(spec.pagePort, 8080);
    EXPECT_EQ(spec.keyFile, "server.key");
    EXPECT_EQ(spec.certificateFile, "server.crt");
    EXPECT_FALSE(has(spec.choice.cases, "9.1.1"));
    EXPECT_TRUE(has(spec.choice.casesFor("new"), "10.1.1"));
    EXPECT_FALSE(has(spec.choice.casesFor("old 2"), "10.1.1"));
    EXPECT_EQ(spec.notes.size(), 0u);
}

TEST(SpecFile, WhatIsNotThereIsLeftOpen)
{
    const ServerSpec spec = serverOf(R"({"url": "ws://127.0.0.1:9001", "cases": []})");
    EXPECT_FALSE(spec.reportFolder);
    EXPECT_FALSE(spec.pagePort);
    EXPECT_TRUE(spec.choice.cases.empty());
}

TEST(SpecFile, CasesComeInTheOrderOfTheSetAndOnce)
{
    const ClientSpec spec = clientOf(withCases(R"("cases": ["2.1", "1.1.1", "2.*", "*.1.1"])"));
    const std::vector<const CaseSpec *> &cases = spec.agents[0].cases;
    EXPECT_TRUE(std::ranges::is_sorted(cases, {}, &CaseSpec::number));
    EXPECT_EQ(std::ranges::adjacent_find(cases), cases.end());
    EXPECT_TRUE(has(cases, "10.1.1"));
}

TEST(SpecFile, WhatHasNoEffectIsNoted)
{
    const std::string text = "{\"servers\": [{\"url\": \"ws://h\", \"hostname\": \"g\",\n"
                             "\"options\": {\"version\": 10, \"tcpNoDelay\": true}}],\n"
                             "\"cases\": [\"1.1.1\"],\n"
                             "\"Cases\": [],\n"
                             "\"outdir\": \"a\", \"outdir\": \"b\",\n"
                             "\"options\": {\"failByDrop\": true, \"speed\": 3}}";
    const ClientSpec spec = clientOf(text);
    EXPECT_EQ(spec.reportFolder, "b");
    EXPECT_EQ(sentences(spec.notes),
              (std::vector<std::string>{
                  "f:4: \"Cases\": unknown key, ignored",
                  "f:5: \"outdir\": ignored, since the same key follows",
                  "f:6: \"failByDrop\": has no effect: a broken rule is answered with a close frame",
                  "f:6: \"speed\": unknown option, ignored",
                  "f:1: \"hostname\": has no effect: the URL is not a wss URL",
                  "f:2: \"version\": has no effect: only version 13 of the protocol (RFC 6455) is used",
              }));
}

TEST(SpecFile, AnErrorNamesLineKeyAndWhatWasExpected)
{
    EXPECT_EQ(
        clientFault(withCases("\"cases\": 7")),
        "fuzzingclient.json:2: \"cases\": expected a list of case patterns such as \"1.*\", found a number");
    EXPECT_EQ(clientFault(withCases("\"cases\": [\"*\",\n 7]")),
              "fuzzingclient.json:3: \"cases\": expected a list of case patterns such as \"1.*\", found a "
              "number in "
              "it");
    EXPECT_EQ(clientFault(withCases("\"cases\": [\"*\"], \"exclude-agent-cases\": {\n\"A\": \"1.*\"}")),
              "fuzzingclient.json:3: \"A\": expected a list of case patterns such as \"1.*\", found \"1.*\"");
    EXPECT_EQ(
        clientFault(withCases("\"cases\": [\"*\"], \"exclude-agent-cases\": []")),
        "fuzzingclient.json:2: \"exclude-agent-cases\": expected an object with agents as keys, each with a "
        "list of case patterns, found a list");
    EXPECT_EQ(clientFault(withCases("\"outdir\": false")),
              "fuzzingclient.json:2: \"outdir\": expected the name of a folder, found false");
    EXPECT_EQ(clientFault(withCases("\"cases\": [\"*\"], \"options\": {\"failByDrop\": \"no\"}")),
              "fuzzingclient.json:2: \"failByDrop\": expected true or false, found \"no\"");
}

TEST(SpecFile, AServerToTestNeedsAUrl)
{
    EXPECT_EQ(clientFault(withServer("")),
              "fuzzingclient.json:2: \"servers\": expected at least one server, found none");
    EXPECT_EQ(clientFault(withServer("{\"agent\": \"A\"}")),
              "fuzzingclient.json:2: \"url\": is missing; expected the URL of a server such as "
              "\"ws://127.0.0.1:9001\"");
    EXPECT_EQ(
        clientFault(withServer("{\"url\": \"http://h\"}")),
        "fuzzingclient.json:2: \"url\": expected the URL of a server such as \"ws://127.0.0.1:9001\", found "
        "\"http://h\", which does not begin with ws:// or wss://");
    EXPECT_EQ(
        clientFault(withServer("{\"url\": \"user:letmein@h/ws\"}")),
        "fuzzingclient.json:2: \"url\": expected the URL of a server such as \"ws://127.0.0.1:9001\", found "
        "\"************@h/ws\", which does not begin with ws:// or wss://");
    EXPECT_EQ(clientFault(withServer("\"ws://h\"")),
              "fuzzingclient.json:2: \"servers\": expected a list of objects, found \"ws://h\" in it");
    EXPECT_EQ(
        clientFault(withServer("{\"url\": \"ws://h\", \"protocols\": \"chat\"}")),
        "fuzzingclient.json:2: \"protocols\": expected a list of names of subprotocols, found \"chat\"");
    EXPECT_EQ(
        clientFault("{\"cases\": [\"*\"]}"),
        "fuzzingclient.json:1: \"servers\": is missing; expected a list with an object for each server");
}

TEST(SpecFile, AServerFileNeedsUrlAndCases)
{
    EXPECT_EQ(serverFault("{}"),
              "fuzzingserver.json:1: \"url\": is missing; expected the URL to listen at such as "
              "\"ws://127.0.0.1:9001\"");
    EXPECT_EQ(
        serverFault("{\"url\": \"ws://h\"}"),
        "fuzzingserver.json:1: \"cases\": is missing; expected a list of case patterns such as \"1.*\"");
    for (const std::string_view port : {"-1", "1.5", "65536", "1e3"})
        EXPECT_EQ(
            serverFault("{\"url\": \"ws://h\", \"cases\": [],\n\"webport\": " + std::string(port) + "}"),
            "fuzzingserver.json:2: \"webport\": expected a port from 1 to 65535, or 0 for no page, found "
                + std::string(port));
}

TEST(SpecFile, TextThatIsNotJsonIsRefusedWithItsPlace)
{
    EXPECT_EQ(clientFault("{\n\"cases\": [\"*\"]\n\"servers\": []}"),
              "fuzzingclient.json:3: column 1: expected a comma or }");
    EXPECT_EQ(clientFault("[]"),
              "fuzzingclient.json:1: expected an object with keys such as \"cases\", found a list");
}

TEST(SpecFile, WhatAFileHoldsCannotActOnTheTerminal)
{
    EXPECT_EQ(
        clientFault(withServer(R"({"url": "\u001b[2J\u0007"})")),
        "fuzzingclient.json:2: \"url\": expected the URL of a server such as \"ws://127.0.0.1:9001\", found "
        "\"?[2J?\", which does not begin with ws:// or wss://");
}

TEST(SpecFile, AFileCutAtAnyOctetIsRefused)
{
    const std::string text = withServer(R"({"url": "ws://h", "agent": "é", "options": {"version": 18}})");
    for (std::size_t length = 0; length < text.size(); ++length)
        EXPECT_NE(clientFault(text.substr(0, length)), "no fault") << length;
    EXPECT_EQ(clientFault(text), "no fault");
}

TEST(SpecFile, APatternThatFitsNoCaseIsNotedAndHasNoEffect)
{
    const ClientSpec spec = clientOf(withCases("\"cases\": [\"10.*\",\n\"11.*\"],\n"
                                               "\"exclude-cases\": [\"\", \"7.9.9\", \"7.9.13\", \"all\"],\n"
                                               "\"exclude-agent-cases\": {\"h\": [\"10.*.\"]}"));
    EXPECT_EQ(spec.agents[0].cases.size(), 1U);
    EXPECT_EQ(sentences(spec.notes),
              (std::vector<std::string>{
                  "f:3: \"cases\": no case fits \"11.*\", which has no effect",
                  "f:4: \"exclude-cases\": no case fits \"\", which has no effect",
                  "f:4: \"exclude-cases\": no case fits \"7.9.13\", which has no effect",
                  "f:4: \"exclude-cases\": no case fits \"all\", which has no effect",
                  "f:5: \"h\": no case fits \"10.*.\", which has no effect",
              }));
}

TEST(SpecFile, AListForAnAgentThatTheFileDoesNotHaveIsNoted)
{
    const ClientSpec spec = clientOf(withCases("\"cases\": [\"1.*\"],\n\"exclude-agent-cases\": {\n"
                                               "\"Typo\": [\"1.1.1\"], \"h*\": [\"1.1.1\"]}"));
    EXPECT_EQ(sentences(spec.notes),
              (std::vector<std::string>{
                  "f:4: \"exclude-agent-cases\": no server's name fits \"Typo\", which has no effect"}));
    // Clients give their names only when they connect.
    EXPECT_TRUE(serverOf(R"({"url": "ws://127.0.0.1:9001", "cases": ["*"],
        "exclude-agent-cases": {"Typo": ["1.1.1"]}})")
                    .notes.empty());
}

// The file of a library that has been tested with it for years.
TEST(SpecFile, APublicFileSelectsAsManyCasesAsTheReferenceDoes)
{
    const ClientSpec spec = clientOf(withCases(R"("cases": ["*"], "exclude-cases":
        ["9.*", "12.*.1","12.2.*", "12.3.*", "12.4.*", "12.5.*", "13.*.1"], "exclude-agent-cases": {})"));
    EXPECT_EQ(spec.agents[0].cases.size(), 311U);
    EXPECT_TRUE(spec.notes.empty());
    EXPECT_EQ(clientOf(withCases(R"("cases": ["12.*.1"])")).agents[0].cases.size(), 50U);
}

TEST(SpecFile, TheListsOfASingleAgentFitWholeIds)
{
    const ServerSpec spec = serverOf(R"({"url": "ws://127.0.0.1:9001", "cases": ["12.1.*"],
        "exclude-agent-cases": {"ol*": ["12.*.1"], "d": ["*"]}})");
    EXPECT_EQ(spec.choice.casesFor("old").size(), spec.choice.cases.size() - 1);
    EXPECT_EQ(spec.choice.casesFor("dd").size(), spec.choice.cases.size()); // An agent's name is whole, too.
    EXPECT_TRUE(spec.choice.casesFor("d").empty());
}

TEST(SpecFile, AStarInTheNameOfAnAgentMatchesAnyCharacters)
{
    EXPECT_TRUE(fitsPattern("*", ""));
    EXPECT_TRUE(fitsPattern("", ""));
    EXPECT_FALSE(fitsPattern("", "a"));
    EXPECT_TRUE(fitsPattern("Fire*", "Firefox/3"));
    EXPECT_TRUE(fitsPattern("*fox*", "Firefox/3"));
    EXPECT_TRUE(fitsPattern("a*b*c", "abbcbc"));
    EXPECT_FALSE(fitsPattern("a*b", "abc"));
    EXPECT_FALSE(fitsPattern("a.c", "abc"));
    EXPECT_TRUE(fitsPattern("6.*", "6.2.3"));
    EXPECT_FALSE(fitsPattern("1.*", "10.1.1"));
    EXPECT_FALSE(fitsPattern("*a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
}

} // namespace
} // namespace fg::test::spec_file_test
