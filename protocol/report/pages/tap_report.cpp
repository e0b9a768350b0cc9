#include "protocol/report/pages/tap_report.h"

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/results/summary_words.h"
#include "protocol/text/escape.h"
#include "protocol/text/json_writer.h"

namespace fg {
namespace {

// '#' begins a directive, and a backslash escapes it. The backslashes that escaped() has written are doubled
// here; a reader of TAP undoes that.
std::string description(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '#' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

class TapReport
{
public:
    TapReport(std::ostream &out, Strictness strictness)
        : m_out(out)
        , m_strictness(strictness)
    {
    }

    void agent(const AgentResults &agent);

private:
    void point(bool isOk, const std::string &text, std::string_view directive = {});
    void testcase(const std::string &agent, const CaseSummary &summary);
    void unreachable(const std::string &agent, const Trouble &trouble);

    std::ostream &m_out;
    Strictness m_strictness;
    std::size_t m_number = 0;
};

void TapReport::agent(const AgentResults &agent)
{
    const std::string name = escaped(discreet(agent.agent));
    for (const std::string &note : agent.allNotes())
        m_out << "# " << name << ": " << note << '\n';
    if (agent.unreachable)
        unreachable(name, *agent.unreachable);
    for (const CaseSummary &summary : agent.cases)
        testcase(name, summary);
}

void TapReport::point(bool isOk, const std::string &text, std::string_view directive)
{
    m_out << (isOk ? "ok " : "not ok ") << ++m_number << " - " << description(text);
    if (!directive.empty())
        m_out << " # " << directive;
    m_out << '\n';
}

// The YAML block has JSON strings, which are YAML scalars.
void TapReport::testcase(const std::string &agent, const CaseSummary &summary)
{
    const std::string text = agent + ' ' + caseName(*summary.spec);
    const CaseSummary::Outcome outcome = summary.outcome(m_strictness);
    if (outcome == CaseSummary::Outcome::Skipped)
        return point(true, text, "SKIP " + summary.verdictText());
    point(outcome == CaseSummary::Outcome::Passed, text);
    if (outcome == CaseSummary::Outcome::Passed)
        return;
    m_out << "  ---\n";
    if (!summary.couldNotConnect) {
        m_out << "  behavior: " << jsonString(wordOf(summary.verdict.behavior)) << '\n';
        m_out << "  behaviorClose: " << jsonString(wordOf(summary.verdict.close)) << '\n';
    }
    m_out << "  clause: " << jsonString(summary.spec->clause) << '\n';
    m_out << "  reasons:\n";
    for (const std::string &reason : reasons(summary))
        m_out << "    - " << jsonString(reason) << '\n';
    m_out << "  ...\n";
}

void TapReport::unreachable(const std::string &agent, const Trouble &trouble)
{
    point(false, agent + " connection");
    m_out << "  ---\n  what: " << jsonString(trouble.what) << "\n  why: " << jsonString(trouble.why)
          << "\n  advice: " << jsonString(trouble.advice) << "\n  ...\n";
}

} // namespace

void writeTap(std::ostream &out, const RunReport &report, Strictness strictness)
{
    std::size_t points = 0;
    for (const AgentResults &agent : report.agents())
        points += agent.cases.size() + (agent.unreachable ? 1 : 0);
    out << "TAP version 14\n1.." << points << '\n';
    TapReport tap(out, strictness);
    for (const AgentResults &agent : report.agents())
        tap.agent(agent);
}

} // namespace fg
