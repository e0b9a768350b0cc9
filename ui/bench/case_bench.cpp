#include "ui/bench/case_bench.h"

#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/text.h"

#include <QTimer>

#include <utility>

namespace fg {

CaseBench::CaseBench(NetworkThread &network, TargetResolver &resolver, BackgroundJobs &jobs, QObject *parent)
    : QObject(parent)
    , m_resolver(resolver)
    , m_jobsAside(jobs)
    , m_agents(TargetResolver::echoName())
    , m_runs(network)
    , m_steps(network)
    , m_serving(network)
    , m_currentAgent(TargetResolver::echoName())
{
    connect(&m_runs, &RunControl::caseStarted, this,
            [this](const QString &agent, const SuiteStarted &started) {
                const Target &target = m_runs.plan().agents[started.agent].target;
                caseBegun(agent,
                          {started.spec, started.session, target.url, std::make_shared<const Target>(target),
                           m_runs.total() == 1});
            });
    connect(&m_runs, &RunControl::caseFinished, this, &CaseBench::caseFinished);
    connect(&m_runs, &RunControl::ended, this, [this](const RunReport &report) {
        m_results.takeNotes(report);
        m_results.clearRunning();
        m_tree.clearRunning();
    });
    connect(&m_steps, &StepRun::begun, this, [this](const std::shared_ptr<const Session> &session) {
        const Target &target = m_steps.target();
        caseBegun(toQString(target.agent),
                  {m_steps.spec(), session, target.url, std::make_shared<const Target>(target), true});
    });
    connect(&m_steps, &StepRun::ended, this,
            [this](const CaseResult &result) { caseFinished(toQString(result.agent), result); });
    connectServing();
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

// --- clients ---

void CaseBench::connectServing()
{
    connect(&m_serving, &ServeControl::failed, this, &CaseBench::refused);
    connect(
        &m_serving, &ServeControl::caseStarted, this,
        [this](const QString &client, const CaseSpec &spec, const std::shared_ptr<const Session> &session) {
            const auto url = parseWebSocketUrl(m_serving.url().toStdString());
            const auto *const known = std::get_if<WebSocketUrl>(&url);
            caseBegun(clientAgent(client), {&spec, session, known ? *known : WebSocketUrl{}, nullptr, false});
        });
    connect(&m_serving, &ServeControl::caseFinished, this, [this](const QString &client, CaseResult result) {
        const QString agent = clientAgent(client);
        result.agent = agent.toStdString();
        caseFinished(agent, result);
    });
    connect(&m_serving, &ServeControl::changed, this, [this] {
        if (m_serving.isOn() || m_serving.isStopping())
            return;
        m_clientRows.clear();
        if (!isBusy()) {
            m_results.clearRunning();
            m_tree.clearRunning();
        }
    });
}

QString CaseBench::clientAgent(const QString &client)
{
    const auto known = m_clientRows.find(client);
    if (known != m_clientRows.end() && m_agents.rowOf(known->second) >= 0)
        return known->second;
    const QString name = m_agents.at(m_agents.addClient(client))->name;
    m_clientRows[client] = name;
    // The first client is what one wants to see, unless something of one's own is under way.
    if (m_clientRows.size() == 1 && !isBusy())
        setCurrentAgent(name);
    return name;
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

void CaseBench::setBaseline(Baseline baseline)
{
    m_results.setBaseline(std::move(baseline));
    showResults();
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
            runSet(agents, m_tree.checkedCases(), times);
        return;
    case RunScope::All:
        runSet(agents, m_tree.casesUnder({}), times);
        return;
    case RunScope::Failed:
        break;
    }
    runAgainst(
        agents, [this](const Agent &agent) { return m_results.failedCases(agent.name); }, times);
}

void CaseBench::runSet(const std::vector<Agent> &agents, const std::vector<const CaseSpec *> &cases,
                       unsigned times)
{
    if (agents.empty())
        emit nothingToRun(tr("No agent is checked: check some in the Agents panel."));
    else
        runAgainst(
            agents, [&cases](const Agent &agent) { return agent.casesOf(cases); }, times);
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

const Agent *CaseBench::serverCalled(const QString &agent)
{
    const Agent *const known = m_agents.at(m_agents.rowOf(agent));
    if (known && known->isServer())
        return known;
    emit nothingToRun(!known                  ? tr("The agent %1 is no longer in the list.").arg(agent)
                          : known->isClient() ? tr("A client runs its cases itself: start it again.")
                                              : tr("Results that were read cannot be run again here."));
    return nullptr;
}

void CaseBench::runCase(const QString &agent, const CaseSpec &spec)
{
    if (const Agent *const known = serverCalled(agent))
        runAgainst(
            {*known}, [&spec](const Agent &) { return std::vector{&spec}; }, 1);
}

void CaseBench::stepCase(const QString &agent, const CaseSpec &spec)
{
    const Agent *const known = serverCalled(agent);
    if (!known || isBusy())
        return;
    whenResolved({{known->text, known->options, known->name}}, [this, &spec](std::vector<Target> targets) {
        setCurrentAgent(toQString(targets.front().agent));
        m_steps.start(spec, std::move(targets.front()));
    });
}

void CaseBench::whenResolved(std::vector<ConnectRequest> requests,
                             std::function<void(std::vector<Target>)> use)
{
    setStarting(true);
    const unsigned start = ++m_starts;
    m_resolver.resolve(std::move(requests),
                       [this, start, use = std::move(use)](TargetResolver::Resolved resolved) {
                           if (!m_isStarting || start != m_starts)
                               return;
                           setStarting(false);
                           if (const auto *trouble = std::get_if<Trouble>(&resolved))
                               emit refused(*trouble);
                           else
                               use(std::get<std::vector<Target>>(std::move(resolved)));
                       });
}

void CaseBench::setStarting(bool isStarting)
{
    if (std::exchange(m_isStarting, isStarting) != isStarting)
        emit startingChanged();
}

void CaseBench::stop()
{
    setStarting(false);
    m_runs.stop();
    m_steps.stop();
}

void CaseBench::stopAll()
{
    stop();
    m_serving.stop();
}

bool CaseBench::hasAnythingGoing() const { return isBusy() || m_serving.isOn() || m_serving.isStopping(); }

void CaseBench::conclude()
{
    setStarting(false);
    m_runs.conclude();
    m_serving.conclude();
}

void CaseBench::runAgainst(const std::vector<Agent> &agents, const CasesOf &casesOf, unsigned times)
{
    if (isBusy())
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
    whenResolved(std::move(requests), [this, cases, times](std::vector<Target> targets) {
        std::vector<SuiteAgent> plan;
        for (std::size_t i = 0; i < targets.size(); ++i)
            plan.push_back({std::move(targets[i]), cases[i]});
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
    if (m_runs.hasRun() && !isBusy())
        startRun(m_runs.plan().agents, m_runs.plan().times);
}

void CaseBench::caseBegun(const QString &agent, const Begun &begun)
{
    auto entry = std::make_shared<SessionEntry>();
    entry->title = toQString(begun.spec->id);
    entry->url = begun.url;
    entry->started = std::chrono::system_clock::now();
    entry->log = begun.session;
    entry->kind = CaseSession{.agent = agent, .spec = begun.spec, .target = begun.target, .result = {}};
    m_results.started(agent, entry);
    if (agent != m_currentAgent)
        return;
    m_tree.setRunning(*begun.spec);
    emit caseStarted(entry, begun.isSingle);
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
    const bool runsHaveMore = m_runs.poll();
    const bool clientsHaveMore = m_serving.poll();
    m_steps.poll();
    m_tree.tellChanges();
    for (const QString &agent : std::exchange(m_stale, {}))
        showState(agent);
    if (runsHaveMore || clientsHaveMore)
        QTimer::singleShot(0, this, &CaseBench::poll);
}

} // namespace fg
