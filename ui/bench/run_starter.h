// Starts what a person asks to run or to step through: it finds the agents and cases of it, waits until it is
// known whom to connect to, and sees to it that one thing runs at a time.
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

// Which cases a run has.
enum class RunScope {
    Checked,
    All,
    Failed, // of each agent, as they ran last
};

class RunStarter final : public QObject
{
    Q_OBJECT

public:
    // What a run is made of and what carries it out.
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

    // A run, or a case that is stepped through, is under way or about to start: neither starts beside it.
    [[nodiscard]] bool isBusy() const;
    void stop();
    // What is about to start does not, and a run ends as far as it has come. For when the window goes.
    void conclude();

    // Against the checked agents.
    void run(RunScope scope, unsigned times = 1);
    void run(const std::vector<const CaseSpec *> &cases, unsigned times = 1);
    void runCase(AgentId agent, const CaseSpec &spec);
    // A case that waits before each of its steps.
    void stepCase(AgentId agent, const CaseSpec &spec);
    // The cases of the last run, against the same agents.
    void runAgain();
    void setJobs(int jobs) { m_jobs = static_cast<unsigned>(jobs); }
    [[nodiscard]] int jobs() const { return static_cast<int>(m_jobs); }

signals:
    // Whether something was asked for that waits until it is known whom to talk to.
    void startingChanged();
    // Cases of these agents start now.
    void runs(const std::vector<fg::AgentId> &agents);
    // There is nothing to run: why.
    void nothingToRun(const QString &reason);
    // Nothing could be started.
    void refused(const fg::Trouble &trouble);

private:
    using Cases = std::vector<const CaseSpec *>;
    using CasesOf = std::function<Cases(const Agent &)>;

    // Without what is left out with an agent.
    void runSet(const std::vector<Agent> &agents, const Cases &cases, unsigned times);
    void runAgainst(const std::vector<Agent> &agents, const CasesOf &casesOf, unsigned times);
    void startRun(std::vector<PlannedAgent> agents, unsigned times);
    // Calls it when it is known whom to talk to, unless that is told to be impossible or all was stopped.
    void whenResolved(std::vector<ConnectRequest> requests, std::function<void(std::vector<Target>)> use);
    void setStarting(bool isStarting);
    // Null where there is none, or where it is not a server, with the reason told.
    [[nodiscard]] const Agent *serverOf(AgentId agent);

    Parts m_parts;
    unsigned m_jobs = defaultJobs;
    bool m_isStarting = false;
    unsigned m_starts = 0; // so far
};

} // namespace fg
