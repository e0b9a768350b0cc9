// Everything about cases in the window: the agents, what runs against them, what it came to, and the case
// tree of the agent that is looked at.
#pragma once

#include "ui/agent_book.h"
#include "ui/case_model.h"
#include "ui/result_book.h"
#include "ui/run_control.h"
#include "ui/serve_control.h"
#include "ui/step_run.h"
#include "ui/target_resolver.h"

#include <QObject>

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace fg {

// Which cases a run has.
enum class RunScope {
    Checked,
    All,
    Failed, // of each agent, as they ran last
};

class CaseBench final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it.
    CaseBench(NetworkThread &network, TargetResolver &resolver, QObject *parent = nullptr);

    [[nodiscard]] AgentBook &agents() { return m_agents; }
    [[nodiscard]] ResultBook &results() { return m_results; }
    [[nodiscard]] RunControl &runs() { return m_runs; }
    [[nodiscard]] StepRun &steps() { return m_steps; }
    [[nodiscard]] ServeControl &serving() { return m_serving; }
    // A run, or a case that is stepped through, is under way: neither starts beside it.
    [[nodiscard]] bool isBusy() const { return m_runs.isRunning() || m_steps.isActive(); }
    void stop();
    // Of the current agent.
    [[nodiscard]] CaseModel &tree() { return m_tree; }
    // Whose results the case tree and the list of sessions show.
    [[nodiscard]] const QString &currentAgent() const { return m_currentAgent; }
    void setCurrentAgent(const QString &name);
    // The session of a case with the current agent; null: it has not run.
    [[nodiscard]] EntryPtr entryOf(const CaseSpec *spec) const;
    // The same for whoever wants to see it: that of an opened report is read now. What is wrong with its file
    // is told.
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
    // Verdicts of an earlier run or of a report take the place of what is shown of its agents. Those that are
    // not in the list get a row of their own; they cannot be run. `files`: as ResultBook::take() has them.
    void takeReport(const RunReport &report, const CaseFiles &files);

    // The agents and cases of a spec file: they become the checked ones. False: not while cases run, or there
    // is no room.
    [[nodiscard]] bool takeSpec(const ClientSpec &spec);

    // Takes what the network thread has done; from a timer.
    void poll();

signals:
    // A case of the current agent; `single`: it is all that runs.
    void caseStarted(const fg::EntryPtr &entry, bool single);
    // The first case of a run found nobody.
    void caseUnreached(const fg::EntryPtr &entry);
    void caseEnded(const fg::EntryPtr &entry);
    void currentAgentChanged();
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
    // Null where there is none, or where it is a client, with the reason told.
    [[nodiscard]] const Agent *serverCalled(const QString &agent);
    struct Begun
    {
        const CaseSpec *spec;
        std::shared_ptr<const Session> session;
        WebSocketUrl url;
        bool isSingle = false; // it is all that runs
    };
    void caseBegun(const QString &agent, const Begun &begun);
    void caseFinished(const QString &agent, const CaseResult &result);
    void showResults();
    void showState(const QString &agent);
    void connectServing();
    // The agent that a client is; made when it first appears.
    [[nodiscard]] QString clientAgent(const QString &client);

    TargetResolver &m_resolver;
    AgentBook m_agents;
    ResultBook m_results;
    RunControl m_runs;
    StepRun m_steps;
    ServeControl m_serving;
    std::map<QString, QString> m_clientRows; // what clients call themselves, and the agents that they are
    CaseModel m_tree;
    QString m_currentAgent;
    std::set<QString> m_stale; // agents whose state shows something old
    unsigned m_jobs = 8;
};

} // namespace fg
