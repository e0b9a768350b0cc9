// Everything about cases in the window: the agents, what runs against them, what it came to, and the case
// tree of the agent that is looked at.
#pragma once

#include "ui/bench/agent_book.h"
#include "ui/bench/case_model.h"
#include "ui/bench/result_book.h"
#include "ui/bench/run_control.h"
#include "ui/bench/serve_control.h"
#include "ui/bench/step_run.h"
#include "ui/bench/target_resolver.h"

#include <QObject>

#include <functional>
#include <map>
#include <set>
#include <variant>
#include <vector>

namespace fg {

// Which cases a run has.
enum class RunScope {
    Checked,
    All,
    Failed, // of each agent, as they ran last
};

class BackgroundJobs;

// Where results that are read come from.
struct ReportOrigin
{
    QString key; // the same for the same report: read again, it takes its own place
    QString label; // for a person, where the name of an agent is taken: "20 Nov, 17:04"
};

class CaseBench final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    CaseBench(NetworkThread &network, TargetResolver &resolver, BackgroundJobs &jobs,
              QObject *parent = nullptr);

    [[nodiscard]] AgentBook &agents() { return m_agents; }
    [[nodiscard]] ResultBook &results() { return m_results; }
    [[nodiscard]] RunControl &runs() { return m_runs; }
    [[nodiscard]] StepRun &steps() { return m_steps; }
    [[nodiscard]] ServeControl &serving() { return m_serving; }
    // A run, or a case that is stepped through, is under way or about to start: neither starts beside it.
    [[nodiscard]] bool isBusy() const { return m_isStarting || m_runs.isRunning() || m_steps.isActive(); }
    void stop();
    // With server mode and all that has not come to its end.
    void stopAll();
    [[nodiscard]] bool hasAnythingGoing() const;
    // What still goes on ends as far as it has come. For when the window goes.
    void conclude();
    // Of the current agent.
    [[nodiscard]] CaseModel &tree() { return m_tree; }
    // Whose results the case tree and the list of sessions show.
    [[nodiscard]] const QString &currentAgent() const { return m_currentAgent; }
    void setCurrentAgent(const QString &name);
    // The session of a case with the current agent; null: it has not run.
    [[nodiscard]] EntryPtr entryOf(const CaseSpec *spec) const;
    // The same for whoever wants to see it. That of an opened report is read aside, and comes with
    // entryOpened(); what is wrong with its file is told.
    [[nodiscard]] EntryPtr openEntry(const QString &agent, const CaseSpec &spec);

    // Against the checked agents.
    void run(RunScope scope, unsigned times = 1);
    void run(const std::vector<const CaseSpec *> &cases, unsigned times = 1);
    void runCase(const QString &agent, const CaseSpec &spec);
    // A case that waits before each of its steps.
    void stepCase(const QString &agent, const CaseSpec &spec);
    // The cases of the last run, against the same agents.
    void runAgain();
    void setJobs(int jobs) { m_jobs = static_cast<unsigned>(jobs); }
    [[nodiscard]] int jobs() const { return static_cast<int>(m_jobs); }

    // What later outcomes are compared with.
    void setBaseline(Baseline baseline);
    // Verdicts of an earlier run or of a report are shown beside what is there: their agents get rows of
    // their own, and names that no other has. `files`: as ResultBook::take() has them. Returns how many
    // agents there was no room for.
    std::size_t takeReport(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin);

    // The agents and cases of a spec file become the checked ones. Other agents stay as they are: one of the
    // file that has the name of another gets a name of its own. Returns what there is to say about that, or
    // why nothing was taken.
    [[nodiscard]] std::variant<QStringList, Trouble> takeSpec(const ClientSpec &spec);

    // Takes what the network thread has done; from a timer.
    void poll();

signals:
    // A case of the current agent; `single`: it is all that runs.
    void caseStarted(const fg::EntryPtr &entry, bool single);
    // The first case of a run found nobody.
    void caseUnreached(const fg::EntryPtr &entry);
    void caseEnded(const fg::EntryPtr &entry);
    // A case that openEntry() had to read.
    void entryOpened(const fg::EntryPtr &entry);
    // The first agent of a spec file that was taken.
    void specTaken(const fg::Agent &first);
    void currentAgentChanged();
    // Whether something was asked for that waits until it is known whom to talk to.
    void startingChanged();
    // There is nothing to run: why.
    void nothingToRun(const QString &reason);
    // Nothing could be started.
    void refused(const fg::Trouble &trouble);

private:
    using CasesOf = std::function<std::vector<const CaseSpec *>(const Agent &)>;

    // Without what is left out with an agent.
    void runSet(const std::vector<Agent> &agents, const std::vector<const CaseSpec *> &cases, unsigned times);
    void runAgainst(const std::vector<Agent> &agents, const CasesOf &casesOf, unsigned times);
    void startRun(std::vector<SuiteAgent> agents, unsigned times);
    // Calls it when it is known whom to talk to, unless that is told to be impossible or all was stopped.
    void whenResolved(std::vector<ConnectRequest> requests, std::function<void(std::vector<Target>)> use);
    void setStarting(bool isStarting);
    // Null where there is none, or where it is no server, with the reason told.
    [[nodiscard]] const Agent *serverCalled(const QString &agent);
    struct Begun
    {
        const CaseSpec *spec;
        std::shared_ptr<const Session> session;
        WebSocketUrl url;
        std::shared_ptr<const Target> target; // of a server
        bool isSingle = false; // it is all that runs
    };
    void caseBegun(const QString &agent, const Begun &begun);
    void caseFinished(const QString &agent, const CaseResult &result);
    void showResults();
    void showState(const QString &agent);
    void connectServing();
    // The agent that a client is; made when it first appears.
    [[nodiscard]] QString clientAgent(const QString &client);
    // The agent that one of a report is; empty: there is no room.
    [[nodiscard]] QString reportedAgent(const std::string &agent, const ReportOrigin &origin);
    // The row of a server of a spec file: one that is there and says the same, else a new one.
    [[nodiscard]] int specAgent(Agent agent, const QStringList &taken);

    TargetResolver &m_resolver;
    BackgroundJobs &m_jobsAside;
    AgentBook m_agents;
    ResultBook m_results;
    RunControl m_runs;
    StepRun m_steps;
    ServeControl m_serving;
    std::map<QString, QString> m_clientRows; // what clients call themselves, and the agents that they are
    std::map<std::pair<QString, std::string>, QString> m_reportRows; // the same by origin and name there
    std::set<std::filesystem::path> m_reading; // files of reports
    CaseModel m_tree;
    QString m_currentAgent;
    std::set<QString> m_stale; // agents whose state shows something old
    unsigned m_jobs = defaultJobs;
    bool m_isStarting = false;
    unsigned m_starts = 0; // so far
};

} // namespace fg
