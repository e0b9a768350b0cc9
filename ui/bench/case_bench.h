// Everything about cases in the window: the agents, what runs against them, their results, and the current
// agent. The start and the end of every case, however it was started, are entered into the results here.
#pragma once

#include "ui/bench/agent_book.h"
#include "ui/bench/agent_states.h"
#include "ui/bench/apply_spec.h"
#include "ui/bench/current_agent.h"
#include "ui/bench/reported_results.h"
#include "ui/bench/result_book.h"
#include "ui/bench/run_control.h"
#include "ui/bench/run_starter.h"
#include "ui/bench/serve_control.h"
#include "ui/bench/step_run.h"
#include "ui/bench/target_resolver.h"

#include <QObject>

#include <functional>
#include <variant>

namespace fg {

class BackgroundJobs;

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
    [[nodiscard]] RunStarter &starter() { return m_starter; }
    [[nodiscard]] ReportedResults &reported() { return m_reported; }
    // The agent whose results the case tree shows.
    [[nodiscard]] CurrentAgent &current() { return m_current; }
    [[nodiscard]] CaseModel &tree() { return m_current.tree(); }

    // Stops runs, stepping and server mode.
    void stopAll();
    [[nodiscard]] bool hasAnythingRunning() const;
    // Ends everything at once with the results so far. For when the window closes.
    void endNow();
    // Sets the verdicts that later outcomes are compared with.
    void setBaseline(Baseline baseline);
    // See applyClientSpec(); the first agent of the file becomes the current one.
    [[nodiscard]] std::variant<AppliedSpec, Trouble> applySpec(const ClientSpec &spec);
    // Processes the events of the network thread; called by a timer.
    void poll();

signals:
    // A case of the current agent has started; `single`: it is the only case of the run.
    void caseStarted(const fg::EntryPtr &entry, bool single);
    // The first case of a run could not connect.
    void caseUnreached(const fg::EntryPtr &entry);
    void caseEnded(const fg::EntryPtr &entry);
    // A spec file was read; `first` is its first agent.
    void specApplied(const fg::Agent &first);
    // Something could not be started or read. `again` tries it once more; none if that is of no use.
    void refused(const fg::Trouble &trouble, const std::function<void()> &again);
    // The server for clients has refused a request, or it or the echo peer has disconnected a client.
    void noticed(const fg::Trouble &trouble);

private:
    void connectRuns();
    void connectServing();
    void enterStart(AgentId agent, const CaseStarted &started, bool isSingle);
    void enterEnd(AgentId agent, const CaseResult &result);
    void clearRunning();

    AgentBook m_agents;
    ResultBook m_results;
    CurrentAgent m_current;
    RunControl m_runs;
    StepRun m_steps;
    ServeControl m_serving;
    RunStarter m_starter;
    ReportedResults m_reported;
    AgentStates m_states;
};

} // namespace fg
