#include "ui/bench/case_bench.h"

#include "ui/base/text.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace fg {

CaseBench::CaseBench(NetworkThread &network, TargetResolver &resolver, BackgroundJobs &jobs, QObject *parent)
    : QObject(parent)
    , m_results(m_agents)
    , m_current(m_agents, m_results)
    , m_runs(network)
    , m_steps(network)
    , m_serving(network, m_agents)
    , m_starter({resolver, m_agents, m_results, m_current.tree(), m_runs, m_steps})
    , m_reported(m_agents, m_results, jobs)
    , m_states(m_agents, m_results)
{
    connectRuns();
    connectServing();
    connect(&resolver, &TargetResolver::noticed, this, &CaseBench::noticed);
    connect(&m_reported, &ReportedResults::reportAdded, &m_current, &CurrentAgent::setAnew);
    connect(&m_reported, &ReportedResults::failed, this, &CaseBench::refused);
}

void CaseBench::connectRuns()
{
    connect(&m_starter, &RunStarter::refused, this, &CaseBench::refused);
    // The person wants to see what runs.
    connect(&m_starter, &RunStarter::runStarting, this, [this](const std::vector<AgentId> &agents) {
        if (std::find(agents.begin(), agents.end(), m_current.id()) == agents.end())
            m_current.set(agents.front());
    });
    connect(&m_runs, &RunControl::caseStarted, this, [this](AgentId agent, const CaseStarted &started) {
        enterStart(agent, started, m_runs.total() == 1);
    });
    connect(&m_runs, &RunControl::caseEnded, this,
            [this](AgentId agent, const CaseEnded &ended) { enterEnd(agent, ended.result); });
    connect(&m_runs, &RunControl::ended, this, [this](const RunReport &report) {
        for (const PlannedAgent &agent : m_runs.plan().agents) {
            if (const AgentResults *const ran = report.find(agent.target.agent))
                m_results.setNotes(agent.id, *ran);
        }
        clearRunning();
    });
    connect(&m_steps, &StepRun::caseStarted, this,
            [this](AgentId agent, const CaseStarted &started) { enterStart(agent, started, true); });
    connect(&m_steps, &StepRun::caseEnded, this,
            [this](AgentId agent, const CaseEnded &ended) { enterEnd(agent, ended.result); });
}

void CaseBench::connectServing()
{
    connect(&m_serving, &ServeControl::failed, this, &CaseBench::refused);
    connect(&m_serving, &ServeControl::noticed, this, &CaseBench::noticed);
    connect(&m_serving, &ServeControl::agentMessage, this,
            [this](AgentId agent, const AgentResults &results) { m_results.setNotes(agent, results); });
    // The person wants to see the client, unless a run that they started is under way.
    connect(&m_serving, &ServeControl::firstClientConnected, this, [this](AgentId agent) {
        if (!m_starter.isBusy())
            m_current.set(agent);
    });
    connect(&m_serving, &ServeControl::caseStarted, this,
            [this](AgentId agent, const CaseStarted &started) { enterStart(agent, started, false); });
    connect(&m_serving, &ServeControl::caseEnded, this, [this](AgentId agent, const CaseEnded &ended) {
        CaseResult result = ended.result;
        result.agent = m_agents.nameOf(agent).toStdString();
        enterEnd(agent, result);
    });
    connect(&m_serving, &ServeControl::changed, this, [this] {
        if (!m_serving.isOn() && !m_serving.isStopping() && !m_starter.isBusy())
            clearRunning();
    });
}

// --- start and end of a case ---

void CaseBench::enterStart(AgentId agent, const CaseStarted &started, bool isSingle)
{
    auto entry = std::make_shared<SessionEntry>();
    entry->title = toQString(started.spec->id);
    entry->url = started.url;
    entry->started = std::chrono::system_clock::now();
    entry->log = started.session;
    entry->kind = CaseSession{
        .of = {agent, m_agents.nameOf(agent), started.spec}, .target = started.target, .result = {}};
    m_results.started(agent, entry);
    if (agent != m_current.id())
        return;
    tree().setRunning(*started.spec);
    emit caseStarted(entry, isSingle);
}

void CaseBench::enterEnd(AgentId agent, const CaseResult &result)
{
    m_results.finished(agent, result);
    if (agent != m_current.id())
        return;
    const ResultBook::Cell &cell = m_results.cell(agent, *result.spec);
    if (cell.outcome)
        tree().setOutcome(*result.spec, *cell.outcome);
    if (!cell.entry || cell.entry->log != result.session)
        return;
    emit caseEnded(cell.entry);
    // If the agent cannot be reached, the session that says why is shown.
    if (result.connectError() && m_runs.done() == 1)
        emit caseUnreached(cell.entry);
}

void CaseBench::clearRunning()
{
    m_results.clearRunning();
    tree().clearRunning();
}

// --- everything together ---

void CaseBench::stopAll()
{
    m_starter.stop();
    m_serving.stop();
}

bool CaseBench::hasAnythingRunning() const
{
    return m_starter.isBusy() || m_serving.isOn() || m_serving.isStopping();
}

void CaseBench::endNow()
{
    m_starter.endNow();
    m_serving.endNow();
}

void CaseBench::setBaseline(Baseline baseline)
{
    m_results.setBaseline(std::move(baseline));
    m_current.showResults();
}

std::variant<AppliedSpec, Trouble> CaseBench::applySpec(const ClientSpec &spec)
{
    auto applied = applyClientSpec(spec, m_agents, tree());
    if (const auto *const known = std::get_if<AppliedSpec>(&applied)) {
        m_current.set(known->first);
        emit specApplied(*m_agents.find(known->first));
    }
    return applied;
}

void CaseBench::poll()
{
    const bool runsHaveMore = m_runs.poll();
    const bool clientsHaveMore = m_serving.poll();
    m_steps.poll();
    tree().notifyViews();
    m_states.showChanges();
    if (runsHaveMore || clientsHaveMore)
        QTimer::singleShot(0, this, &CaseBench::poll);
}

} // namespace fg
