// Results of reports and of earlier runs. They are shown next to the results of this window, each agent of a
// report as a separate agent; the file of a case is read only when its session is wanted.
#pragma once

#include "protocol/report/results/report_import.h"
#include "protocol/report/wording/troubles.h"
#include "ui/bench/agent_id.h"
#include "ui/bench/session_entry.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace fg {

class AgentBook;
class BackgroundJobs;
class ResultBook;

// The source of results that are read.
struct ReportOrigin
{
    QString key; // identifies the report: reading it again replaces its results
    QString label; // for a person; distinguishes agents of the same name: "20 Nov, 17:04"
};

class ReportedResults final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    ReportedResults(AgentBook &agents, ResultBook &results, BackgroundJobs &jobs, QObject *parent = nullptr);

    // Adds the agents of the report under unique names, with their results. `files`: where the report has
    // each case's own file. Returns how many agents did not fit into the list.
    std::size_t addReport(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin);
    // The session of a case; null if there is none yet. The file of a report's case is read in the
    // background; then entryOpened() is emitted, or failed() if it cannot be read.
    [[nodiscard]] EntryPtr openEntry(AgentId agent, const CaseSpec &spec);

signals:
    // A report was added; `first` is its first agent.
    void reportAdded(fg::AgentId first);
    // openEntry() had to read the case, and has done so.
    void entryOpened(const fg::EntryPtr &entry);
    // `again` tries once more to open it.
    void failed(const fg::Trouble &trouble, const std::function<void()> &again);

private:
    // The agent of the book for an agent of a report; none if the list is full.
    [[nodiscard]] AgentId agentFor(const std::string &name, const ReportOrigin &origin);

    AgentBook &m_agents;
    ResultBook &m_results;
    BackgroundJobs &m_jobs;
    // By the origin's key and the agent's name in the report.
    std::map<std::pair<QString, std::string>, AgentId> m_known;
    std::set<std::filesystem::path> m_reading; // files that are being read
};

} // namespace fg
