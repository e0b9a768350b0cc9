#include "ui/bench/agent_states.h"

#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/bench/agent_book.h"
#include "ui/bench/result_book.h"

#include <utility>

namespace fg {

AgentStates::AgentStates(AgentBook &agents, const ResultBook &results, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_results(results)
{
    connect(&results, &ResultBook::changed, this, [this](AgentId agent) { m_stale.insert(agent); });
}

void AgentStates::showChanges()
{
    for (const AgentId agent : std::exchange(m_stale, {}))
        show(agent);
}

void AgentStates::show(AgentId agent)
{
    const ResultBook::Counts counts = m_results.counts(agent);
    const Theme theme = Theme::current();
    MarkedWord state{Mark::Tick, theme.good, QStringLiteral("%1 run, none failed").arg(counts.run)};
    if (counts.running > 0)
        state = {Mark::HalfDisc, theme.warning,
                 QStringLiteral("%1 run, %2 failed").arg(counts.run).arg(counts.failed)};
    else if (counts.failed > 0)
        state = {Mark::Cross, theme.bad,
                 QStringLiteral("%1 of %2 failed").arg(counts.failed).arg(counts.run)};
    if (counts.run + counts.running == 0)
        state = {Mark::Dot, theme.muted, {}};
    const AgentResults *const results = m_results.find(agent);
    m_agents.setState(agent, state, results ? toQString(results->product) : QString());
}

} // namespace fg
