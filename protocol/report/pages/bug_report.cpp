#include "protocol/report/pages/bug_report.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/results/run_report.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/case_comparison.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/plain_verdict.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/step_words.h"
#include "protocol/session/live/target.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/product.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::size_t shownSteps = 20;
constexpr std::size_t shortestFence = 3;

std::size_t longestRunOf(char wanted, std::string_view text)
{
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == wanted ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

std::string hexLine(const OctetBuffer &octets) { return octets.empty() ? "(none)" : toHex(octets); }

class BugReport
{
public:
    BugReport(const CaseResult &result, std::string_view command, std::string_view product)
        : m_result(result)
        , m_spec(*result.spec)
        , m_command(command)
        , m_product(product)
    {
    }

    std::string text()
    {
        heading();
        steps();
        comparison();
        if (m_result.session) {
            closing();
            wireLog(SessionView(*m_result.session, Secrets::Blanked));
        }
        command();
        return std::move(m_out);
    }

private:
    void line(std::string_view text = {})
    {
        m_out += text;
        m_out += '\n';
    }
    void section(std::string_view title)
    {
        line();
        line("### " + std::string(title));
        line();
    }
    void heading();
    void steps();
    void comparison();
    void closing();
    void wireLog(const SessionView &view);
    void command();

    const CaseResult &m_result;
    const CaseSpec &m_spec;
    std::string_view m_command;
    std::string_view m_product;
    std::string m_out;
};

void BugReport::heading()
{
    line("## Conformance case " + m_spec.id + ": " + markdownText(m_spec.title));
    line();
    line("**" + markdownText(plainVerdict(m_result).text()) + "**");
    line();
    if (!m_result.wasStopped)
        line("- Verdict: " + std::string(wordOf(m_result.verdict.behavior)) + ", on the closing "
             + std::string(wordOf(m_result.verdict.close)));
    line("- Agent: " + markdownText(escaped(discreet(m_result.agent)))
         + (m_product.empty() ? "" : " (" + markdownText(escaped(m_product)) + ")"));
    line("- Tests: " + markdownText(m_spec.clause));
    line("- Run: " + dayAndTime(m_result.started) + " with " + markdownText(productToken()));
    for (const std::string &sentence : runDetails(m_result))
        line("- " + markdownText(sentence));
}

void BugReport::steps()
{
    section("What the case does");
    line(markdownText(m_spec.description));
    line();
    for (const std::string &step : stepTexts(m_spec, shownSteps))
        line("1. " + markdownText(step));
    line();
    line("What should come back: " + markdownText(m_spec.expectation));
}

void BugReport::comparison()
{
    const CaseComparison comparison = comparisonOf(m_result);
    section("Expected and observed");
    line("| | Expected | Observed | |");
    line("| --- | --- | --- | --- |");
    for (const ComparedRow &row : comparison.rows)
        line("| " + markdownText(row.what) + " | " + markdownText(row.expected) + " | "
             + markdownText(row.observed) + " | "
             + (row.state == ComparedRow::State::Differs ? "differs" : "") + " |");
    if (!comparison.difference)
        return;
    const OctetDifference &difference = *comparison.difference;
    line();
    line(markdownText(difference.sentence()) + " From octet " + std::to_string(difference.start) + " on:");
    line();
    m_out += markdownBlock("expected " + hexLine(difference.expected) + "\nobserved "
                           + hexLine(difference.observed));
}

void BugReport::closing()
{
    section("How the connection was closed");
    for (const std::string &sentence : closingSentences(m_result.session->closing()))
        line("- " + markdownText(sentence));
}

void BugReport::wireLog(const SessionView &view)
{
    section("Wire log");
    std::string rows;
    const RowCount count = std::min(view.rowCount(), bugReportRows);
    for (RowNumber number; number < endOf(count); ++number) {
        const LogRow row = view.row(number);
        const RowTexts texts = rowTexts(view, number);
        rows += durationText(row.time);
        for (const std::string &text :
             {texts.direction, texts.what, texts.opcode, texts.flags, texts.length, texts.info}) {
            if (!text.empty())
                rows += "  " + text;
        }
        rows += '\n';
    }
    if (view.rowCount() > count)
        rows += "... and " + std::to_string((view.rowCount() - count).value()) + " more rows\n";
    m_out += markdownBlock(rows);
}

void BugReport::command()
{
    if (m_command.empty())
        return;
    section("To run it again");
    m_out += markdownBlock(m_command);
}

} // namespace

std::string markdownBlock(std::string_view text)
{
    const std::string fence(std::max(shortestFence, longestRunOf('`', text) + 1), '`');
    return fence + '\n' + std::string(text) + (text.ends_with('\n') ? "" : "\n") + fence + '\n';
}

std::string markdownText(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            out += ' ';
            continue;
        }
        if (c == '<' || c == '&') {
            out += c == '<' ? "&lt;" : "&amp;";
            continue;
        }
        if (std::string_view("\\`*_[]|~#@!").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string bugReport(const CaseResult &result, std::string_view command, std::string_view product)
{
    return BugReport(result, command, product).text();
}

} // namespace fg
