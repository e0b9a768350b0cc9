#include "ui/bench/run_starter.h"

#include "ui/base/text.h"
#include "ui/bench/case_model.h"
#include "ui/bench/result_book.h"
#include "ui/bench/step_run.h"

#include <QHostAddress>

#include <utility>

namespace fg {

namespace {

bool isThisMachine(const QString &host)
{
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost"))
        || QHostAddress(host).isLoopback();
}

} // namespace

RunStarter::RunStarter(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
}

bool RunStarter::isBusy() const
{
    return m_isStarting || m_parts.runs.isRunning() || m_parts.steps.isActive();
}

void RunStarter::stop()
{
    setStarting(false);
    m_parts.runs.stop();
    m_parts.steps.stop();
}

void RunStarter::endNow()
{
    setStarting(false);
    m_parts.runs.endNow();
}

// --- agents and cases ---

void RunStarter::run(RunScope scope, unsigned times)
{
    const auto runSet = [this, times](const Cases &cases) {
        runChecked([&cases](const Agent &agent) { return agent.casesOf(cases); },
                   QStringLiteral("The checked agents exclude all of these cases."), times);
    };
    switch (scope) {
    case RunScope::Checked:
        if (m_parts.tree.checkedCases().empty())
            emit nothingToRun(QStringLiteral("No case is checked: check some in the Cases panel."));
        else
            runSet(m_parts.tree.checkedCases());
        return;
    case RunScope::All:
        runSet(m_parts.tree.casesUnder({}));
        return;
    case RunScope::Failed:
        runChecked([this](const Agent &agent) { return m_parts.results.failedCases(agent.id); },
                   QStringLiteral("No case has failed with the checked agents."), times);
        return;
    }
}

void RunStarter::run(const std::vector<const CaseSpec *> &cases, unsigned times)
{
    runChecked([&cases](const Agent &) { return cases; },
               QStringLiteral("No case is picked: pick some in the Cases panel."), times);
}

void RunStarter::runChecked(const CasesOf &casesOf, const QString &ifNone, unsigned times)
{
    const std::vector<Agent> agents = m_parts.agents.checked();
    if (agents.empty()) {
        emit nothingToRun(QStringLiteral("No agent is checked: check some in the Targets panel."));
        return;
    }
    std::vector<PlannedAgent> plan;
    for (const Agent &agent : agents) {
        if (Cases cases = casesOf(agent); !cases.empty())
            plan.push_back({agent.id, {}, std::move(cases)});
    }
    if (plan.empty())
        emit nothingToRun(ifNone);
    else
        runPlan(std::move(plan), times);
}

const Agent *RunStarter::serverOf(AgentId agent)
{
    const Agent *const known = m_parts.agents.find(agent);
    if (known && known->isServer())
        return known;
    emit nothingToRun(
        !known ? QStringLiteral("The agent is no longer in the list.")
            : known->isClient()
            ? QStringLiteral("A client runs its cases itself: start the client again.")
            : QStringLiteral("Results of a report or an earlier run cannot be run again here."));
    return nullptr;
}

void RunStarter::runCase(AgentId agent, const CaseSpec &spec)
{
    runPlan({PlannedAgent{.id = agent, .target = {}, .cases = {&spec}}}, 1);
}

void RunStarter::stepCase(AgentId agent, const CaseSpec &spec)
{
    whenResolved({agent}, [this, agent, &spec](std::vector<Target> targets) {
        emit runStarting({agent});
        m_parts.steps.start(agent, spec, std::move(targets.front()));
    });
}

void RunStarter::runPlan(std::vector<PlannedAgent> plan, unsigned times)
{
    std::vector<AgentId> agents;
    for (const PlannedAgent &agent : plan)
        agents.push_back(agent.id);
    whenResolved(agents, [this, plan, times](std::vector<Target> targets) mutable {
        for (std::size_t i = 0; i < targets.size(); ++i)
            plan[i].target = std::move(targets[i]);
        startRun(std::move(plan), times);
    });
}

// --- starting ---

void RunStarter::whenResolved(const std::vector<AgentId> &agents, const Use &use)
{
    if (isBusy())
        return;
    std::vector<ConnectRequest> requests;
    for (const AgentId id : agents) {
        const Agent *const agent = serverOf(id);
        if (!agent)
            return;
        requests.push_back(agent->request());
    }
    setStarting(true);
    const unsigned start = ++m_starts;
    m_parts.resolver.resolve(
        std::move(requests), [this, start, agents, use](TargetResolver::Resolved resolved) {
            if (!m_isStarting || start != m_starts)
                return;
            setStarting(false);
            if (const auto *trouble = std::get_if<Trouble>(&resolved))
                emit refused(*trouble, [this, agents, use] { whenResolved(agents, use); });
            else
                useIfAllowed(std::get<std::vector<Target>>(resolved), use);
        });
}

void RunStarter::useIfAllowed(const std::vector<Target> &targets, const Use &use)
{
    QStringList unknown;
    for (const Target &target : targets) {
        const QString host = toQString(target.url.host).toLower();
        if (!isThisMachine(host) && !m_allowedHosts.contains(host) && !unknown.contains(host))
            unknown += host;
    }
    if (unknown.isEmpty()) {
        use(targets);
        return;
    }
    emit agreementNeeded(unknown, [this, unknown, targets, use] {
        m_allowedHosts += unknown;
        if (!isBusy())
            use(targets);
    });
}

void RunStarter::setStarting(bool isStarting)
{
    if (std::exchange(m_isStarting, isStarting) != isStarting)
        emit startingChanged();
}

void RunStarter::startRun(std::vector<PlannedAgent> agents, unsigned times)
{
    std::vector<AgentId> ids;
    for (const PlannedAgent &agent : agents)
        ids.push_back(agent.id);
    emit runStarting(ids);
    m_parts.runs.run({std::move(agents), times}, m_jobs);
}

void RunStarter::runAgain()
{
    if (!m_parts.runs.hasRun() || isBusy())
        return;
    std::vector<PlannedAgent> agents = m_parts.runs.plan().agents;
    std::erase_if(agents, [this](const PlannedAgent &agent) { return m_parts.agents.rowOf(agent.id) < 0; });
    if (agents.empty())
        emit nothingToRun(QStringLiteral("The agents of the last run are no longer in the list."));
    else
        startRun(std::move(agents), m_parts.runs.plan().times);
}

} // namespace fg
