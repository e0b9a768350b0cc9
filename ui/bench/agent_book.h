// The agents: servers to run cases against, each with settings of its own, the clients that have connected to
// the window's own server, and those whose results were read. The built-in echo peer is the first and stays.
#pragma once

#include "ui/bench/target_resolver.h"
#include "ui/bench/verdict_mark.h"

#include <QAbstractTableModel>

#include <vector>

class QSettings;

namespace fg {

struct CaseSpec;

struct Agent
{
    QString name; // by which results are kept; no two have the same
    QString text; // a URL, or the name of the built-in echo peer; empty: no server
    Target options; // how to connect; its url comes from the text
    bool isChecked = true; // runs go against it
    std::vector<const CaseSpec *> excluded; // cases that runs leave out with it
    bool isReported = false; // of a report or an earlier run: it cannot be run here

    [[nodiscard]] bool isServer() const { return !text.isEmpty(); }
    [[nodiscard]] bool isClient() const { return text.isEmpty() && !isReported; }
    // What they say of how to connect to whom is the same.
    [[nodiscard]] bool connectsLike(const Agent &other) const;
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

    // `echo`: the name of the built-in peer.
    explicit AgentBook(const QString &echo, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<Agent> &agents() const { return m_agents; }
    [[nodiscard]] const Agent *at(int row) const; // null: no such row
    [[nodiscard]] int rowOf(const QString &name) const; // -1: none
    // The one that a target of the connect bar is, -1: none.
    [[nodiscard]] int rowOfText(const QString &text) const;
    // The same, where several agents have one URL and one of them is named.
    [[nodiscard]] int rowOfRequest(const ConnectRequest &request) const;
    [[nodiscard]] bool isFixed(int row) const { return row == 0; }
    [[nodiscard]] std::vector<Agent> checked() const; // servers only

    // Its name is made different from all others; returns the row, or -1 where there is no more room.
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
    void checkOnly(const QStringList &names);
    // A client that has appeared; returns its row.
    int addClient(const QString &name);
    // One whose results were read, by a name of its own; -1: there is no more room.
    int addReported(const QString &name);
    void removeReported(); // all of them
    [[nodiscard]] bool hasReported() const;

    // What stands beside its name; kept until the next call.
    void setState(const QString &name, const MarkedWord &state, const QString &toolTip = {});

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void renamed(const QString &before, const QString &now);
    void removed(const QString &name);
    void checksChanged();

private:
    struct Shown
    {
        MarkedWord state{Mark::Dot, {}, {}};
        QString toolTip;
    };

    [[nodiscard]] QString freeName(const QString &wanted, int except = -1) const;
    int insert(Agent agent);
    void checkOnly(int row);

    std::vector<Agent> m_agents;
    std::vector<Shown> m_shown; // by row
};

// A name as it is shown: clients and files give themselves names that could break a line or hide in it.
[[nodiscard]] QString shownAgent(const QString &agent);

// "127.0.0.1:9001" for a URL, else the text itself.
[[nodiscard]] QString agentNameFor(const QString &text);

} // namespace fg
