#include "protocol/report/report_import.h"

#include "protocol/conformance/catalogue.h"
#include "protocol/conformance/json_reader.h"
#include "protocol/report/escape.h"
#include "protocol/report/text_tools.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fg {
namespace {

constexpr std::uintmax_t longestFile = 256 * 1024 * 1024;
constexpr std::size_t mostAgents = 1'000;
constexpr std::size_t longestName = 1'000;

std::variant<JsonValue, std::string> parsed(std::string_view text)
{
    auto read = readJson(text, {.octets = longestFile, .depth = 64});
    if (const auto *const fault = std::get_if<JsonFault>(&read))
        return "Line " + std::to_string(fault->place.line) + ", column " + std::to_string(fault->place.column)
            + ": " + std::string(wordsFor(fault->kind)) + '.';
    return std::get<JsonValue>(std::move(read));
}

std::variant<JsonValue, std::string> parsedFile(const std::filesystem::path &path)
{
    const std::string name = inQuotes(path.string());
    std::error_code failed;
    const std::uintmax_t length = std::filesystem::file_size(path, failed);
    if (failed)
        return name + ": " + escaped(failed.message()) + '.';
    if (length > longestFile)
        return name + " is longer than a report is.";
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        return name + " cannot be read.";
    auto value = parsed(text.view());
    if (auto *const fault = std::get_if<std::string>(&value))
        return name + ": " + *fault;
    return value;
}

std::string textIn(const JsonValue &object, std::string_view key)
{
    const JsonMember *const member = object.find(key);
    return member && member->value.kind == JsonValue::Kind::String ? member->value.text : std::string();
}

// Takes the agents and cases of an index, and remembers what it does not know.
class IndexReader
{
public:
    [[nodiscard]] std::variant<ImportedReport, std::string> read(const JsonValue &root)
    {
        constexpr std::string_view expected =
            "expected an index of a report: agents as keys, each with its cases";
        if (root.kind != JsonValue::Kind::Object || root.members.empty() || root.members.size() > mostAgents)
            return std::string(expected) + '.';
        for (const JsonMember &agent : root.members) {
            if (agent.value.kind != JsonValue::Kind::Object || agent.name.size() > longestName)
                return "Line " + std::to_string(agent.place.line) + ": " + std::string(expected) + '.';
            for (const JsonMember &one : agent.value.members)
                takeCase(agent.name, one);
        }
        if (m_taken == 0)
            return std::string("No case of the set is in it.");
        if (m_strangers > 0)
            m_read.notes.push_back(counted(m_strangers, "entry")
                                   + " left out: no case of the set, or no "
                                     "verdict of its.");
        return std::move(m_read);
    }

private:
    void takeCase(const std::string &agent, const JsonMember &one)
    {
        const CaseSpec *const spec = findCase(one.name);
        const auto behavior = behaviorOf(textIn(one.value, "behavior"));
        const auto close = closeBehaviorOf(textIn(one.value, "behaviorClose"));
        if (!spec || !behavior || !close) {
            ++m_strangers;
            return;
        }
        CaseSummary summary{.spec = spec};
        summary.verdict = {*behavior, *close, *behavior, *close};
        if (const JsonMember *code = one.value.find("remoteCloseCode");
            code && code->value.kind == JsonValue::Kind::Number)
            summary.remoteCloseCode = static_cast<std::uint16_t>(std::atoi(code->value.text.c_str()));
        if (const JsonMember *time = one.value.find("duration");
            time && time->value.kind == JsonValue::Kind::Number)
            summary.duration = std::chrono::milliseconds(
                std::clamp(std::atoll(time->value.text.c_str()), 0LL, 86'400'000LL));
        m_read.report.agent(agent).add(std::move(summary));
        m_read.files[agent][one.name] = textIn(one.value, "reportfile");
        ++m_taken;
    }

    ImportedReport m_read;
    std::size_t m_strangers = 0;
    std::size_t m_taken = 0;
};

} // namespace

std::variant<ImportedReport, std::string> readReportIndex(std::string_view text)
{
    auto root = parsed(text);
    if (auto *const fault = std::get_if<std::string>(&root))
        return std::move(*fault);
    return IndexReader().read(std::get<JsonValue>(root));
}

std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path)
{
    std::error_code failed;
    const bool isFolder = std::filesystem::is_directory(path, failed);
    auto root = parsedFile(isFolder ? path / "index.json" : path);
    if (auto *const fault = std::get_if<std::string>(&root))
        return std::move(*fault);
    return IndexReader().read(std::get<JsonValue>(root));
}

std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file)
{
    auto root = parsedFile(file);
    if (auto *const fault = std::get_if<std::string>(&root))
        return std::move(*fault);
    const JsonValue &value = std::get<JsonValue>(root);
    return ImportedCase{escaped(textIn(value, "result")), escaped(textIn(value, "resultClose")),
                        escaped(textIn(value, "started"))};
}

} // namespace fg
