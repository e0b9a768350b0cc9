// The agents: servers to run cases against, each with settings of its own, the clients that have connected to
// the window's own server, and those whose results were read. The built-in echo peer is the first and stays.
#pragma once

#include "ui/bench/agent_id.h"
#include "ui/bench/connect_target.h"
#include "ui/bench/verdict_mark.h"

#include <QAbstractTableModel>

#include <vector>

class QSettings;

namespace fg {

struct CaseSpec;

struct Agent
{
    QString name; // for screen and files; no two have the same
    ConnectTarget target; // nobody: it is not a server
    Target options; // how to connect; its url comes from the target
    bool isChecked = true; // runs go against it
    std::vector<const CaseSpec *> excluded; // cases that runs leave out with it
    bool isReported = false; // of a report or an earlier run: it cannot be run here
    AgentId id; // AgentBook gives it
    // The name that it was to have, where another had that already; else the same as its name. Empty in one
    // that is to be added: its name.
    QString baseName;

    [[nodiscard]] bool isServer() const { return !target.isNone(); }
    [[nodiscard]] bool isClient() const { return target.isNone() && !isReported; }
    // What they say of how to connect to whom is the same.
    [[nodiscard]] bool connectsLike(const Agent &other) const;
    // To connect to it and to run against it.
    [[nodiscard]] ConnectRequest request() const;
    // Of these, those that are not left out.
    [[nodiscard]] std::vector<const CaseSpec *> casesOf(const std::vector<const CaseSpec *> &cases) const;
};

class AgentBook final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, ColumnCount };
    static constexpr int maxAgents = 100; // servers; clients are bounded by the server of cases
    static constexpr int maxReported = 200;

    explicit AgentBook(QObject *parent = nullptr);

    [[nodiscard]] const std::vector<Agent> &agents() const { return m_agents; }
    [[nodiscard]] const Agent *at(int row) const; // null: no such row
    [[nodiscard]] int rowOf(AgentId id) const; // -1: it is not, or no longer, there
    [[nodiscard]] const Agent *find(AgentId id) const { return at(rowOf(id)); }
    [[nodiscard]] QString nameOf(AgentId id) const; // empty: it is not there
    // Where a name comes from a file.
    [[nodiscard]] int rowOfName(const QString &name) const; // -1: none
    // The built-in echo peer.
    [[nodiscard]] AgentId echo() const { return m_agents.front().id; }
    // The one that a target of the connect bar is, -1: none.
    [[nodiscard]] int rowOfTarget(const ConnectTarget &target) const;
    // The same, where several agents have one URL and one of them is meant.
    [[nodiscard]] int rowOfRequest(const ConnectRequest &request) const;
    [[nodiscard]] bool isFixed(int row) const { return row == 0; }
    [[nodiscard]] std::vector<Agent> checked() const; // servers only

    // It gets an id, and a name different from all others; returns the row, or -1 where there is no more
    // room.
    int add(Agent agent);
    // How many more it takes.
    [[nodiscard]] int room() const;
    // Settings and name of a row; the name is made different from all others.
    void replace(int row, Agent agent);
    void remove(int row); // nothing where it is fixed
    // The target of the connect bar is to run: it becomes an agent where it is none, and where it is not
    // checked the only checked one. Its options are taken. Returns the row, or -1 where there is no more
    // room.
    int choose(const ConnectRequest &request);
    // These and no other of the servers are checked.
    void checkOnly(const std::vector<AgentId> &ids);
    // A client that has appeared.
    AgentId addClient(const QString &name);
    // One whose results were read, by a name of its own; none: there is no more room.
    AgentId addReported(const QString &name);
    void removeReported(); // all of them
    [[nodiscard]] bool hasReported() const;

    // What stands beside its name; kept until the next call.
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
};

// A name as it is shown: clients and files give themselves names that could break a line or hide in it.
[[nodiscard]] QString shownAgent(const QString &agent);

// "127.0.0.1:9001" for a URL, else what is shown of it.
[[nodiscard]] QString agentNameFor(const ConnectTarget &target);

} // namespace fg
