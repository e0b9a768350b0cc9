#include "protocol/conformance/spec/spec_writer.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/text/json_writer.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace fg {
namespace {

constexpr std::string_view defaultFolder = "reports/servers";
constexpr std::string_view defaultClientFolder = "reports/clients";

using Cases = std::vector<const CaseSpec *>;

JsonValue textValue(std::string_view text)
{
    JsonValue value{.kind = JsonValue::Kind::String};
    value.text = text;
    return value;
}

JsonValue listValue(const std::vector<std::string> &texts)
{
    JsonValue list{.kind = JsonValue::Kind::Array};
    for (const std::string &text : texts)
        list.items.push_back(textValue(text));
    return list;
}

JsonValue objectValue() { return {.kind = JsonValue::Kind::Object}; }

// Replaces the member, or adds it at the end.
void set(JsonValue &object, std::string_view name, JsonValue value)
{
    const auto member = std::ranges::find(object.members, name, &JsonMember::name);
    if (member != object.members.end())
        member->value = std::move(value);
    else
        object.members.push_back({std::string(name), {}, std::move(value)});
}

void remove(JsonValue &object, std::string_view name)
{
    std::erase_if(object.members, [name](const JsonMember &member) { return member.name == name; });
}

void setOrRemove(JsonValue &object, std::string_view name, const std::string &text)
{
    if (text.empty())
        remove(object, name);
    else
        set(object, name, textValue(text));
}

void write(JsonWriter &json, const JsonValue &value)
{
    switch (value.kind) {
    case JsonValue::Kind::Null:
        json.null();
        break;
    case JsonValue::Kind::Boolean:
        json.value(value.boolean);
        break;
    case JsonValue::Kind::Number:
        if (const auto whole = numberIn<std::int64_t>(value.text))
            json.value(*whole);
        else
            json.value(std::strtod(value.text.c_str(), nullptr));
        break;
    case JsonValue::Kind::String:
        json.value(value.text);
        break;
    case JsonValue::Kind::Array:
        json.beginArray();
        for (const JsonValue &item : value.items)
            write(json, item);
        json.endArray();
        break;
    case JsonValue::Kind::Object:
        json.beginObject();
        for (const JsonMember &member : value.members) {
            json.key(member.name);
            write(json, member.value);
        }
        json.endObject();
        break;
    }
}

std::string textOf(const JsonValue &root)
{
    std::ostringstream out;
    JsonWriter json(out, JsonWriter::Layout::Indented);
    write(json, root);
    out << '\n';
    return out.str();
}

JsonValue rootOf(std::string_view original)
{
    auto read = readJson(original);
    auto *const root = std::get_if<JsonValue>(&read);
    return root && root->kind == JsonValue::Kind::Object ? std::move(*root) : objectValue();
}

Cases sorted(Cases cases)
{
    std::ranges::sort(cases, {}, &CaseSpec::number);
    return cases;
}

// The cases that run with at least one of the servers.
Cases allOf(const std::vector<SpecServer> &servers)
{
    Cases all;
    for (const SpecServer &server : servers)
        all.insert(all.end(), server.cases.begin(), server.cases.end());
    all = sorted(std::move(all));
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Cases without(const Cases &cases, const Cases &others)
{
    const std::set<const CaseSpec *> left(others.begin(), others.end());
    Cases rest;
    std::ranges::copy_if(cases, std::back_inserter(rest),
                         [&left](const CaseSpec *spec) { return left.count(spec) == 0; });
    return rest;
}

// A name in "exclude-agent-cases" is a pattern, in which * stands for any characters.
void setCases(JsonValue &root, const std::vector<SpecServer> &servers)
{
    const Cases all = allOf(servers);
    set(root, "cases", listValue(casePatterns(all)));
    set(root, "exclude-cases", listValue({}));
    JsonValue excluded = objectValue();
    for (const SpecServer &server : servers) {
        if (const Cases left = without(all, server.cases); !left.empty())
            set(excluded, server.agent, listValue(casePatterns(left)));
    }
    set(root, "exclude-agent-cases", std::move(excluded));
}

bool hasSameCases(const ClientSpec &spec, const std::vector<SpecServer> &servers)
{
    return std::ranges::equal(
        spec.agents, servers, [](const ClientSpec::Agent &agent, const SpecServer &server) {
            return agent.target.agent == server.agent && sorted(agent.cases) == sorted(server.cases);
        });
}

SpecServer shownServer(SpecServer server, Secrets secrets)
{
    server.subprotocols = discreetSubprotocols(std::move(server.subprotocols), secrets);
    server.agent = discreet(server.agent);
    server.url = discreet(server.url, secrets);
    server.origin = discreet(server.origin, secrets);
    return server;
}

JsonValue serverValue(const SpecServer &server, const JsonValue *before)
{
    JsonValue value = before ? *before : objectValue();
    set(value, "agent", textValue(server.agent));
    set(value, "url", textValue(server.url));
    setOrRemove(value, "origin", server.origin);
    setOrRemove(value, "hostname", server.serverName);
    if (server.subprotocols.empty())
        remove(value, "protocols");
    else
        set(value, "protocols", listValue(server.subprotocols));
    return value;
}

// The object in the file that describes this server.
const JsonValue *objectOf(const JsonValue *list, const std::optional<ClientSpec> &spec,
                          const SpecServer &server)
{
    if (!list || !spec)
        return nullptr;
    for (std::size_t i = 0; i < spec->agents.size() && i < list->items.size(); ++i) {
        if (spec->agents[i].target.agent == server.agent)
            return &list->items[i];
    }
    return nullptr;
}

} // namespace

bool haveSecrets(const std::vector<SpecServer> &servers)
{
    return std::ranges::any_of(servers, [](const SpecServer &server) {
        const SpecServer shown = shownServer(server, Secrets::Blanked);
        return shown.url != server.url || shown.origin != server.origin
            || shown.subprotocols != server.subprotocols;
    });
}

std::string clientSpecText(const std::vector<SpecServer> &given, std::string_view original, Secrets secrets)
{
    std::vector<SpecServer> servers;
    std::ranges::transform(given, std::back_inserter(servers),
                           [secrets](const SpecServer &server) { return shownServer(server, secrets); });
    JsonValue root = rootOf(original);
    std::optional<ClientSpec> spec;
    if (auto read = readClientSpec(original); std::holds_alternative<ClientSpec>(read))
        spec = std::get<ClientSpec>(std::move(read));
    if (!root.find("outdir"))
        set(root, "outdir", textValue(defaultFolder));
    JsonValue list{.kind = JsonValue::Kind::Array};
    const JsonMember *const before = root.find("servers");
    for (const SpecServer &server : servers)
        list.items.push_back(serverValue(server, objectOf(before ? &before->value : nullptr, spec, server)));
    set(root, "servers", std::move(list));
    if (!spec || !hasSameCases(*spec, servers))
        setCases(root, servers);
    return textOf(root);
}

std::string serverSpecText(const ServerSpec &spec, std::string_view original)
{
    JsonValue root = rootOf(original);
    auto read = readServerSpec(original);
    const auto *const before = std::get_if<ServerSpec>(&read);
    set(root, "url", textValue(spec.url.text()));
    if (!root.find("outdir"))
        set(root, "outdir", textValue(defaultClientFolder));
    if (spec.pagePort) {
        JsonValue port{.kind = JsonValue::Kind::Number};
        port.text = std::to_string(*spec.pagePort);
        set(root, "webport", std::move(port));
    }
    setOrRemove(root, "cert", spec.certificateFile);
    setOrRemove(root, "key", spec.keyFile);
    if (before && sorted(before->choice.cases) == sorted(spec.choice.cases))
        return textOf(root);
    set(root, "cases", listValue(casePatterns(spec.choice.cases)));
    set(root, "exclude-cases", listValue({}));
    return textOf(root);
}

} // namespace fg
