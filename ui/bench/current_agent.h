// The agent whose results the window shows, and these results as the case tree.
#pragma once

#include "ui/bench/agent_id.h"
#include "ui/bench/case_model.h"
#include "ui/bench/session_entry.h"

#include <QObject>

namespace fg {

class AgentBook;
class ResultBook;

class CurrentAgent final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it. The built-in echo peer is the current agent at first, and again when the current
    // agent is removed.
    CurrentAgent(const AgentBook &agents, const ResultBook &results, QObject *parent = nullptr);

    [[nodiscard]] AgentId id() const { return m_id; }
    void set(AgentId id);
    // Like set(), but also notifies if the agent is the current one already, because its results were
    // replaced.
    void setAnew(AgentId id);
    // Fills the tree with the agent's results again.
    void showResults();
    [[nodiscard]] CaseModel &tree() { return m_tree; }
    // The session of a case that ran with this agent; null if it has not run.
    [[nodiscard]] EntryPtr entryOf(const CaseSpec *spec) const;

signals:
    void changed();

private:
    const ResultBook &m_results;
    CaseModel m_tree;
    AgentId m_id;
};

} // namespace fg
