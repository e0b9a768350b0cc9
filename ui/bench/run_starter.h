// Starts what a person asks to run or to step through: finds the agents and the cases, waits until the
// targets are resolved, and makes sure that only one thing runs at a time.
#pragma once

#include "ui/bench/agent_book.h"
#include "ui/bench/run_control.h"
#include "ui/bench/target_resolver.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <vector>

namespace fg {

class CaseModel;
class ResultBook;
class StepRun;

// The cases of a run.
enum class RunScope {
    Checked,
    All,
    Failed, // the cases of each agent whose latest result is a failure
};

class RunStarter final : public QObject
{
    Q_OBJECT

public:
    // The parts that describe a run and those that carry it out.
    struct Parts
    {
        TargetResolver &resolver;
        const AgentBook &agents;
        const ResultBook &results;
        const CaseModel &tree;
        RunControl &runs;
        StepRun &steps;
    };

    // All must outlive it.
    explicit RunStarter(const Parts &parts, QObject *parent = nullptr);

    // A run or a stepped case is under way or about to start; nothing else can be started.
    [[nodiscard]] bool isBusy() const;
    void stop();
    // Cancels what is about to start and ends a run with the results so far. For when the window closes.
    void endNow();

    // Run against the checked agents.
    void run(RunScope scope, unsigned times = 1);
    void run(const std::vector<const CaseSpec *> &cases, unsigned times = 1);
    void runCase(AgentId agent, const CaseSpec &spec);
    // Starts a case that waits before each of its steps.
    void stepCase(AgentId agent, const CaseSpec &spec);
    // Repeats the last run against those of its agents that are still in the list.
    void runAgain();
    void setJobs(int jobs) { m_jobs = static_cast<unsigned>(jobs); }
    [[nodiscard]] int jobs() const { return static_cast<int>(m_jobs); }
    // Hosts other than this machine against which cases may start: a person was asked about each of them
    // once. Cases send what no server has to bear, so they never start at a host that nobody has named as a
    // target.
    [[nodiscard]] const QStringList &allowedHosts() const { return m_allowedHosts; }
    void setAllowedHosts(const QStringList &hosts) { m_allowedHosts = hosts; }

signals:
    // A start has begun to wait for its targets, or waits no longer.
    void startingChanged();
    // Cases start to run against these agents.
    void runStarting(const std::vector<fg::AgentId> &agents);
    // There is nothing to run, for this reason.
    void nothingToRun(const QString &reason);
    // Nothing starts before a person agrees: these hosts are not this machine, and nobody was asked about
    // them yet. `agree` allows them and starts.
    void agreementNeeded(const QStringList &hosts, const std::function<void()> &agree);
    // Nothing could be started. `again` starts the same with the settings that the agents have then.
    void refused(const fg::Trouble &trouble, const std::function<void()> &again);

private:
    using Cases = std::vector<const CaseSpec *>;
    using CasesOf = std::function<Cases(const Agent &)>;
    using Use = std::function<void(std::vector<Target>)>;

    // Runs against each checked agent the cases that `casesOf` returns for it. `ifNone`: what is told if
    // there are none.
    void runChecked(const CasesOf &casesOf, const QString &ifNone, unsigned times);
    // Resolves the targets of the plan, then starts it.
    void runPlan(std::vector<PlannedAgent> plan, unsigned times);
    void startRun(std::vector<PlannedAgent> agents, unsigned times);
    // Calls `use` with the resolved targets of the agents, unless they cannot be resolved (then refused() is
    // emitted) or all was stopped. Does nothing while something runs.
    void whenResolved(const std::vector<AgentId> &agents, const Use &use);
    void setStarting(bool isStarting);
    void useIfAllowed(const std::vector<Target> &targets, const Use &use);
    // Null if there is no such agent or it is not a server; nothingToRun() is then emitted with the reason.
    [[nodiscard]] const Agent *serverOf(AgentId agent);

    Parts m_parts;
    unsigned m_jobs = defaultJobs;
    QStringList m_allowedHosts;
    bool m_isStarting = false;
    unsigned m_starts = 0; // starts so far
};

} // namespace fg
