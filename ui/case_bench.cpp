#include "ui/case_bench.h"

#include "protocol/conformance/catalogue.h"
#include "ui/text.h"

#include <QTimer>

#include <utility>

namespace fg {

CaseBench::CaseBench(NetworkThread &network, TargetResolver &resolver, QObject *parent)
    : QObject(parent)
    , m_resolver(resolver)
    , m_agents(TargetResolver::echoName())
    , m_runs(network)
    , m_currentAgent(TargetResolver::echoName())
{
    connect(&m_runs, &RunControl::caseStarted, this, &CaseBench::caseBegun);
    connect(&m_runs, &RunControl::caseFinished, this, &CaseBench::caseFinished);
    connect(&m_runs, &RunControl::ended, this, [this] {
        m_results.clearRunning();
        m_tree.clearRunning();
    });
    connect(&m_results, &ResultBook::changed, this, [this](const QString &agent) { m_stale.insert(agent); });
    connect(&m_agents, &AgentBook::renamed, this, [this](const QString &before, const QString &now) {
        m_results.rename(before, now);
        m_stale.insert(now);
        if (m_currentAgent == before)
            m_currentAgent = now;
    });
    connect(&m_agents, &AgentBook::removed, this, [this](const QString &name) {
        m_results.remove(name);
        if (m_currentAgent == name)
            setCurrentAgent(TargetResolver::echoName());
    });
}

// --- what is looked at ---

void CaseBench::setCurrentAgent(const QString &name)
{
    if (name == m_currentAgent)
        return;
    m_currentAgent = name;
    showResults();
    emit currentAgentChanged();
}

void CaseBench::showResults()
{
    m_tree.clearOutcomes();
    for (const CaseSpec &spec : catalogue()) {
        const ResultBook::Cell &cell = m_results.cell(m_currentAgent, spec);
        if (cell.outcome)
            m_tree.setOutcome(spec, *cell.outcome);
        if (cell.isRunning)
            m_tree.setRunning(spec);
    }
    m_tree.tellChanges();
}

EntryPtr CaseBench::entryOf(const CaseSpec *spec) const
{
    return spec ? m_results.cell(m_currentAgent, *spec).entry : nullptr;
}

void CaseBench::showState(const QString &agent)
{
    const ResultBook::Counts counts = m_results.counts(agent);
    const Theme theme = Theme::current();
    MarkedWord state{Mark::Tick, theme.good, tr("%1 run, none failed").arg(counts.run)};
    if (counts.running > 0)
        state = {Mark::HalfDisc, theme.warning, tr("%1 run, %2 failed").arg(counts.run).arg(counts.failed)};
    else if (counts.failed > 0)
        state = {Mark::Cross, theme.bad, tr("%1 of %2 failed").arg(counts.failed).arg(counts.run)};
    if (counts.run + counts.running == 0)
        state = {Mark::Dot, theme.muted, {}};
    const AgentResults *const results = m_results.report().find(agent.toStdString());
    m_agents.setState(agent, state, results ? toQString(results->product) : QString());
}

// --- runs ---

void CaseBench::run(RunScope scope, unsigned times)
{
    const std::vector<Agent> agents = m_agents.checked();
    switch (scope) {
    case RunScope::Checked:
        if (m_tree.checkedCases().empty())
            emit nothingToRun(tr("No case is checked: check some in the Cases panel."));
        else
            run(m_tree.checkedCases(), times);
        return;
    case RunScope::All:
        run(m_tree.casesUnder({}), times);
        return;
    case RunScope::Failed:
        break;
    }
    runAgainst(
        agents, [this](const Agent &agent) { return m_results.failedCases(agent.name); }, times);
}

void CaseBench::run(const std::vector<const CaseSpec *> &cases, unsigned times)
{
    const std::vector<Agent> agents = m_agents.checked();
    if (agents.empty())
        emit nothingToRun(tr("No agent is checked: check some in the Agents panel."));
    else
        runAgainst(
            agents, [&cases](const Agent &) { return cases; }, times);
}

void CaseBench::runCase(const QString &agent, const CaseSpec &spec)
{
    const Agent *const known = m_agents.at(m_agents.rowOf(agent));
    if (known && !known->isClient())
        runAgainst(
            {*known}, [&spec](const Agent &) { return std::vector{&spec}; }, 1);
    else
        emit nothingToRun(tr("A client runs its cases itself: start it again."));
}

void CaseBench::runAgainst(const std::vector<Agent> &agents, const CasesOf &casesOf, unsigned times)
{
    if (m_runs.isRunning())
        return;
    std::vector<ConnectRequest> requests;
    std::vector<std::vector<const CaseSpec *>> cases;
    for (const Agent &agent : agents) {
        std::vector<const CaseSpec *> chosen = casesOf(agent);
        if (chosen.empty())
            continue;
        requests.push_back({agent.text, agent.options, agent.name});
        cases.push_back(std::move(chosen));
    }
    if (requests.empty()) {
        emit nothingToRun(tr("No case has failed."));
        return;
    }
    m_resolver.resolve(std::move(requests), [this, cases, times](const TargetResolver::Resolved &resolved) {
        if (const auto *trouble = std::get_if<Trouble>(&resolved)) {
            emit refused(*trouble);
            return;
        }
        const auto &targets = std::get<std::vector<Target>>(resolved);
        std::vector<SuiteAgent> plan;
        for (std::size_t i = 0; i < targets.size(); ++i)
            plan.push_back({targets[i], cases[i]});
        startRun(std::move(plan), times);
    });
}

void CaseBench::startRun(std::vector<SuiteAgent> agents, unsigned times)
{
    // What runs is what one wants to see.
    const auto runs = [this](const SuiteAgent &agent) {
        return toQString(agent.target.agent) == m_currentAgent;
    };
    if (std::none_of(agents.begin(), agents.end(), runs))
        setCurrentAgent(toQString(agents.front().target.agent));
    m_runs.run({std::move(agents), times}, m_jobs);
}

void CaseBench::runAgain()
{
    if (m_runs.hasRun() && !m_runs.isRunning())
        startRun(m_runs.plan().agents, m_runs.plan().times);
}

void CaseBench::caseBegun(const QString &agent, const SuiteStarted &started)
{
    const auto &agents = m_runs.plan().agents;
    auto entry = std::make_shared<SessionEntry>();
    entry->title = toQString(started.spec->id);
    entry->agent = agent;
    entry->url = agents[started.agent].target.url;
    entry->started = std::chrono::system_clock::now();
    entry->log = started.session;
    entry->spec = started.spec;
    m_results.started(agent, entry);
    if (agent != m_currentAgent)
        return;
    m_tree.setRunning(*started.spec);
    emit caseStarted(entry, m_runs.total() == 1);
}

void CaseBench::caseFinished(const QString &agent, const CaseResult &result)
{
    m_results.finished(agent, result);
    if (agent != m_currentAgent)
        return;
    const ResultBook::Cell &cell = m_results.cell(agent, *result.spec);
    if (cell.outcome)
        m_tree.setOutcome(*result.spec, *cell.outcome);
    if (!cell.entry || cell.entry->log != result.session)
        return;
    emit caseEnded(cell.entry);
    // Where nobody answers, the reason is what is to be seen.
    if (result.connectError() && m_runs.done() == 1)
        emit caseUnreached(cell.entry);
}

void CaseBench::poll()
{
    const bool hasMore = m_runs.poll();
    m_tree.tellChanges();
    for (const QString &agent : std::exchange(m_stale, {}))
        showState(agent);
    if (hasMore)
        QTimer::singleShot(0, this, &CaseBench::poll);
}

} // namespace fg
