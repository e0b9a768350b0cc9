// What stands beside the names of the agents: how many of their cases ran and failed. Changes are noted, and
// shown when it is told to, so that a batch of them costs one.
#pragma once

#include "ui/bench/agent_id.h"

#include <QObject>

#include <set>

namespace fg {

class AgentBook;
class ResultBook;

class AgentStates final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it.
    AgentStates(AgentBook &agents, const ResultBook &results, QObject *parent = nullptr);

    void showChanges();

private:
    void show(AgentId agent);

    AgentBook &m_agents;
    const ResultBook &m_results;
    std::set<AgentId> m_stale;
};

} // namespace fg
