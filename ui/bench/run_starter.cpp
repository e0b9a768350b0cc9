#include "ui/bench/run_starter.h"

#include "ui/bench/case_model.h"
#include "ui/bench/result_book.h"
#include "ui/bench/step_run.h"

#include <utility>

namespace fg {

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
    const std::vector<Agent> agents = m_parts.agents.checked();
    switch (scope) {
    case RunScope::Checked:
        if (m_parts.tree.checkedCases().empty())
            emit nothingToRun(QStringLiteral("No case is checked: check some in the Cases panel."));
        else
            runSet(agents, m_parts.tree.checkedCases(), times);
        return;
    case RunScope::All:
        runSet(agents, m_parts.tree.casesUnder({}), times);
        return;
    case RunScope::Failed:
        break;
    }
    runAgainst(
        agents, [this](const Agent &agent) { return m_parts.results.failedCases(agent.id); }, times);
}

void RunStarter::runSet(const std::vector<Agent> &agents, const Cases &cases, unsigned times)
{
    if (agents.empty())
        emit nothingToRun(QStringLiteral("No agent is checked: check some in the Agents panel."));
    else
        runAgainst(
            agents, [&cases](const Agent &agent) { return agent.casesOf(cases); }, times);
}

void RunStarter::run(const std::vector<const CaseSpec *> &cases, unsigned times)
{
    const std::vector<Agent> agents = m_parts.agents.checked();
    if (agents.empty())
        emit nothingToRun(QStringLiteral("No agent is checked: check some in the Agents panel."));
    else
        runAgainst(
            agents, [&cases](const Agent &) { return cases; }, times);
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
    if (const Agent *const known = serverOf(agent))
        runAgainst(
            {*known}, [&spec](const Agent &) { return std::vector{&spec}; }, 1);
}

void RunStarter::stepCase(AgentId agent, const CaseSpec &spec)
{
    const Agent *const known = serverOf(agent);
    if (!known || isBusy())
        return;
    whenResolved({known->request()}, [this, agent, &spec](std::vector<Target> targets) {
        emit runStarting({agent});
        m_parts.steps.start(agent, spec, std::move(targets.front()));
    });
}

void RunStarter::runAgainst(const std::vector<Agent> &agents, const CasesOf &casesOf, unsigned times)
{
    if (isBusy())
        return;
    std::vector<ConnectRequest> requests;
    std::vector<PlannedAgent> plan;
    for (const Agent &agent : agents) {
        Cases chosen = casesOf(agent);
        if (chosen.empty())
            continue;
        requests.push_back(agent.request());
        plan.push_back({agent.id, {}, std::move(chosen)});
    }
    if (requests.empty()) {
        emit nothingToRun(QStringLiteral("No case has failed."));
        return;
    }
    whenResolved(std::move(requests), [this, plan, times](std::vector<Target> targets) mutable {
        for (std::size_t i = 0; i < targets.size(); ++i)
            plan[i].target = std::move(targets[i]);
        startRun(std::move(plan), times);
    });
}

// --- starting ---

void RunStarter::whenResolved(std::vector<ConnectRequest> requests,
                              std::function<void(std::vector<Target>)> use)
{
    setStarting(true);
    const unsigned start = ++m_starts;
    m_parts.resolver.resolve(std::move(requests),
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
