// A run of cases as the window sees it: against one agent or several, once or many times over. It hands on
// what the network thread tells, in pieces small enough that the window stays quick, and keeps count.
#pragma once

#include "protocol/conformance/run/suite_controller.h"
#include "protocol/report/results/run_report.h"
#include "ui/bench/agent_id.h"

#include <QObject>
#include <QString>

#include <vector>

namespace fg {

// A server that takes part in a run; its name is in the target.
struct PlannedAgent
{
    AgentId id;
    Target target;
    std::vector<const CaseSpec *> cases;
};

struct RunPlan
{
    std::vector<PlannedAgent> agents;
    unsigned times = 1; // over, each a run of its own

    [[nodiscard]] int cases() const; // once
};

class RunControl final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostJobs = 64;
    static constexpr int mostTimes = 100;

    // The thread must outlive it.
    explicit RunControl(NetworkThread &network, QObject *parent = nullptr);

    // One run at a time: nothing while one is under way, since stopping it is a decision of its own.
    void run(RunPlan plan, unsigned jobs);
    void stop();
    // Ends it at once with what has been told so far. For when nothing will ask any more.
    void conclude();
    // Takes what has happened, for at most a few milliseconds. True: there is more already.
    bool poll();

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] const RunPlan &plan() const { return m_plan; }
    [[nodiscard]] bool hasRun() const { return !m_plan.agents.empty(); }
    [[nodiscard]] int total() const { return m_plan.cases(); }
    [[nodiscard]] int done() const { return m_done; } // of this time
    [[nodiscard]] int failed() const { return m_failed; }
    [[nodiscard]] unsigned round() const { return m_round; } // from 1
    [[nodiscard]] bool wasStopped() const { return m_wasStopped; }

signals:
    void started(); // a run, or one more time of it
    void caseStarted(fg::AgentId agent, const fg::CaseStarted &started);
    void caseEnded(fg::AgentId agent, const fg::CaseEnded &ended);
    // An agent could not be reached, or does not take the cases side by side.
    void told(fg::AgentId agent, const QString &note);
    // What came of it, also where it was stopped; isRunning() says whether it runs once more.
    void ended(const fg::RunReport &report);
    void progressed();

private:
    void startRound();
    void take(const RunEvent &event);
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
