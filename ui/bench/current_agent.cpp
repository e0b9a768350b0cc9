#include "ui/bench/current_agent.h"

#include "ui/bench/agent_book.h"
#include "ui/bench/result_book.h"

namespace fg {

CurrentAgent::CurrentAgent(const AgentBook &agents, const ResultBook &results, QObject *parent)
    : QObject(parent)
    , m_results(results)
    , m_id(agents.echo())
{
    connect(&agents, &AgentBook::removed, this, [this, &agents](AgentId removed) {
        if (removed == m_id)
            set(agents.echo());
    });
}

void CurrentAgent::set(AgentId id)
{
    if (id != m_id)
        setAnew(id);
}

void CurrentAgent::setAnew(AgentId id)
{
    m_id = id;
    showResults();
    emit changed();
}

void CurrentAgent::showResults()
{
    m_tree.clearOutcomes();
    for (const CaseSpec &spec : catalogue()) {
        const ResultBook::Cell &cell = m_results.cell(m_id, spec);
        if (cell.outcome)
            m_tree.setOutcome(spec, *cell.outcome);
        if (cell.isRunning)
            m_tree.setRunning(spec);
    }
    m_tree.notifyViews();
}

EntryPtr CurrentAgent::entryOf(const CaseSpec *spec) const
{
    return spec ? m_results.cell(m_id, *spec).entry : nullptr;
}

} // namespace fg
