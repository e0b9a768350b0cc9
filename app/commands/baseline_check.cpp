#include "app/commands/baseline_check.h"

#include "app/options/input_file.h"
#include "protocol/report/results/report_import.h"
#include "protocol/report/view/export_options.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/text_tools.h"

#include <filesystem>
#include <map>

namespace fg {
namespace {

using Kind = BaselineChange::Kind;

Baseline partFor(const Baseline &baseline, std::span<const ClientSpec::Agent> agents)
{
    Baseline part;
    for (const ClientSpec::Agent &agent : agents) {
        const auto known = baseline.agents.find(agent.target.agent);
        if (known == baseline.agents.end())
            continue;
        Baseline::Cases &cases = part.agents[agent.target.agent];
        for (const CaseSpec *const spec : agent.cases) {
            if (const auto entry = known->second.find(spec->id); entry != known->second.end())
                cases.insert(*entry);
        }
    }
    return part;
}

bool isJsonObject(std::string_view text)
{
    JsonCursor json(text);
    return json.nextKind() == JsonValue::Kind::Object;
}

// `read`: the report that is in this folder or file.
std::variant<KeptBaseline, std::string>
baselineOfReport(const std::variant<ImportedReport, std::string> &read, const std::string &path)
{
    if (const auto *const why = std::get_if<std::string>(&read))
        return *why;
    const ImportedReport &imported = std::get<ImportedReport>(read);
    KeptBaseline kept{baselineOf(imported.report), {}};
    for (const std::string &note : imported.notes)
        kept.notes.push_back(escaped(path) + ": " + note);
    return kept;
}

bool isPrinted(Kind kind) { return kind == Kind::Regressed || kind == Kind::Fixed || kind == Kind::Changed; }

} // namespace

std::variant<KeptBaseline, std::string> readBaselineFile(const std::string &path)
{
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown))
        return baselineOfReport(readReportFolder(path), path);
    const auto text = readInputFile(path);
    if (const auto *const error = std::get_if<FileError>(&text))
        return error->sentence();
    // What was read is used: a pipe has it only once.
    if (isJsonObject(std::get<std::string>(text))) {
        auto read = readReportIndex(std::get<std::string>(text), std::filesystem::path(path).parent_path());
        if (auto *const why = std::get_if<std::string>(&read))
            *why = inQuotes(path) + ": " + *why;
        return baselineOfReport(read, path);
    }
    auto parsed = parseBaseline(std::get<std::string>(text));
    if (const auto *const error = std::get_if<BaselineError>(&parsed))
        return escaped(path) + ": " + error->sentence();
    return KeptBaseline{std::get<Baseline>(std::move(parsed)), {}};
}

std::optional<FileError> writeBaselineFile(const std::string &path, const RunReport &report, Secrets secrets)
{
    WholeFile file(path, readersOf(secrets));
    writeBaseline(file.stream(), baselineOf(report));
    return file.commit();
}

BaselineComparison compareWith(const Baseline &baseline, const RunReport &report,
                               std::span<const ClientSpec::Agent> agents, Strictness strictness)
{
    BaselineComparison comparison;
    std::map<Kind, std::size_t> counts;
    for (const BaselineChange &change : compare(partFor(baseline, agents), baselineOf(report), strictness)) {
        ++counts[change.kind];
        if (isPrinted(change.kind))
            comparison.text += change.sentence() + '\n';
    }
    comparison.regressed = counts[Kind::Regressed];
    comparison.text += "Compared with the baseline: " + std::to_string(counts[Kind::Regressed])
        + " regressed, " + std::to_string(counts[Kind::Fixed]) + " fixed, "
        + std::to_string(counts[Kind::Changed]) + " changed";
    if (counts[Kind::Added] > 0)
        comparison.text += "; " + std::to_string(counts[Kind::Added]) + " not in it";
    if (counts[Kind::Missing] > 0)
        comparison.text += "; " + std::to_string(counts[Kind::Missing]) + " only in it";
    comparison.text += ".\n";
    return comparison;
}

} // namespace fg
