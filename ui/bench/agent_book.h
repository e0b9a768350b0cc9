// The agents: servers to run cases against, each with its own settings, the clients that have connected to
// the server mode of the window, and the agents of opened reports and earlier runs. The built-in echo peer is
// the first and cannot be removed.
#pragma once

#include "ui/bench/agent_id.h"
#include "ui/bench/connect_target.h"
#include "ui/bench/verdict_mark.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <vector>

class QSettings;

namespace fg {

struct CaseSpec;

struct Agent
{
    QString name; // for the screen and for files; unique, and without secrets
    ConnectTarget target; // none if it is not a server
    Target options; // how to connect; its url comes from `target`
    bool isChecked = true; // takes part in runs
    std::vector<const CaseSpec *> excluded; // cases that runs skip for this agent
    bool isReported = false; // from a report or an earlier run: it cannot be run here
    AgentId id; // set by AgentBook
    // The name before it was made unique, the same as `name` if it was unique already. It may be empty in an
    // agent that is to be added; `name` is used then.
    QString baseName;

    [[nodiscard]] bool isServer() const { return !target.isNone(); }
    [[nodiscard]] bool isClient() const { return target.isNone() && !isReported; }
    // Target and connection options are the same.
    [[nodiscard]] bool connectsLike(const Agent &other) const;
    // The request with which it is connected to and run against.
    [[nodiscard]] ConnectRequest request() const;
    // The cases of the list that are not excluded.
    [[nodiscard]] std::vector<const CaseSpec *> casesOf(const std::vector<const CaseSpec *> &cases) const;
};

class AgentBook final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, ColumnCount };
    static constexpr int maxAgents = 100; // servers only; the server mode limits the number of clients
    static constexpr int maxReported = 200;

    explicit AgentBook(QObject *parent = nullptr);

    [[nodiscard]] const std::vector<Agent> &agents() const { return m_agents; }
    [[nodiscard]] const Agent *at(int row) const; // null if there is no such row
    [[nodiscard]] int rowOf(AgentId id) const; // -1 if it is not in the list (any more)
    [[nodiscard]] const Agent *find(AgentId id) const { return at(rowOf(id)); }
    [[nodiscard]] QString nameOf(AgentId id) const; // empty if it is not in the list
    // For names that come from a file.
    [[nodiscard]] int rowOfName(const QString &name) const; // -1 if there is none
    // The built-in echo peer.
    [[nodiscard]] AgentId echo() const { return m_agents.front().id; }
    // The first agent with this target; -1 if there is none.
    [[nodiscard]] int rowOfTarget(const ConnectTarget &target) const;
    [[nodiscard]] bool isFixed(int row) const { return row == 0; }
    [[nodiscard]] std::vector<Agent> checked() const; // servers only

    // Gives the agent an id and a unique name without secrets. Returns the row, or -1 if the list is full.
    int add(Agent agent);
    // How many more servers fit into the list.
    [[nodiscard]] int room() const;
    // Replaces the settings and the name of a row; the name is made unique.
    void replace(int row, Agent agent);
    void remove(int row); // does nothing if the row is fixed
    // Prepares a run against a target that a person has typed: adds an agent if none has this target, and
    // makes it the only checked agent if it is not checked. Returns the row, or -1 if the list is full.
    int choose(const ConnectTarget &target);
    // How a new agent is connected to, but for its address; see choose().
    void setUsual(const Target &usual) { m_usual = usual; }
    [[nodiscard]] const Target &usual() const { return m_usual; }
    // Checks these servers and unchecks all others.
    void checkOnly(const std::vector<AgentId> &ids);
    // Adds a client that has connected, or finds the one that came with this name, even if it was given
    // another because an agent had this one already.
    AgentId addClient(const QString &name);
    // Adds an agent whose results were read from a report or an earlier run; its name is made unique. None if
    // the list is full.
    AgentId addReported(const QString &name);
    void removeReported(); // all reported agents
    [[nodiscard]] bool hasReported() const;

    // Sets the text and mark beside the name; they stay until the next call.
    void setState(AgentId id, const MarkedWord &state, const QString &toolTip = {});

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void renamed(fg::AgentId id);
    void removed(fg::AgentId id);
    void checksChanged();

private:
    struct Shown
    {
        MarkedWord state{Mark::Dot, {}, {}};
        QString toolTip;
    };

    [[nodiscard]] QString freeName(const QString &wanted, int except = -1) const;
    int insert(Agent agent);

    std::vector<Agent> m_agents;
    std::vector<Shown> m_shown; // by row
    Target m_usual;
    std::uint32_t m_lastId = 0; // the number of the id that was given last
};

// A name in a form that is safe to show: clients and files choose names that could contain line breaks or
// invisible characters.
[[nodiscard]] QString shownAgent(const QString &agent);

// "127.0.0.1:9001" for a URL, otherwise the text of the target.
[[nodiscard]] QString agentNameFor(const ConnectTarget &target);

} // namespace fg
