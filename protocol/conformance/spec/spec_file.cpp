#include "protocol/conformance/spec/spec_file.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/conformance/spec/spec_options.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <initializer_list>

namespace fg {

namespace {

constexpr std::string_view caseList = "a list of case patterns such as \"1.*\"";
constexpr std::string_view clientUrl = "the URL of a server such as \"ws://127.0.0.1:9001\"";
constexpr std::string_view serverUrl = "the URL to listen at such as \"ws://127.0.0.1:9001\"";
constexpr std::size_t longestQuote = 60;

// The result is printed on a terminal. Control characters are replaced by question marks.
std::string inQuotes(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text.substr(0, longestQuote))
        quoted += static_cast<unsigned char>(c) < 0x20 || c == '\x7f' ? '?' : c;
    return quoted + (text.size() > longestQuote ? "...\"" : "\"");
}

std::string found(const JsonValue &value)
{
    switch (value.kind) {
    case JsonValue::Kind::Null:
        return "null";
    case JsonValue::Kind::Boolean:
        return value.boolean ? "true" : "false";
    case JsonValue::Kind::Number:
        return "a number";
    case JsonValue::Kind::String:
        return inQuotes(value.text);
    case JsonValue::Kind::Array:
        return "a list";
    case JsonValue::Kind::Object:
        return "an object";
    }
    return {};
}

std::string_view nameOf(JsonValue::Kind kind)
{
    switch (kind) {
    case JsonValue::Kind::Null:
        return "null";
    case JsonValue::Kind::Boolean:
        return "true or false";
    case JsonValue::Kind::Number:
        return "a number";
    case JsonValue::Kind::String:
        return "text in quotes";
    case JsonValue::Kind::Array:
        return "a list";
    case JsonValue::Kind::Object:
        return "an object";
    }
    return {};
}

std::string_view faultOfUrl(UrlFault fault)
{
    switch (fault) {
    case UrlFault::NoScheme:
    case UrlFault::OtherScheme:
        return "which does not begin with ws:// or wss://";
    case UrlFault::NoHost:
        return "which has no host";
    case UrlFault::BadHost:
        return "whose host is neither a name nor an address";
    case UrlFault::BadPort:
        return "whose port is not a number from 1 to 65535";
    case UrlFault::HasFragment:
        return "which has a #";
    case UrlFault::BadCharacter:
        return "which has a control character, or a backslash before its path";
    }
    return {};
}

// Reads the known keys of a spec file, and keeps the first error and all notes. Values that are read after an
// error are not used.
class SpecReader
{
public:
    std::optional<SpecRemark> fault;
    std::vector<SpecRemark> notes;

    void fail(JsonPlace place, std::string_view key, std::string text)
    {
        if (!fault)
            fault = SpecRemark{place, std::string(key), std::move(text)};
    }
    void failExpected(const JsonValue &value, std::string_view key, std::string_view expected)
    {
        fail(value.place, key, "expected " + std::string(expected) + ", found " + found(value));
    }
    void failMissing(const JsonValue &object, std::string_view key, std::string_view expected)
    {
        fail(object.place, key, "is missing; expected " + std::string(expected));
    }
    void note(JsonPlace place, std::string_view key, std::string text)
    {
        notes.push_back({place, std::string(key), std::move(text)});
    }

    // A null pointer if the member is missing, is null, or has another type (which is an error).
    const JsonValue *find(const JsonValue &object, std::string_view key, JsonValue::Kind kind,
                          std::string_view expected)
    {
        const JsonMember *const member = object.find(key);
        if (!member || member->value.kind == JsonValue::Kind::Null)
            return nullptr;
        if (member->value.kind == kind)
            return &member->value;
        failExpected(member->value, key, expected);
        return nullptr;
    }
    std::optional<std::string> readText(const JsonValue &object, std::string_view key,
                                        std::string_view expected)
    {
        const JsonValue *const value = find(object, key, JsonValue::Kind::String, expected);
        if (!value)
            return std::nullopt;
        if (value->text.empty() || value->text.find('\0') != std::string::npos)
            failExpected(*value, key, expected);
        return value->text;
    }

    void noteUnknownKeys(const JsonValue &object, std::initializer_list<std::string_view> known);
    std::optional<JsonValue> root(std::string_view text);
    WebSocketUrl readUrl(const JsonValue &object, std::string_view expected);
    std::vector<std::string> readTexts(const JsonValue &list, std::string_view key,
                                       std::string_view expected);
    std::vector<std::string> readPatterns(const JsonValue &list, std::string_view key, PatternEnd end);
    void checkOptions(const JsonValue &object);
    CaseChoice readChoice(const JsonValue &object);
    void noteIdleAgents(const JsonValue &object, const std::vector<ClientSpec::Agent> &agents);
    std::vector<ClientSpec::Agent> readAgents(const JsonValue &object);

    void checkTls(const JsonValue &object, const ServerSpec &spec);

private:
    ClientSpec::Agent readAgent(const JsonValue &server);
    std::vector<const CaseSpec *> readCases(const JsonValue &object);
};

// A misspelt key would silently have no effect, so it gets a note. If a key occurs twice, the last one
// counts.
void SpecReader::noteUnknownKeys(const JsonValue &object, std::initializer_list<std::string_view> known)
{
    for (const JsonMember &member : object.members) {
        if (std::ranges::find(known, member.name) == known.end())
            note(member.place, member.name, "unknown key, ignored");
        else if (&member != object.find(member.name))
            note(member.place, member.name, "ignored, since the same key follows");
    }
}

std::optional<JsonValue> SpecReader::root(std::string_view text)
{
    auto read = readJson(text);
    if (const auto *const bad = std::get_if<JsonFault>(&read)) {
        fail(bad->place, {},
             "column " + std::to_string(bad->place.column) + ": " + std::string(wordsFor(bad->kind)));
        return std::nullopt;
    }
    auto &value = std::get<JsonValue>(read);
    if (value.kind != JsonValue::Kind::Object) {
        failExpected(value, {}, "an object with keys such as \"cases\"");
        return std::nullopt;
    }
    return std::move(value);
}

WebSocketUrl SpecReader::readUrl(const JsonValue &object, std::string_view expected)
{
    const JsonValue *const value = find(object, "url", JsonValue::Kind::String, expected);
    if (!value) {
        failMissing(object, "url", expected);
        return {};
    }
    const auto url = parseWebSocketUrl(value->text);
    if (const auto *const bad = std::get_if<UrlFault>(&url)) {
        fail(value->place, "url",
             "expected " + std::string(expected) + ", found " + inQuotes(discreetUrl(value->text)) + ", "
                 + std::string(faultOfUrl(*bad)));
        return {};
    }
    return std::get<WebSocketUrl>(url);
}

std::vector<std::string> SpecReader::readTexts(const JsonValue &list, std::string_view key,
                                               std::string_view expected)
{
    std::vector<std::string> texts;
    for (const JsonValue &item : list.items) {
        if (item.kind != JsonValue::Kind::String)
            fail(item.place, key, "expected " + std::string(expected) + ", found " + found(item) + " in it");
        texts.push_back(item.text);
    }
    return texts;
}

// A pattern that fits no case has no effect. Public files have such ones, for cases of older sets.
std::vector<std::string> SpecReader::readPatterns(const JsonValue &list, std::string_view key, PatternEnd end)
{
    for (const JsonValue &item : list.items) {
        if (item.kind == JsonValue::Kind::String && !fitsAnyCase(item.text, end))
            note(item.place, key, "no case fits " + found(item) + ", which has no effect");
    }
    return readTexts(list, key, caseList);
}

void SpecReader::checkOptions(const JsonValue &object)
{
    const JsonValue *const chosen = find(object, "options", JsonValue::Kind::Object, "an object");
    if (!chosen)
        return;
    for (const JsonMember &member : chosen->members) {
        const SpecOption *const option = findSpecOption(member.name);
        if (!option)
            note(member.place, member.name, "unknown option, ignored");
        else if (member.value.kind != option->kind)
            failExpected(member.value, member.name, nameOf(option->kind));
        else if (!isUsual(*option, member.value))
            note(member.place, member.name, "has no effect: " + std::string(option->instead));
    }
}

std::vector<const CaseSpec *> SpecReader::readCases(const JsonValue &object)
{
    const JsonValue *const list = find(object, "cases", JsonValue::Kind::Array, caseList);
    if (list)
        return selectCases(readPatterns(*list, "cases", PatternEnd::Open));
    failMissing(object, "cases", caseList);
    return {};
}

CaseChoice SpecReader::readChoice(const JsonValue &object)
{
    CaseChoice choice{.cases = readCases(object), .exclusions = {}};
    if (const JsonValue *list = find(object, "exclude-cases", JsonValue::Kind::Array, caseList))
        choice.cases =
            withoutCases(std::move(choice.cases), readPatterns(*list, "exclude-cases", PatternEnd::Open));
    const std::string_view key = "exclude-agent-cases";
    const JsonValue *const agents = find(object, key, JsonValue::Kind::Object,
                                         "an object with agents as keys, each with a list of case patterns");
    if (!agents)
        return choice;
    for (const JsonMember &agent : agents->members) {
        if (agent.value.kind != JsonValue::Kind::Array)
            failExpected(agent.value, agent.name, caseList);
        choice.exclusions.push_back({agent.name, readPatterns(agent.value, agent.name, PatternEnd::AtEnd)});
    }
    return choice;
}

// The list of an agent that the file does not have has no effect, so a misspelt name is said.
void SpecReader::noteIdleAgents(const JsonValue &object, const std::vector<ClientSpec::Agent> &agents)
{
    const std::string_view key = "exclude-agent-cases";
    const JsonMember *const lists = object.find(key);
    if (!lists)
        return;
    for (const JsonMember &list : lists->value.members) {
        if (std::ranges::none_of(agents, [&](const ClientSpec::Agent &agent) {
                return fitsPattern(list.name, agent.target.agent);
            }))
            note(list.place, key, "no server's name fits " + inQuotes(list.name) + ", which has no effect");
    }
}

ClientSpec::Agent SpecReader::readAgent(const JsonValue &server)
{
    ClientSpec::Agent agent;
    if (server.kind != JsonValue::Kind::Object) {
        fail(server.place, "servers", "expected a list of objects, found " + found(server) + " in it");
        return agent;
    }
    noteUnknownKeys(server, {"agent", "url", "options", "hostname", "origin", "protocols"});
    Target &target = agent.target;
    target.url = readUrl(server, clientUrl);
    // Results are stored and compared by name, so a name never has secrets.
    target.agent =
        discreet(readText(server, "agent", "a name for the reports").value_or(target.url.authority()));
    target.origin = readText(server, "origin", "an origin such as \"http://127.0.0.1\"").value_or("");
    const std::string_view names = "a list of names of subprotocols";
    if (const JsonValue *list = find(server, "protocols", JsonValue::Kind::Array, names))
        target.subprotocols = readTexts(*list, "protocols", names);
    if (const auto name = readText(server, "hostname", "the name that the server's certificate is for")) {
        target.tls.serverName = *name;
        if (!target.url.isSecure)
            note(server.find("hostname")->place, "hostname", "has no effect: the URL is not a wss URL");
    }
    if (target.url.isSecure) {
        agent.verification = SpecRemark{server.find("url")->place, "url", {}};
        settleVerification(agent); // needs to know the credentials, so the subprotocols
    }
    checkOptions(server);
    return agent;
}

std::vector<ClientSpec::Agent> SpecReader::readAgents(const JsonValue &object)
{
    const std::string_view expected = "a list with an object for each server";
    std::vector<ClientSpec::Agent> agents;
    const JsonValue *const servers = find(object, "servers", JsonValue::Kind::Array, expected);
    if (!servers) {
        failMissing(object, "servers", expected);
        return agents;
    }
    if (servers->items.empty())
        fail(servers->place, "servers", "expected at least one server, found none");
    for (const JsonValue &server : servers->items)
        agents.push_back(readAgent(server));
    return agents;
}

// A wss URL needs both files, and a ws URL needs neither.
void SpecReader::checkTls(const JsonValue &object, const ServerSpec &spec)
{
    const std::pair<std::string_view, const std::string &> files[] = {{"cert", spec.certificateFile},
                                                                      {"key", spec.keyFile}};
    for (const auto &[key, file] : files) {
        const JsonMember *const member = object.find(key);
        if (spec.url.isSecure && file.empty())
            failMissing(object, key, "the name of a PEM file, which a wss URL needs");
        else if (!spec.url.isSecure && member && !file.empty())
            note(member->place, key, "has no effect: the URL is not a wss URL");
    }
}

} // namespace

std::string SpecRemark::sentence(std::string_view fileName) const
{
    std::string words = std::string(fileName) + ':' + std::to_string(place.line) + ": ";
    if (!key.empty())
        words += inQuotes(key) + ": ";
    return words + text;
}

void settleVerification(ClientSpec::Agent &agent)
{
    using Verification = TlsClientSettings::Verification;
    if (!agent.verification)
        return;
    const std::optional<std::string> credential = credentialOf(agent.target);
    agent.target.tls.verification = credential ? Verification::Full : Verification::AllowFaults;
    agent.verification->text = credential ? "the server's certificate is verified, because " + *credential
            + " is sent to it; only --insecure allows faults then, not a spec file"
                                          : "the server's certificate is not verified";
}

std::vector<const CaseSpec *> CaseChoice::casesFor(std::string_view agent) const
{
    std::vector<const CaseSpec *> chosen = cases;
    for (const Exclusion &exclusion : exclusions) {
        if (fitsPattern(exclusion.agent, agent))
            chosen = withoutCases(std::move(chosen), exclusion.cases, PatternEnd::AtEnd);
    }
    return chosen;
}

std::variant<ClientSpec, SpecRemark> readClientSpec(std::string_view text)
{
    SpecReader reader;
    ClientSpec spec;
    if (const auto root = reader.root(text)) {
        reader.noteUnknownKeys(
            *root, {"outdir", "servers", "options", "cases", "exclude-cases", "exclude-agent-cases"});
        spec.reportFolder = reader.readText(*root, "outdir", "the name of a folder");
        reader.checkOptions(*root);
        const CaseChoice choice = reader.readChoice(*root);
        spec.agents = reader.readAgents(*root);
        reader.noteIdleAgents(*root, spec.agents);
        for (ClientSpec::Agent &agent : spec.agents)
            agent.cases = choice.casesFor(agent.target.agent);
    }
    if (reader.fault)
        return *reader.fault;
    spec.notes = std::move(reader.notes);
    return spec;
}

std::variant<ServerSpec, SpecRemark> readServerSpec(std::string_view text, TlsFiles files)
{
    SpecReader reader;
    ServerSpec spec;
    if (const auto root = reader.root(text)) {
        reader.noteUnknownKeys(*root,
                               {"url", "outdir", "webport", "cases", "exclude-cases", "exclude-agent-cases",
                                "options", "key", "cert"});
        spec.url = reader.readUrl(*root, serverUrl);
        spec.reportFolder = reader.readText(*root, "outdir", "the name of a folder");
        reader.checkOptions(*root);
        spec.choice = reader.readChoice(*root);
        spec.keyFile = reader.readText(*root, "key", "the name of a PEM file").value_or("");
        spec.certificateFile = reader.readText(*root, "cert", "the name of a PEM file").value_or("");
        if (files == TlsFiles::OfSpec)
            reader.checkTls(*root, spec);
        const std::string_view port = "a port from 1 to 65535, or 0 for no page";
        if (const JsonValue *value = reader.find(*root, "webport", JsonValue::Kind::Number, port)) {
            spec.pagePort = numberIn<std::uint16_t>(value->text);
            if (!spec.pagePort)
                reader.fail(value->place, "webport",
                            "expected " + std::string(port) + ", found " + value->text);
        }
    }
    if (reader.fault)
        return *reader.fault;
    spec.notes = std::move(reader.notes);
    return spec;
}

} // namespace fg
