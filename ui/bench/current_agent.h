// The agent that is looked at, and its results as the case tree shows them.
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
    // Both must outlive it. At first, and when the agent is removed, it is the built-in echo peer.
    CurrentAgent(const AgentBook &agents, const ResultBook &results, QObject *parent = nullptr);

    [[nodiscard]] AgentId id() const { return m_id; }
    void set(AgentId id);
    // The same where it is that already: its results are others now.
    void setAnew(AgentId id);
    // The tree is filled with its results again.
    void showResults();
    [[nodiscard]] CaseModel &tree() { return m_tree; }
    // The session of a case with it; null: it has not run.
    [[nodiscard]] EntryPtr entryOf(const CaseSpec *spec) const;

signals:
    void changed();

private:
    const ResultBook &m_results;
    CaseModel m_tree;
    AgentId m_id;
};

} // namespace fg
