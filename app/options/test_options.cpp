#include "app/options/test_options.h"

#include "app/options/input_file.h"
#include "app/options/option_values.h"
#include "app/options/target_options.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/results/agent_names.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/text/escape.h"

#include <algorithm>
#include <set>

namespace fg {
namespace {

// Each case that runs may use the memory that caseLimits allows.
constexpr unsigned mostJobs = 64;

using Verification = TlsClientSettings::Verification;

struct NamedUrl
{
    std::string agent; // empty: no name was given
    WebSocketUrl url;
};

struct TestWords
{
    TestCommand command;
    std::vector<NamedUrl> servers;
    std::string onlyAgent; // the name of the only server
    Target common; // the settings for all servers: header fields, TLS
    TargetTimes times; // for all servers
    std::optional<std::string> specFile;
    std::optional<std::string> reportFolder;
    CasePatterns patterns;
};

OptionFault addServer(const std::string &agent, const std::string &url, TestWords &words)
{
    const auto parsed = parseWebSocketUrl(url);
    if (const auto *const fault = std::get_if<UrlFault>(&parsed))
        return urlFaultSentence(*fault, url);
    words.servers.push_back({agent, std::get<WebSocketUrl>(parsed)});
    return std::nullopt;
}

// NAME=URL adds a server, and NAME alone gives the only server its name.
OptionFault readAgent(const std::string &value, TestWords &words)
{
    std::string name;
    const std::size_t equals = value.find('=');
    // What follows the first "=" of a URL may be a secret, so nothing is quoted.
    const std::string_view before = std::string_view(value).substr(0, equals);
    if (before.find("://") != std::string_view::npos || before.find('?') != std::string_view::npos)
        return "a name is missing before the URL; write NAME=URL, without :// and ? in the name.";
    if (OptionFault fault = readText(value.substr(0, equals), name))
        return fault;
    if (equals != std::string::npos)
        return addServer(name, value.substr(equals + 1), words);
    words.onlyAgent = name;
    return std::nullopt;
}

OptionTable testOptions(TestWords &words)
{
    using Action = TestCommand::Action;
    TestCommand &command = words.command;
    OptionTable table;
    table.flags = {
        {"--strict", [&] { command.strictness = Strictness::Strict; }},
        {"--list", [&] { command.action = Action::List; }},
        {"--dry-run", [&] { command.action = Action::DryRun; }},
        secretsOption(command.secrets),
    };
    table.values = {
        {"--spec", [&](OptionValue value) { return readText(value, words.specFile.emplace()); }},
        {"--agent", [&](OptionValue value) { return readAgent(value, words); }},
        {"--cases", [&](OptionValue value) { return readPatterns(value, words.patterns.wanted); }},
        {"--exclude", [&](OptionValue value) { return readPatterns(value, words.patterns.excluded); }},
        {"--jobs", [&](OptionValue value) { return readNumber(value, 1, mostJobs, command.run.jobs); }},
        {"--record-dir", [&](OptionValue value) { return readText(value, command.recordFolder.emplace()); }},
        {"--record", [&](OptionValue value) { return readRecord(value, command.run.record); }},
        {"--timeout-scale", [&](OptionValue value) { return readTimeScale(value, command.run.timeScale); }},
        {"--report", [&](OptionValue value) { return readText(value, words.reportFolder.emplace()); }},
        {"--junit", [&](OptionValue value) { return readText(value, command.ciFiles.junit.emplace()); }},
        {"--tap", [&](OptionValue value) { return readText(value, command.ciFiles.tap.emplace()); }},
        {"--baseline", [&](OptionValue value) { return readText(value, command.baselineFile.emplace()); }},
        {"--save-baseline",
         [&](OptionValue value) { return readText(value, command.newBaselineFile.emplace()); }},
    };
    addTargetOptions(table, words.common, words.times);
    table.readWord = [&](OptionValue word) { return addServer({}, word, words); };
    return table;
}

OptionFault checkCombination(const TestWords &words)
{
    if (OptionFault fault = checkTargetOptions(words.common))
        return fault;
    if (!words.onlyAgent.empty() && (words.servers.size() != 1 || words.specFile))
        return "--agent " + escaped(words.onlyAgent)
            + " is the name of the only server; with several servers or none, use --agent NAME=URL.";
    const bool needsServer = words.command.action != TestCommand::Action::List;
    if (needsServer && words.servers.empty() && !words.specFile)
        return "test needs the URL of a server, such as ws://127.0.0.1:9001/, or a spec file (--spec).";
    return std::nullopt;
}

// Replaces settings of the spec file by those of the command line.
void overrideWith(Target &target, const Target &common)
{
    target.headers = common.headers; // A spec file has none.
    if (!common.origin.empty())
        target.origin = common.origin;
    if (!common.subprotocols.empty())
        target.subprotocols = common.subprotocols;
    const auto put = [](std::string &text, const std::string &over) {
        if (!over.empty())
            text = over;
    };
    put(target.tls.caFile, common.tls.caFile);
    put(target.tls.serverName, common.tls.serverName);
    put(target.tls.sni, common.tls.sni);
    put(target.tls.certificateFile, common.tls.certificateFile);
    put(target.tls.keyFile, common.tls.keyFile);
}

// What the command line says of verification counts, and the spec file only if it says nothing: neither
// --insecure nor --ca, since a user who names certificate authorities wants certificates to be verified.
void overrideVerification(ClientSpec::Agent &agent, const Target &common)
{
    const bool isInsecure = common.tls.verification == Verification::AllowFaults;
    if (!isInsecure && common.tls.caFile.empty()) {
        settleVerification(agent);
        return;
    }
    agent.target.tls.verification = common.tls.verification;
    agent.target.tls.allowedFaults = common.tls.allowedFaults;
    agent.verification.reset();
}

// Adds the servers of the spec file, with those of its cases that the command line has also chosen.
OptionFault readSpec(TestWords &words)
{
    const std::string &path = *words.specFile;
    const auto text = readInputFile(path);
    if (const auto *const error = std::get_if<FileError>(&text))
        return "--spec: " + error->sentence();
    auto read = readClientSpec(std::get<std::string>(text));
    if (const auto *const fault = std::get_if<SpecRemark>(&read))
        return fault->sentence(escaped(path));
    ClientSpec &spec = std::get<ClientSpec>(read);
    for (const SpecRemark &note : spec.notes)
        words.command.notes.push_back(note.sentence(escaped(path)));
    if (!words.reportFolder)
        words.reportFolder = spec.reportFolder;
    for (ClientSpec::Agent &agent : spec.agents) {
        std::erase_if(agent.cases, [&](const CaseSpec *chosen) {
            return std::ranges::find(words.command.cases, chosen) == words.command.cases.end();
        });
        overrideWith(agent.target, words.common);
        words.times.applyTo(agent.target);
        overrideVerification(agent, words.common);
        if (agent.verification)
            words.command.notes.push_back(agent.verification->sentence(escaped(path)));
        words.command.agents.push_back(std::move(agent));
    }
    return std::nullopt;
}

// The name of a server whose host and port others have, too. URLs that differ in their secrets only are shown
// alike, so the later ones are numbered.
std::string nameOf(const WebSocketUrl &url, const std::vector<ClientSpec::Agent> &others)
{
    return freeAgentName(url.text(), [&](const std::string &name) {
        return std::ranges::any_of(others, [&](const ClientSpec::Agent &other) {
            return other.target.agent == name && other.target.url != url;
        });
    });
}

void addServers(TestWords &words)
{
    for (const NamedUrl &server : words.servers) {
        Target target = words.common;
        words.times.applyTo(target);
        target.url = server.url;
        target.agent = words.onlyAgent.empty() ? server.agent : words.onlyAgent;
        // The host and port do not distinguish servers with different paths, so the whole URL is used then.
        const auto isBesideIt = [&](const NamedUrl &other) {
            return other.agent.empty() && other.url.authority() == server.url.authority();
        };
        if (target.agent.empty())
            target.agent = std::ranges::count_if(words.servers, isBesideIt) > 1
                ? nameOf(server.url, words.command.agents)
                : server.url.authority();
        // Results are stored and compared by name, so a name never has secrets.
        target.agent = discreet(target.agent);
        words.command.agents.push_back({std::move(target), words.command.cases});
    }
}

// Results are stored by name, so no two servers may have the same one.
OptionFault checkNames(const std::vector<ClientSpec::Agent> &agents)
{
    std::set<std::string_view> names;
    for (const ClientSpec::Agent &agent : agents) {
        if (!names.insert(agent.target.agent).second)
            return "Two servers are called " + inQuotes(agent.target.agent)
                + "; give them different names with --agent NAME=URL or in the spec file.";
    }
    return std::nullopt;
}

// Removes the cases that no server runs. Without servers (--list) all cases are kept.
OptionFault removeUnusedCases(TestCommand &command)
{
    if (command.agents.empty())
        return std::nullopt;
    std::erase_if(command.cases, [&](const CaseSpec *spec) {
        return std::ranges::none_of(command.agents, [&](const ClientSpec::Agent &agent) {
            return std::ranges::find(agent.cases, spec) != agent.cases.end();
        });
    });
    if (command.cases.empty())
        return "The spec file and the options together leave no case to run.";
    return std::nullopt;
}

} // namespace

Command parseTest(std::span<const std::string> words)
{
    TestWords test;
    TestCommand &command = test.command;
    OptionFault fault = readOptions(words, testOptions(test));
    if (!fault)
        fault = checkCombination(test);
    if (!fault)
        fault = readCases(test.patterns, command.notes, command.cases);
    if (!fault && test.specFile)
        fault = readSpec(test);
    if (!fault) {
        addServers(test);
        fault = checkNames(command.agents);
    }
    if (!fault)
        fault = removeUnusedCases(command);
    if (fault)
        return UsageError{*fault, std::move(command.notes)};
    if (test.reportFolder)
        command.reportFolder = *test.reportFolder;
    return std::move(command);
}

} // namespace fg
