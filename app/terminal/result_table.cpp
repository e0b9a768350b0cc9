#include "app/terminal/result_table.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/wording/names.h"
#include "protocol/session/log/session.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

// The widths of the longest words: "INFORMATIONAL" and "UNIMPLEMENTED"; "FAILED BY CLIENT".
constexpr std::size_t behaviorWidth = 13;
constexpr std::size_t closeWidth = 16;
constexpr std::size_t codeWidth = 5;
constexpr std::size_t msWidth = 6;
// Two spaces between columns, so that a verdict of several words can still be parsed as one column.
constexpr std::string_view gap = "  ";

std::string left(std::string_view text, std::size_t width)
{
    std::string out(text);
    out.resize(std::max(width, out.size()), ' ');
    return out;
}

std::string right(const std::string &text, std::size_t width)
{
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

} // namespace

std::string resultLine(const CaseResult &result, std::size_t idWidth)
{
    const auto code = result.session ? result.session->closing().remoteCloseCode : std::nullopt;
    const auto ms = std::chrono::round<std::chrono::milliseconds>(result.duration).count();
    std::string line = left(result.spec->id, idWidth);
    line += gap;
    line += left(wordOf(result.verdict.behavior), behaviorWidth);
    line += gap;
    line += left(wordOf(result.verdict.close), closeWidth);
    line += gap;
    line += left(code ? std::to_string(*code) : "-", codeWidth);
    line += gap;
    line += right(std::to_string(ms), msWidth) + " ms";
    line += gap;
    line += result.spec->title;
    line += '\n';
    return line;
}

ResultTable::ResultTable(std::span<const CaseSpec *const> cases, Strictness strictness,
                         std::function<void(const std::string &)> print)
    : m_cases(cases.begin(), cases.end())
    , m_strictness(strictness)
    , m_print(std::move(print))
{
    for (const CaseSpec *const spec : m_cases)
        m_idWidth = std::max(m_idWidth, spec->id.size());
}

void ResultTable::add(const CaseResult &result)
{
    ++m_ran;
    ++m_counts[result.verdict.behavior];
    if (result.verdict.hasFailed()
        || (m_strictness == Strictness::Strict && result.verdict.behavior == Behavior::NonStrict))
        ++m_failed;
    m_waiting[result.spec] = resultLine(result, m_idWidth);
    printReady();
}

void ResultTable::printReady()
{
    for (; m_next < m_cases.size(); ++m_next) {
        const auto line = m_waiting.find(m_cases[m_next]);
        if (line == m_waiting.end())
            return;
        m_print(line->second);
        m_waiting.erase(line);
    }
}

void ResultTable::finish(Duration duration)
{
    while (!m_waiting.empty() && m_next < m_cases.size()) {
        ++m_next;
        printReady();
    }
    std::string text =
        "\n" + std::to_string(m_ran) + (m_ran == 1 ? " case" : " cases") + " in " + durationText(duration);
    std::string_view separator = ": ";
    for (const auto &[behavior, count] : m_counts) {
        text += separator;
        text += std::to_string(count) + ' ' + std::string(wordOf(behavior));
        separator = ", ";
    }
    text += "; " + std::to_string(m_failed) + " failed in either verdict";
    if (m_ran < m_cases.size())
        text += "; " + std::to_string(m_cases.size() - m_ran) + " not run";
    m_print(text + ".\n");
}

} // namespace fg
