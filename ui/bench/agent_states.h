// The text beside the name of each agent: how many of its cases ran and failed. Changes are collected until
// showChanges() is called, so that many of them cause one update.
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
