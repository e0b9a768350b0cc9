#include "protocol/report/results/run_record.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/results/agent_names.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/json_reader.h"
#include "protocol/text/json_writer.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <utility>

namespace fg {
namespace {

constexpr std::string_view versionKey = "frameglassRun";
constexpr std::int64_t version = 1;
constexpr std::size_t caseFields = 5;
constexpr std::string_view serversWord = "servers";
constexpr std::string_view clientsWord = "clients";

std::string faultText(const JsonFault &fault)
{
    return "Line " + std::to_string(fault.place.line) + ": " + std::string(wordsFor(fault.kind)) + '.';
}

// 0 if the value is not a whole number.
std::int64_t numberOf(const JsonValue &value)
{
    return value.kind == JsonValue::Kind::Number ? numberIn<std::int64_t>(value.text).value_or(0) : 0;
}

std::int64_t numberOf(const JsonValue &object, std::string_view key)
{
    const JsonMember *const member = object.find(key);
    return member ? numberOf(member->value) : 0;
}

const JsonValue *arrayIn(const JsonValue &object, std::string_view key)
{
    const JsonMember *const member = object.find(key);
    return member && member->value.kind == JsonValue::Kind::Array ? &member->value : nullptr;
}

// Reads a time that isoTime() wrote.
std::optional<std::chrono::system_clock::time_point> timeOf(std::string_view text)
{
    std::array<int, 7> parts{};
    std::size_t at = 0;
    for (int &part : parts) {
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), part);
        if (error != std::errc())
            return std::nullopt;
        at = std::min(text.size(), static_cast<std::size_t>(end - text.data()) + 1);
    }
    std::tm time{};
    time.tm_year = parts[0] - 1900;
    time.tm_mon = parts[1] - 1;
    time.tm_mday = parts[2];
    time.tm_hour = parts[3];
    time.tm_min = parts[4];
    time.tm_sec = parts[5];
    const std::time_t whole = timegm(&time);
    return std::chrono::system_clock::from_time_t(whole) + std::chrono::milliseconds(parts[6]);
}

bool flagIn(const JsonValue &object, std::string_view key)
{
    const JsonMember *const member = object.find(key);
    return member && member->value.boolean;
}

// The notes are escaped here, because the file may have been written without escaping them.
std::vector<std::string> notesOf(const JsonValue &agent)
{
    std::vector<std::string> notes;
    if (const JsonValue *const list = arrayIn(agent, "notes")) {
        for (const JsonValue &note : list->items)
            notes.push_back(escaped(note.text));
    }
    return notes;
}

RunHead headOf(const JsonValue &object)
{
    RunHead head;
    head.side = object.textOf("side") == clientsWord ? TestedSide::Clients : TestedSide::Servers;
    head.series = object.textOf("series");
    head.time = static_cast<unsigned>(std::clamp<std::int64_t>(numberOf(object, "time"), 1, 1'000'000));
    head.times = static_cast<unsigned>(std::clamp<std::int64_t>(numberOf(object, "times"), 1, 1'000'000));
    head.wasStopped = flagIn(object, "stopped");
    head.wasStepped = flagIn(object, "stepped");
    if (const JsonValue *const agents = arrayIn(object, "agents")) {
        for (const JsonValue &agent : agents->items)
            head.agents.push_back({agent.textOf("agent"), agent.textOf("url"), agent.textOf("product"),
                                   static_cast<std::size_t>(numberOf(agent, "cases")),
                                   static_cast<std::size_t>(numberOf(agent, "failed")), notesOf(agent)});
    }
    return head;
}

std::variant<JsonValue, std::string> valueOf(std::string_view line)
{
    auto read = readJson(line, {.octets = longestRunRecord, .depth = 8});
    if (const auto *const fault = std::get_if<JsonFault>(&read))
        return faultText(*fault);
    return std::get<JsonValue>(std::move(read));
}

std::optional<CaseSummary> summaryOf(const JsonValue &fields)
{
    if (fields.items.size() != caseFields)
        return std::nullopt;
    const CaseSpec *const spec = findCase(fields.items[0].text);
    const auto behavior = behaviorOf(fields.items[1].text);
    const auto close = closeBehaviorOf(fields.items[2].text);
    if (!spec || !behavior || !close)
        return std::nullopt;
    CaseSummary summary{.spec = spec};
    summary.verdict = {*behavior, *close, *behavior, *close};
    if (fields.items[3].kind == JsonValue::Kind::Number)
        summary.remoteCloseCode = static_cast<std::uint16_t>(numberOf(fields.items[3]));
    if (fields.items[4].kind == JsonValue::Kind::Number)
        summary.duration = std::chrono::microseconds(numberOf(fields.items[4]));
    return summary;
}

void writeAgentHead(JsonWriter &json, const RunHead::AgentHead &agent)
{
    json.beginObject().member("agent", discreet(agent.agent)).member("url", discreet(agent.url));
    json.member("product", agent.product).member("cases", agent.cases).member("failed", agent.failed);
    json.key("notes").beginArray();
    for (const std::string &note : agent.notes)
        json.value(note);
    json.endArray().endObject();
}

void writeCases(std::ostream &out, const AgentResults &agent)
{
    JsonWriter json(out);
    json.beginObject().member("agent", discreet(agent.agent)).key("cases").beginArray();
    for (const CaseSummary &summary : agent.cases) {
        if (summary.wasStopped)
            continue;
        const auto spent = summary.duration
            ? std::optional(std::chrono::round<std::chrono::microseconds>(*summary.duration).count())
            : std::nullopt;
        json.beginArray().value(summary.spec->id);
        json.value(wordOf(summary.verdict.behavior)).value(wordOf(summary.verdict.close));
        json.value(summary.remoteCloseCode).value(spent).endArray();
    }
    json.endArray().endObject();
    out << '\n';
}

} // namespace

std::vector<RunHead::AgentHead> agentHeads(const RunReport &report)
{
    std::vector<RunHead::AgentHead> heads;
    for (const AgentResults &agent : report.agents()) {
        const auto ran = std::ranges::count_if(
            agent.cases, [](const CaseSummary &summary) { return !summary.wasStopped; });
        const AgentResults::Counts counts = agent.counts(Strictness::Normal);
        heads.push_back({agent.agent, agent.url, agent.product, static_cast<std::size_t>(ran),
                         counts.failed + counts.errors, agent.allNotes()});
    }
    return heads;
}

void writeRunRecord(std::ostream &out, const RunHead &head, const RunReport &report)
{
    JsonWriter json(out);
    json.beginObject().member(versionKey, version).member("started", isoTime(head.started));
    json.member("side", head.side == TestedSide::Clients ? clientsWord : serversWord);
    json.member("series", head.series).member("time", head.time).member("times", head.times);
    json.member("stopped", head.wasStopped).member("stepped", head.wasStepped).key("agents").beginArray();
    for (const RunHead::AgentHead &agent : head.agents)
        writeAgentHead(json, agent);
    json.endArray().endObject();
    out << '\n';
    for (const AgentResults &agent : report.agents())
        writeCases(out, agent);
}

namespace {

std::variant<RunHead, std::string> readHead(std::string_view line, AgentNames &names)
{
    auto read = valueOf(line);
    if (auto *const fault = std::get_if<std::string>(&read))
        return std::move(*fault);
    const JsonValue &object = std::get<JsonValue>(read);
    if (object.kind != JsonValue::Kind::Object || numberOf(object, versionKey) != version)
        return std::string("This is not a run in the format of this version.");
    RunHead head = headOf(object);
    const auto started = timeOf(object.textOf("started"));
    if (!started)
        return std::string("Line 1: expected a time as \"started\".");
    head.started = *started;
    for (RunHead::AgentHead &agent : head.agents)
        agent.agent = names.nameFor(agent.agent);
    return head;
}

} // namespace

std::variant<RunHead, std::string> readRunHead(std::string_view line)
{
    AgentNames names;
    return readHead(line, names);
}

std::variant<RunRecord, std::string> readRunRecord(std::string_view text)
{
    const std::string_view first = text.substr(0, text.find('\n'));
    AgentNames names;
    auto head = readHead(first, names);
    if (auto *const fault = std::get_if<std::string>(&head))
        return std::move(*fault);
    RunRecord record;
    record.head = std::get<RunHead>(std::move(head));
    record.report = RunReport(record.head.side, record.head.started);
    for (const RunHead::AgentHead &agent : record.head.agents) {
        AgentResults &results = record.report.agent(agent.agent);
        results.url = agent.url;
        results.product = agent.product;
        results.notes = agent.notes;
    }
    text.remove_prefix(std::min(text.size(), first.size() + 1));
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        auto read = valueOf(line);
        if (auto *const fault = std::get_if<std::string>(&read))
            return std::move(*fault);
        const JsonValue &object = std::get<JsonValue>(read);
        AgentResults &results = record.report.agent(names.nameFor(object.textOf("agent")));
        if (const JsonValue *const cases = arrayIn(object, "cases")) {
            for (const JsonValue &fields : cases->items) {
                if (std::optional<CaseSummary> summary = summaryOf(fields))
                    results.add(std::move(*summary));
            }
        }
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return record;
}

} // namespace fg
