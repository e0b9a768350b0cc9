// What comes to the cases from files: reports, earlier runs and spec files. Nothing of it takes the place of
// what is there.
#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/background_jobs.h"
#include "ui/base/text.h"
#include "ui/bench/case_bench.h"
#include "ui/bench/reported_entry.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace fg {

// --- reports ---

QString CaseBench::reportedAgent(const std::string &agent, const ReportOrigin &origin)
{
    QString &name = m_reportRows[{origin.key, agent}];
    if (!name.isEmpty() && m_agents.rowOf(name) >= 0) {
        m_results.remove(name); // what is read now may have fewer cases
        return name;
    }
    QString wanted = toQString(agent).trimmed();
    if (m_agents.rowOf(wanted) >= 0)
        wanted = QStringLiteral("%1 (%2)").arg(wanted, origin.label);
    const Agent *const made = m_agents.at(m_agents.addReported(wanted));
    name = made ? made->name : QString();
    return name;
}

std::size_t CaseBench::takeReport(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin)
{
    RunReport shown(report.side(), report.started());
    CaseFiles shownFiles;
    std::size_t leftOut = 0;
    for (const AgentResults &agent : report.agents()) {
        const std::string name = reportedAgent(agent.agent, origin).toStdString();
        if (name.empty()) {
            ++leftOut;
            continue;
        }
        AgentResults &taken = shown.agent(name);
        taken = agent;
        taken.agent = name;
        for (CaseSummary &summary : taken.cases) {
            if (summary.started == std::chrono::system_clock::time_point())
                summary.started = report.started();
        }
        if (const auto known = files.find(agent.agent); known != files.end())
            shownFiles[name] = known->second;
    }
    if (shown.agents().empty())
        return leftOut;
    m_results.take(shown, shownFiles);
    m_currentAgent = toQString(shown.agents().front().agent);
    showResults();
    emit currentAgentChanged();
    return leftOut;
}

EntryPtr CaseBench::openEntry(const QString &agent, const CaseSpec &spec)
{
    const ResultBook::Cell &cell = m_results.cell(agent, spec);
    if (cell.entry || cell.reportFile.empty() || !cell.outcome || !m_reading.insert(cell.reportFile).second)
        return cell.entry;
    using Read = std::variant<EntryPtr, std::string>;
    const auto read = std::make_shared<std::optional<Read>>();
    const auto work = [read, agent, &spec, verdict = cell.outcome->verdict,
                       file = cell.reportFile](BackgroundJobs::Progress &progress) {
        *read =
            readReportedEntry(agent, spec, verdict, file, [&progress](std::uint64_t done, std::uint64_t all) {
                return progress.goOn(done, all);
            });
    };
    const auto done = [this, read, agent, &spec,
                       file = cell.reportFile](const BackgroundJobs::Progress &progress) {
        m_reading.erase(file);
        if (progress.wasStopped() || !*read)
            return;
        if (const auto *const why = std::get_if<std::string>(&**read)) {
            emit refused({tr("The report's file on this case was not opened.").toStdString(), *why, {}});
            return;
        }
        const EntryPtr entry = std::get<EntryPtr>(**read);
        // Its agent may have gone, or have been read anew.
        if (m_results.cell(agent, spec).reportFile != file)
            return;
        m_results.keep(spec, entry);
        emit entryOpened(entry);
    };
    m_jobsAside.start(QStringLiteral("Opening %1").arg(toQString(spec.id)), this, work, done);
    return nullptr;
}

// --- spec files ---

int CaseBench::specAgent(Agent agent, const QStringList &taken)
{
    const std::vector<Agent> &known = m_agents.agents();
    const QString numbered = agent.name + QStringLiteral(" (");
    const auto same = std::find_if(known.begin(), known.end(), [&](const Agent &other) {
        return (other.name == agent.name || other.name.startsWith(numbered)) && other.connectsLike(agent)
            && !taken.contains(other.name);
    });
    if (same == known.end())
        return m_agents.add(std::move(agent));
    const int row = static_cast<int>(same - known.begin());
    agent.name = same->name;
    m_agents.replace(row, std::move(agent));
    return row;
}

std::variant<QStringList, Trouble> CaseBench::takeSpec(const ClientSpec &spec)
{
    if (static_cast<int>(spec.agents.size()) > m_agents.room())
        return Trouble{tr("The agents of the file have no room.").toStdString(),
                       tr("There may be %1 agents; the file has %2, and there is room for %3 more.")
                           .arg(AgentBook::maxAgents)
                           .arg(spec.agents.size())
                           .arg(m_agents.room())
                           .toStdString(),
                       tr("Remove some in the Agents panel, then open the file again.").toStdString()};
    std::set<const CaseSpec *> wanted;
    for (const ClientSpec::Agent &agent : spec.agents)
        wanted.insert(agent.cases.begin(), agent.cases.end());
    std::vector<const CaseSpec *> cases;
    for (const CaseSpec &one : catalogue()) {
        if (wanted.count(&one) > 0)
            cases.push_back(&one);
    }
    QStringList names;
    QStringList notes;
    for (const ClientSpec::Agent &given : spec.agents) {
        Agent agent{.name = toQString(given.target.agent).trimmed(),
                    .text = toQString(given.target.url.text()),
                    .options = given.target,
                    .excluded = {}};
        const Agent of{.name = {}, .text = {}, .options = {}, .excluded = given.cases};
        agent.excluded = of.casesOf(cases);
        const QString asked = agent.name;
        names += m_agents.at(specAgent(std::move(agent), names))->name;
        if (names.back() != asked)
            notes += tr("The name %1 is taken: this one of the file is called %2.")
                         .arg(shownAgent(asked), shownAgent(names.back()));
    }
    m_agents.checkOnly(names);
    m_tree.checkOnly(cases);
    setCurrentAgent(names.front());
    emit specTaken(*m_agents.at(m_agents.rowOf(names.front())));
    return notes;
}

} // namespace fg
