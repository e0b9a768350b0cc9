#include "protocol/report/pages/junit_report.h"

#include "protocol/handshake/secrets.h"
#include "protocol/report/results/summary_words.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/markup.h"
#include "protocol/text/text_tools.h"

#include <utility>

namespace fg {
namespace {

std::string secondsText(Duration duration)
{
    return fixedSeconds(std::chrono::duration<double>(duration).count());
}

struct Attribute
{
    std::string_view name;
    std::string value; // escaped
};

std::string attributes(const std::vector<Attribute> &list)
{
    std::string out;
    for (const Attribute &attribute : list)
        out += ' ' + std::string(attribute.name) + "=\"" + markup(attribute.value) + '"';
    return out;
}

void addTime(std::vector<Attribute> &list, const std::optional<Duration> &time)
{
    if (time)
        list.push_back({"time", secondsText(*time)});
}

std::vector<Attribute> countAttributes(const AgentResults::Counts &counts)
{
    std::vector<Attribute> list{{"tests", std::to_string(counts.all())},
                                {"failures", std::to_string(counts.failed)},
                                {"errors", std::to_string(counts.errors)},
                                {"skipped", std::to_string(counts.skipped)}};
    addTime(list, counts.time.known());
    return list;
}

// An agent that could not be reached counts as one more test, which is an error.
AgentResults::Counts countsOf(const AgentResults &agent, Strictness strictness)
{
    AgentResults::Counts counts = agent.counts(strictness);
    counts.errors += agent.unreachable ? 1 : 0;
    return counts;
}

AgentResults::Counts sumOf(const RunReport &report, Strictness strictness)
{
    AgentResults::Counts sum;
    for (const AgentResults &agent : report.agents()) {
        const AgentResults::Counts counts = countsOf(agent, strictness);
        sum.passed += counts.passed;
        sum.failed += counts.failed;
        sum.errors += counts.errors;
        sum.skipped += counts.skipped;
        sum.time.add(counts.time);
    }
    return sum;
}

class JunitReport
{
public:
    JunitReport(std::ostream &out, Strictness strictness)
        : m_out(out)
        , m_strictness(strictness)
    {
    }

    void suite(const AgentResults &agent, std::chrono::system_clock::time_point started);

private:
    void testcase(const std::string &agent, const CaseSummary &summary);
    void unreachable(const std::string &agent, const Trouble &trouble);
    void element(std::string_view name, std::string_view type, const std::string &message,
                 const std::string &body);

    std::ostream &m_out;
    Strictness m_strictness;
};

void JunitReport::suite(const AgentResults &agent, std::chrono::system_clock::time_point started)
{
    const std::string name = escaped(discreet(agent.agent));
    std::vector<Attribute> list{{"name", name}, {"timestamp", isoTime(started).substr(0, 19)}};
    for (Attribute &attribute : countAttributes(countsOf(agent, m_strictness)))
        list.push_back(std::move(attribute));
    m_out << "  <testsuite" << attributes(list) << ">\n";
    if (agent.waivedProof)
        m_out << "    <properties><property"
              << attributes({{"name", "certificate-verification"}, {"value", "off"}}) << "/></properties>\n";
    if (agent.unreachable)
        unreachable(name, *agent.unreachable);
    for (const CaseSummary &summary : agent.cases)
        testcase(name, summary);
    if (const std::vector<std::string> notes = agent.allNotes(); !notes.empty()) {
        m_out << "    <system-out>";
        for (const std::string &note : notes)
            m_out << markup(note) << '\n';
        m_out << "</system-out>\n";
    }
    m_out << "  </testsuite>\n";
}

void JunitReport::testcase(const std::string &agent, const CaseSummary &summary)
{
    std::vector<Attribute> list{{"name", caseName(*summary.spec)},
                                {"classname", agent + '.' + categoryName(*summary.spec)}};
    addTime(list, summary.duration);
    m_out << "    <testcase" << attributes(list) << ">\n";
    const std::string verdict = summary.verdictText();
    std::string body = verdict + '\n';
    for (const std::string &reason : reasons(summary))
        body += reason + '\n';
    switch (summary.outcome(m_strictness)) {
    case CaseSummary::Outcome::Passed:
        break;
    case CaseSummary::Outcome::Failed:
        element("failure", "verdict", verdict, body);
        break;
    case CaseSummary::Outcome::Skipped:
        element("skipped", {}, verdict, {});
        break;
    case CaseSummary::Outcome::Error:
        element("error", "connection", summary.resultClose, body);
        break;
    }
    m_out << "      <system-out>" << markup(body) << "</system-out>\n    </testcase>\n";
}

void JunitReport::unreachable(const std::string &agent, const Trouble &trouble)
{
    m_out << "    <testcase" << attributes({{"name", "connection"}, {"classname", agent}, {"time", "0"}})
          << ">\n";
    element("error", "connection", trouble.what, trouble.what + '\n' + trouble.why + '\n' + trouble.advice);
    m_out << "    </testcase>\n";
}

void JunitReport::element(std::string_view name, std::string_view type, const std::string &message,
                          const std::string &body)
{
    std::vector<Attribute> list{{"message", message}};
    if (!type.empty())
        list.push_back({"type", std::string(type)});
    m_out << "      <" << name << attributes(list);
    if (body.empty())
        m_out << "/>\n";
    else
        m_out << '>' << markup(body) << "</" << name << ">\n";
}

} // namespace

void writeJunit(std::ostream &out, const RunReport &report, Strictness strictness)
{
    std::vector<Attribute> list{{"name", "frameglass"}};
    for (Attribute &attribute : countAttributes(sumOf(report, strictness)))
        list.push_back(std::move(attribute));
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" << attributes(list) << ">\n";
    JunitReport junit(out, strictness);
    for (const AgentResults &agent : report.agents())
        junit.suite(agent, report.started());
    out << "</testsuites>\n";
}

} // namespace fg
