// Starts what a person asks to run or to step through: finds the agents and the cases, waits until the
// targets are resolved, and makes sure that only one thing runs at a time.
#pragma once

#include "ui/bench/agent_book.h"
#include "ui/bench/run_control.h"
#include "ui/bench/target_resolver.h"

#include <QObject>

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

signals:
    // A start has begun to wait for its targets, or waits no longer.
    void startingChanged();
    // Cases start to run against these agents.
    void runStarting(const std::vector<fg::AgentId> &agents);
    // There is nothing to run, for this reason.
    void nothingToRun(const QString &reason);
    // Nothing could be started.
    void refused(const fg::Trouble &trouble);

private:
    using Cases = std::vector<const CaseSpec *>;
    using CasesOf = std::function<Cases(const Agent &)>;

    // Runs the cases without those that an agent excludes.
    void runSet(const std::vector<Agent> &agents, const Cases &cases, unsigned times);
    void runAgainst(const std::vector<Agent> &agents, const CasesOf &casesOf, unsigned times);
    void startRun(std::vector<PlannedAgent> agents, unsigned times);
    // Calls `use` with the resolved targets, unless they cannot be resolved (then refused() is emitted) or
    // all was stopped.
    void whenResolved(std::vector<ConnectRequest> requests, std::function<void(std::vector<Target>)> use);
    void setStarting(bool isStarting);
    // Null if there is no such agent or it is not a server; nothingToRun() is then emitted with the reason.
    [[nodiscard]] const Agent *serverOf(AgentId agent);

    Parts m_parts;
    unsigned m_jobs = defaultJobs;
    bool m_isStarting = false;
    unsigned m_starts = 0; // starts so far
};

} // namespace fg
