// A run of cases as the window sees it: against one or several agents, once or several times in a row. It
// passes on the events of the network thread, in pieces small enough that the window stays responsive, and
// counts results.
#pragma once

#include "protocol/conformance/run/suite_controller.h"
#include "protocol/report/results/run_report.h"
#include "ui/bench/agent_id.h"

#include <QObject>
#include <QString>

#include <vector>

namespace fg {

// A server that takes part in a run; the target has its name.
struct PlannedAgent
{
    AgentId id;
    Target target;
    std::vector<const CaseSpec *> cases;
};

struct RunPlan
{
    std::vector<PlannedAgent> agents;
    unsigned times = 1; // number of rounds, each a separate run

    [[nodiscard]] int cases() const; // in one round
};

class RunControl final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostJobs = 64;
    static constexpr int mostTimes = 100;

    // The thread must outlive it.
    explicit RunControl(NetworkThread &network, QObject *parent = nullptr);

    // Does nothing while a run is under way; it must be stopped first.
    void run(RunPlan plan, unsigned jobs);
    void stop();
    // Ends the run at once with the results so far, for when the window closes and poll() is not called
    // again.
    void endNow();
    // Processes events for at most a few milliseconds. True if there are more already.
    bool poll();

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] const RunPlan &plan() const { return m_plan; }
    [[nodiscard]] bool hasRun() const { return !m_plan.agents.empty(); }
    [[nodiscard]] int total() const { return m_plan.cases(); }
    [[nodiscard]] int done() const { return m_done; } // of this round
    [[nodiscard]] int failed() const { return m_failed; }
    [[nodiscard]] unsigned round() const { return m_round; } // from 1
    [[nodiscard]] bool wasStopped() const { return m_wasStopped; }

signals:
    void started(); // a run, or another round of it
    void caseStarted(fg::AgentId agent, const fg::CaseStarted &started);
    void caseEnded(fg::AgentId agent, const fg::CaseEnded &ended);
    // An agent could not be reached, or cannot run several cases at once.
    void agentMessage(fg::AgentId agent, const QString &note);
    // The results of a round, also of one that was stopped; isRunning() says whether another round follows.
    void ended(const fg::RunReport &report);
    void progressed();

private:
    void startRound();
    void process(const RunEvent &event);
    void endRound();
    [[nodiscard]] AgentId idOf(const TestedAgent &agent) const;

    SuiteController m_suite;
    RunPlan m_plan;
    RunReport m_report;
    unsigned m_jobs = 1;
    unsigned m_round = 0;
    int m_done = 0;
    int m_failed = 0;
    bool m_isRunning = false;
    bool m_wasStopped = false;
};

} // namespace fg
