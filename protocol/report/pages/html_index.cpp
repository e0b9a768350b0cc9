// The index page: a table with a row for each case and a column for each agent.
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/pages/html_page.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/report/wording/names.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/markup.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <map>

namespace fg {
namespace {

class IndexPage
{
public:
    IndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName,
              const IndexHeading &heading)
        : m_out(out)
        , m_report(report)
        , m_fileName(fileName)
        , m_heading(heading)
    {
        for (const AgentResults &agent : report.agents()) {
            if (!agent.cases.empty())
                m_agents.push_back(&agent);
        }
        for (const VerdictLook &look : allLooks()) {
            if (&look == &allLooks().front() || occurs(look))
                m_looks.push_back(look);
        }
    }

    void write();

private:
    using RowCells = std::vector<const CaseSummary *>; // by agent; null if the case did not run

    [[nodiscard]] bool occurs(const VerdictLook &look) const;
    void summary();
    void summaryRow(const AgentResults &agent);
    void notices();
    void tools();
    void cases();
    void groupRows(const CaseSpec &spec);
    void caseRow(const CaseSpec &spec, const RowCells &cells);
    void cell(const AgentResults &agent, const CaseSummary *summary);

    std::ostream &m_out;
    const RunReport &m_report;
    const CaseFileName &m_fileName;
    const IndexHeading &m_heading;
    std::vector<const AgentResults *> m_agents; // those that have a column, because some case ran
    std::vector<VerdictLook> m_looks; // those that some case has
    std::string m_group; // of the previous row
    std::string m_subgroup;
};

void IndexPage::write()
{
    beginPage(m_out, "WebSocket conformance report", indexScript());
    m_out << "<header>\n<h1>WebSocket conformance</h1>\n<p class=\"soft\">" << markup(m_heading.subject)
          << " \u00b7 " << markup(m_heading.when) << "</p>\n</header>\n<main>\n";
    summary();
    notices();
    cases();
    m_out << "</main>\n";
    endPage(m_out, indexScript());
}

// --- the results of each agent ---

bool IndexPage::occurs(const VerdictLook &look) const
{
    return std::ranges::any_of(m_agents, [&look](const AgentResults *agent) {
        return std::ranges::any_of(agent->cases,
                                   [&look](const CaseSummary &summary) { return &lookOf(summary) == &look; });
    });
}

void IndexPage::summary()
{
    m_out << "<h2>Agents</h2>\n<div class=\"wide\"><table class=\"summary\">\n<thead><tr><th "
             "scope=\"col\">Agent</th><th class=\"n\" scope=\"col\">Cases</th>";
    for (const VerdictLook &look : m_looks)
        m_out << "<th class=\"n\" scope=\"col\">" << look.name << "</th>";
    m_out << "<th class=\"n\" scope=\"col\">Sum of times</th></tr></thead>\n<tbody>\n";
    for (const AgentResults &agent : m_report.agents())
        summaryRow(agent);
    m_out << "</tbody>\n</table></div>\n";
}

void IndexPage::summaryRow(const AgentResults &agent)
{
    std::map<std::string_view, std::size_t> counts; // by CSS class
    TotalTime time;
    for (const CaseSummary &summary : agent.cases) {
        ++counts[lookOf(summary).cssClass];
        time.add(summary.duration);
    }
    m_out << "<tr><th scope=\"row\">" << foreignMarkup(discreet(agent.agent));
    if (!agent.cases.empty()) {
        m_out << "<svg class=\"bar\" viewBox=\"0 0 " << agent.cases.size()
              << " 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
        std::size_t x = 0;
        for (const VerdictLook &look : m_looks) {
            const std::size_t count = counts[look.cssClass];
            if (count > 0)
                m_out << "<rect class=\"" << look.cssClass << "\" x=\"" << x << "\" width=\"" << count
                      << "\" height=\"1\"/>";
            x += count;
        }
        m_out << "</svg>";
    }
    m_out << "</th><td class=\"n\">" << agent.cases.size() << "</td>";
    for (const VerdictLook &look : m_looks) {
        const std::size_t count = counts[look.cssClass];
        m_out << "<td class=\"n " << (count > 0 ? look.cssClass : "zero") << "\">";
        if (count > 0)
            m_out << "<span class=\"mark\">" << look.mark << "</span>";
        m_out << count << "</td>";
    }
    m_out << "<td class=\"n\">" << (time.known() ? durationText(*time.known()) : "\u2013") << "</td></tr>\n";
}

void IndexPage::notices()
{
    for (const AgentResults &agent : m_report.agents()) {
        if (agent.unreachable)
            m_out << "<div class=\"notice\"><strong>" << foreignMarkup(discreet(agent.agent))
                  << " could not be tested.</strong><p>" << markup(agent.unreachable->what) << ' '
                  << markup(agent.unreachable->why) << "</p><p>" << markup(agent.unreachable->advice)
                  << "</p></div>\n";
        for (const std::string &note : agent.allNotes())
            m_out << "<div class=\"notice note\"><strong>" << foreignMarkup(discreet(agent.agent))
                  << "</strong><p>" << markup(note) << "</p></div>\n";
    }
}

// --- the table ---

void IndexPage::tools()
{
    m_out << "<div class=\"tools\" id=\"tools\" hidden>\n"
             "<label>Find a case<input id=\"find\" type=\"search\" placeholder=\"number or words\"></label>\n"
             "<label>Show<select id=\"show\"><option value=\"all\">all cases</option>"
             "<option value=\"failed\">failed ones</option>"
             "<option value=\"noted\">all but those that passed</option>"
             "<option value=\"differ\">where agents differ</option></select></label>\n"
             "<output id=\"count\"></output>\n</div>\n";
}

void IndexPage::cases()
{
    std::map<unsigned, std::pair<const CaseSpec *, RowCells>> rows; // by number
    for (std::size_t i = 0; i < m_agents.size(); ++i) {
        for (const CaseSummary &summary : m_agents[i]->cases) {
            auto &[spec, cells] = rows[summary.spec->number];
            spec = summary.spec;
            cells.resize(m_agents.size());
            cells[i] = &summary;
        }
    }
    m_out << "<h2>Cases</h2>\n";
    if (rows.empty()) {
        m_out << "<p class=\"soft\">No case has run.</p>\n";
        return;
    }
    tools();
    m_out << "<table class=\"cases\" id=\"cases\">\n<thead><tr><th scope=\"col\">Case</th>"
             "<th scope=\"col\">What it does</th>";
    for (const AgentResults *const agent : m_agents)
        m_out << "<th class=\"agent\" scope=\"col\">" << foreignMarkup(discreet(agent->agent)) << "</th>";
    m_out << "</tr></thead>\n<tbody>\n";
    for (const auto &[number, row] : rows) {
        groupRows(*row.first);
        caseRow(*row.first, row.second);
    }
    m_out << "</tbody>\n</table>\n";
}

const CategoryInfo *category(std::string_view id)
{
    const auto all = categories();
    const auto found = std::ranges::find(all, id, &CategoryInfo::id);
    return found == all.end() ? nullptr : &*found;
}

// Writes headings where a category or subcategory begins.
void IndexPage::groupRows(const CaseSpec &spec)
{
    const std::string group = spec.id.substr(0, spec.id.find('.'));
    const std::string subgroup = spec.id.substr(0, spec.id.rfind('.'));
    const auto heading = [&](const std::string &id, std::string_view cssClass) {
        if (const CategoryInfo *const info = category(id))
            m_out << "<tr class=\"" << cssClass << "\"><th colspan=\"" << m_agents.size() + 2
                  << "\" scope=\"rowgroup\"><span class=\"id\">" << markup(info->id) << "</span> "
                  << markup(info->title) << "</th></tr>\n";
    };
    if (group != m_group)
        heading(group, "group");
    if (subgroup != m_subgroup && subgroup != group)
        heading(subgroup, "group sub");
    m_group = group;
    m_subgroup = subgroup;
}

void IndexPage::caseRow(const CaseSpec &spec, const RowCells &cells)
{
    m_out << "<tr><td class=\"id\">" << markup(spec.id) << "</td><td>" << markup(spec.title) << "</td>";
    for (std::size_t i = 0; i < cells.size(); ++i)
        cell(*m_agents[i], cells[i]);
    m_out << "</tr>\n";
}

void IndexPage::cell(const AgentResults &agent, const CaseSummary *summary)
{
    if (!summary) {
        m_out << "<td class=\"v zero\"><span>not run</span></td>";
        return;
    }
    const VerdictLook &look = lookOf(*summary);
    const CaseVerdict &verdict = summary->verdict;
    m_out << "<td class=\"v " << look.cssClass << "\" data-bad=\"" << look.badness << '"';
    if (summary->duration)
        m_out << " data-time=\"" << wholeMilliseconds(*summary->duration) << '"';
    m_out << " data-verdict=\"" << summary->verdictText() << "\">";
    if (summary->wasStopped) {
        m_out << "<span><span class=\"mark\">" << look.mark << "</span> <b>stopped</b></span></td>";
        return;
    }
    const std::string file = m_fileName ? m_fileName(agent.agent, *summary->spec) : std::string();
    m_out << (file.empty() ? "<span>" : "<a href=\"" + markup(file) + "\">");
    if (summary->duration)
        m_out << "<small>" << wholeMilliseconds(*summary->duration) << " ms</small>";
    m_out << "<span class=\"mark\">" << look.mark << "</span> <b>" << wordOf(verdict.behavior) << "</b>";
    if (summary->couldNotConnect)
        m_out << "<em>no connection</em>";
    else if (verdict.close != CloseBehavior::Ok && verdict.close != CloseBehavior::Informational)
        m_out << "<em>closing " << wordOf(verdict.close) << "</em>";
    m_out << (file.empty() ? "</span></td>" : "</a></td>");
}

} // namespace

IndexHeading headingOf(const RunReport &report)
{
    const bool areServers = report.side() == TestedSide::Servers;
    return {areServers ? "Servers under test" : "Clients under test", dayAndTime(report.started())};
}

void writeIndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName)
{
    writeIndexPage(out, report, fileName, headingOf(report));
}

void writeIndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName,
                    const IndexHeading &heading)
{
    IndexPage(out, report, fileName, heading).write();
}

} // namespace fg
