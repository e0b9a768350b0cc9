#include "protocol/report/pages/report_folder.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/report/pages/json_report.h"
#include "protocol/report/pages/text_report.h"
#include "protocol/report/view/export_options.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <system_error>

namespace fg {
namespace {

// Largest number of octets that an agent's name adds to a file name; most systems allow 255 for the whole
// name. The names of clients are no longer than this.
constexpr std::size_t longestStem = 200;

// The rule of the case set: the name in lower case, each character other than a to z and 0 to 9 a blank; then
// the blanks at both ends are removed, and the others are written as '_'. The result may be empty.
std::string plainName(std::string_view agent)
{
    std::string out;
    for (const char c : agent) {
        const bool continuesCharacter = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
        if (isAlphanumeric(c))
            out += lowered(c);
        else if (!continuesCharacter)
            out += ' ';
    }
    out.erase(0, std::min(out.find_first_not_of(' '), out.size()));
    out.resize(std::min(out.find_last_not_of(' ') + 1, longestStem));
    std::ranges::replace(out, ' ', '_');
    return out;
}

std::string inLowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), lowered);
    return text;
}

} // namespace

std::string AgentFileNames::stemOf(std::string_view agent)
{
    const auto known = m_stems.find(agent);
    if (known != m_stems.end())
        return known->second;
    const std::string plain = plainName(discreet(agent));
    std::string stem = plain;
    for (unsigned number = 2; !m_taken.insert(stem).second; ++number)
        stem = plain + '_' + std::to_string(number);
    m_stems.emplace(agent, stem);
    return stem;
}

std::string AgentFileNames::stemOf(std::string_view agent, const CaseSpec &spec)
{
    std::string id = spec.id;
    std::ranges::replace(id, '.', '_');
    return stemOf(agent) + "_case_" + id;
}

std::optional<FileError> ReportFolder::create()
{
    std::error_code ignored;
    // The user's own folder, such as the current one, stays as it is; the files in it are for the owner only.
    const bool isOurs =
        !std::filesystem::exists(m_path, ignored) || std::filesystem::exists(m_path / "index.json", ignored);
    if (std::optional<FileError> error = makeFolder(m_path))
        return error;
    std::error_code failure;
    if (isOurs && m_secrets == Secrets::Kept)
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all, failure);
    if (failure)
        return FileError{m_path.string(), failure.message()};
    return std::nullopt;
}

std::optional<FileError> ReportFolder::writeCase(const CaseResult &result)
{
    if (result.wasStopped)
        return std::nullopt;
    m_hasCases = true;
    const std::string stem = m_names.stemOf(result.agent, *result.spec);
    WholeFile json(m_path / (stem + ".json"), readersOf(m_secrets), NamedBy::Program);
    writeCaseJson(json.stream(), result, m_secrets);
    if (std::optional<FileError> error = json.commit())
        return error;
    WholeFile page(m_path / (stem + ".html"), readersOf(m_secrets), NamedBy::Program);
    writeCasePage(page.stream(), result, stem + ".json", m_secrets);
    return page.commit();
}

std::filesystem::path ReportFolder::textFile(const CaseResult &result)
{
    const std::string name = reportFileName(result);
    const auto [taken, isFree] = m_texts.emplace(inLowerCase(name), result.agent);
    if (isFree || taken->second == result.agent)
        return m_path / name;
    return m_path / (m_names.stemOf(result.agent, *result.spec) + ".txt");
}

bool ReportFolder::hasIndex() const
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(m_path / "index.json", ignored)
        && std::filesystem::is_regular_file(indexPage(), ignored);
}

std::optional<FileError> ReportFolder::writeIndex(const RunReport &report)
{
    m_keptOlderIndex = !m_hasCases && !m_hasWrittenIndex && hasIndex();
    if (m_keptOlderIndex)
        return std::nullopt;
    const auto nameWith = [this](const char *ending) {
        return [this, ending](std::string_view agent, const CaseSpec &spec) {
            return m_names.stemOf(agent, spec) + ending;
        };
    };
    WholeFile json(m_path / "index.json", readersOf(m_secrets), NamedBy::Program);
    writeIndexJson(json.stream(), report, nameWith(".json"));
    if (std::optional<FileError> error = json.commit())
        return error;
    WholeFile page(indexPage(), readersOf(m_secrets), NamedBy::Program);
    writeIndexPage(page.stream(), report, nameWith(".html"));
    m_hasWrittenIndex = true;
    return page.commit();
}

} // namespace fg
