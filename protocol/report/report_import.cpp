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
    explicit IndexReader(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }

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
        // A report is not trusted with where else to read.
        const std::filesystem::path file = std::filesystem::path(textIn(one.value, "reportfile")).filename();
        if (!file.empty() && file != "..")
            m_read.files[agent][one.name] = m_folder / file;
        ++m_taken;
    }

    std::filesystem::path m_folder;
    ImportedReport m_read;
    std::size_t m_strangers = 0;
    std::size_t m_taken = 0;
};

// --- a case's file ---

std::string itemText(const JsonValue &row, std::size_t index)
{
    return index < row.items.size() ? row.items[index].text : std::string();
}

bool itemIsTrue(const JsonValue &row, std::size_t index)
{
    return index < row.items.size() && row.items[index].boolean;
}

// "8 octets: 8882dd739abdde9b", of what is written as [8, "8882dd739abdde9b"].
std::string dataText(const JsonValue &row)
{
    if (row.items.size() < 2)
        return {};
    const JsonValue &data = row.items[1];
    return itemText(data, 0) + (itemText(data, 0) == "1" ? " octet" : " octets")
        + (itemText(data, 1).empty() ? "" : ": " + itemText(data, 1));
}

std::string frameText(std::string_view direction, const JsonValue &row)
{
    std::string out = std::string(direction) + " frame, opcode " + itemText(row, 2);
    if (!itemIsTrue(row, 3))
        out += ", FIN 0";
    if (const std::string rsv = itemText(row, 4); !rsv.empty() && rsv != "0")
        out += ", RSV " + rsv;
    return out + ", " + dataText(row);
}

// The tags are those of json_report.cpp.
std::string wireText(const JsonValue &row)
{
    const std::string tag = itemText(row, 0);
    const std::string value = itemText(row, 1);
    const auto behind = [](std::string_view words, const std::string &rest) {
        return rest.empty() ? std::string(words) : std::string(words) + ' ' + rest;
    };
    if (tag == "TO" || tag == "RO")
        return std::string(tag == "TO" ? "TX " : "RX ") + dataText(row);
    if (tag == "TF" || tag == "RF")
        return frameText(tag == "TF" ? "TX" : "RX", row);
    if (tag == "KL")
        return "fail the connection after " + value + " s";
    if (tag == "KLE")
        return "time is up: failing the connection";
    if (tag == "TI")
        return "close the connection after " + value + " s";
    if (tag == "TIE")
        return "time is up: closing the connection";
    if (tag == "CT")
        return "wait " + value + " s" + behind("", itemText(row, 2));
    if (tag == "CTE")
        return "the wait" + behind("", value) + " is over";
    if (tag == "WLM")
        return itemIsTrue(row, 1) ? "octets and frames are recorded again"
                                  : behind("octets and frames are not recorded from here on", value);
    return behind(tag, value);
}

std::vector<std::string> wireLogOf(const JsonValue &root)
{
    std::vector<std::string> lines;
    const JsonMember *const log = root.find("wirelog");
    if (!log)
        return lines;
    for (const JsonValue &row : log->value.items) {
        if (lines.size() == mostImportedRows) {
            lines.push_back("and " + std::to_string(log->value.items.size() - lines.size()) + " more rows");
            break;
        }
        lines.push_back(wireText(row));
    }
    return lines;
}

} // namespace

std::variant<ImportedReport, std::string> readReportIndex(std::string_view text,
                                                          const std::filesystem::path &folder)
{
    auto root = parsed(text);
    if (auto *const fault = std::get_if<std::string>(&root))
        return std::move(*fault);
    return IndexReader(folder).read(std::get<JsonValue>(root));
}

std::variant<ImportedReport, std::string> readReportFolder(const std::filesystem::path &path)
{
    std::error_code failed;
    const bool isFolder = std::filesystem::is_directory(path, failed);
    auto root = parsedFile(isFolder ? path / "index.json" : path);
    if (auto *const fault = std::get_if<std::string>(&root))
        return std::move(*fault);
    return IndexReader(isFolder ? path : path.parent_path()).read(std::get<JsonValue>(root));
}

std::variant<ImportedCase, std::string> readReportCase(const std::filesystem::path &file)
{
    auto root = parsedFile(file);
    if (auto *const fault = std::get_if<std::string>(&root))
        return std::move(*fault);
    const JsonValue &value = std::get<JsonValue>(root);
    return ImportedCase{textIn(value, "result"), textIn(value, "resultClose"), textIn(value, "started"),
                        wireLogOf(value)};
}

} // namespace fg
