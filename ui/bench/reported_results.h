// Results that did not come about here: of reports and of earlier runs. They are shown beside what is there,
// under agents of their own; a case's own file is read when somebody wants to see it.
#pragma once

#include "protocol/report/results/report_import.h"
#include "protocol/report/wording/wording.h"
#include "ui/bench/agent_id.h"
#include "ui/bench/session_entry.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace fg {

class AgentBook;
class BackgroundJobs;
class ResultBook;

// Where results that are read come from.
struct ReportOrigin
{
    QString key; // the same for the same report: read again, it takes its own place
    QString label; // for a person, where the name of an agent is taken: "20 Nov, 17:04"
};

class ReportedResults final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    ReportedResults(AgentBook &agents, ResultBook &results, BackgroundJobs &jobs, QObject *parent = nullptr);

    // The agents get rows of their own, and names that no other has. `files`: where the report has each
    // case's own file. Returns how many agents there was no room for.
    std::size_t take(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin);
    // The session of a case for whoever wants to see it; null: there is none. That of an opened report is
    // read aside, and comes with entryOpened(); what is wrong with its file is told.
    [[nodiscard]] EntryPtr openEntry(AgentId agent, const CaseSpec &spec);

signals:
    // The first agent of what was taken.
    void taken(fg::AgentId first);
    // A case that openEntry() had to read.
    void entryOpened(const fg::EntryPtr &entry);
    void failed(const fg::Trouble &trouble);

private:
    // The agent that one of a report is; none: there is no room.
    [[nodiscard]] AgentId agentFor(const std::string &name, const ReportOrigin &origin);

    AgentBook &m_agents;
    ResultBook &m_results;
    BackgroundJobs &m_jobs;
    std::map<std::pair<QString, std::string>, AgentId> m_known; // by origin, and name there
    std::set<std::filesystem::path> m_reading; // files of reports
};

} // namespace fg
