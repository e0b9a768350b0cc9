#include "ui/bench/agent_book.h"

#include "protocol/handshake/secrets.h"
#include "protocol/report/results/agent_names.h"
#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/bench/agent_settings.h"

#include <QSettings>

#include <algorithm>
#include <functional>
#include <tuple>

namespace fg {

namespace {

QString withoutSecrets(const QString &name) { return toQString(discreet(name.toStdString())); }

QString whatIs(const Agent &agent)
{
    if (agent.isServer())
        return agent.target.isEcho() ? agent.target.text() : agent.target.toKeep();
    return agent.isReported ? QStringLiteral("results of a report or an earlier run; they cannot be run here")
                            : QStringLiteral("a client that connected");
}

} // namespace

QString shownAgent(const QString &agent) { return toQString(escaped(agent.toStdString())); }

QString agentNameFor(const ConnectTarget &target)
{
    const QString text = target.text();
    const auto url = parseWebSocketUrl(text.toStdString());
    const auto *parsed = std::get_if<WebSocketUrl>(&url);
    return parsed ? toQString(parsed->authority()) : toQString(withoutUser(text.toStdString()));
}

ConnectRequest Agent::request() const
{
    ConnectRequest request{target, options, id};
    request.target.agent = name.toStdString();
    return request;
}

std::vector<const CaseSpec *> Agent::casesOf(const std::vector<const CaseSpec *> &cases) const
{
    std::vector<const CaseSpec *> left;
    std::copy_if(cases.begin(), cases.end(), std::back_inserter(left), [this](const CaseSpec *spec) {
        return std::find(excluded.begin(), excluded.end(), spec) == excluded.end();
    });
    return left;
}

bool Agent::connectsLike(const Agent &other) const
{
    const auto all = [](const Target &how) {
        const TlsClientSettings &tls = how.tls;
        return std::tie(how.headers, how.origin, how.subprotocols, how.messageLimit, how.connectLimit,
                        how.openingLimit, tls.verification, tls.allowedFaults, tls.caFile, tls.serverName,
                        tls.sni, tls.certificateFile, tls.keyFile);
    };
    return target == other.target && all(options) == all(other.options);
}

AgentBook::AgentBook(QObject *parent)
    : QAbstractTableModel(parent)
{
    const ConnectTarget echo = ConnectTarget::echo();
    insert({.name = echo.text(), .target = echo, .options = {}, .excluded = {}, .baseName = echo.text()});
}

const Agent *AgentBook::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_agents[static_cast<std::size_t>(row)] : nullptr;
}

int AgentBook::rowOf(AgentId id) const
{
    const auto found =
        std::find_if(m_agents.begin(), m_agents.end(), [id](const Agent &agent) { return agent.id == id; });
    return found == m_agents.end() ? -1 : static_cast<int>(found - m_agents.begin());
}

QString AgentBook::nameOf(AgentId id) const
{
    const Agent *const agent = find(id);
    return agent ? agent->name : QString();
}

int AgentBook::rowOfName(const QString &name) const
{
    const auto found = std::find_if(m_agents.begin(), m_agents.end(),
                                    [&name](const Agent &agent) { return agent.name == name; });
    return found == m_agents.end() ? -1 : static_cast<int>(found - m_agents.begin());
}

int AgentBook::rowOfTarget(const ConnectTarget &target) const
{
    const auto found = std::find_if(m_agents.begin(), m_agents.end(), [&target](const Agent &agent) {
        return agent.isServer() && agent.target.isLike(target);
    });
    return found == m_agents.end() ? -1 : static_cast<int>(found - m_agents.begin());
}

std::vector<Agent> AgentBook::checked() const
{
    std::vector<Agent> agents;
    std::copy_if(m_agents.begin(), m_agents.end(), std::back_inserter(agents),
                 [](const Agent &agent) { return agent.isChecked && agent.isServer(); });
    return agents;
}

QString AgentBook::freeName(const QString &wanted, int except) const
{
    QString base = wanted.trimmed();
    if (base.isEmpty())
        base = QStringLiteral("unnamed");
    return toQString(freeAgentName(base.toStdString(), [&](const std::string &name) {
        const int row = rowOfName(toQString(name));
        return row >= 0 && row != except;
    }));
}

int AgentBook::insert(Agent agent)
{
    const int row = rowCount();
    agent.id = AgentId(++m_lastId);
    beginInsertRows({}, row, row);
    m_agents.push_back(std::move(agent));
    m_shown.emplace_back();
    endInsertRows();
    emit checksChanged();
    return row;
}

int AgentBook::room() const
{
    const auto servers = std::count_if(m_agents.begin(), m_agents.end(), std::mem_fn(&Agent::isServer));
    return std::max(0, maxAgents - static_cast<int>(servers));
}

int AgentBook::add(Agent agent)
{
    if (room() == 0)
        return -1;
    if (agent.baseName.isEmpty())
        agent.baseName = agent.name;
    agent.baseName = withoutSecrets(agent.baseName);
    agent.name = freeName(agent.name);
    return insert(std::move(agent));
}

AgentId AgentBook::addClient(const QString &name)
{
    const auto known = std::find_if(m_agents.begin(), m_agents.end(), [&name](const Agent &agent) {
        return agent.isClient() && agent.baseName == name;
    });
    if (known != m_agents.end())
        return known->id;
    return at(insert({.name = freeName(name),
                      .target = {},
                      .options = {},
                      .isChecked = false,
                      .excluded = {},
                      .baseName = name}))
        ->id;
}

AgentId AgentBook::addReported(const QString &name)
{
    const auto known = std::count_if(m_agents.begin(), m_agents.end(), std::mem_fn(&Agent::isReported));
    if (known >= maxReported)
        return {};
    return at(insert({.name = freeName(name),
                      .target = {},
                      .options = {},
                      .isChecked = false,
                      .excluded = {},
                      .isReported = true,
                      .baseName = name}))
        ->id;
}

bool AgentBook::hasReported() const
{
    return std::any_of(m_agents.begin(), m_agents.end(), std::mem_fn(&Agent::isReported));
}

void AgentBook::removeReported()
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (m_agents[static_cast<std::size_t>(row)].isReported)
            remove(row);
    }
}

void AgentBook::replace(int row, Agent agent)
{
    if (!at(row))
        return;
    Agent &place = m_agents[static_cast<std::size_t>(row)];
    const QString before = place.name;
    agent.id = place.id;
    agent.name = withoutSecrets(agent.name);
    agent.baseName = isFixed(row) || agent.name == before ? place.baseName : agent.name;
    agent.name = isFixed(row) ? before : freeName(agent.name, row);
    place = std::move(agent);
    emit dataChanged(index(row, Name), index(row, State));
    if (place.name != before)
        emit renamed(place.id);
    emit checksChanged();
}

void AgentBook::remove(int row)
{
    if (!at(row) || isFixed(row))
        return;
    const AgentId id = at(row)->id;
    beginRemoveRows({}, row, row);
    m_agents.erase(m_agents.begin() + row);
    m_shown.erase(m_shown.begin() + row);
    endRemoveRows();
    emit removed(id);
    emit checksChanged();
}

int AgentBook::choose(const ConnectTarget &target)
{
    int row = rowOfTarget(target);
    if (row < 0)
        row = add({.name = agentNameFor(target), .target = target, .options = m_usual, .isChecked = false});
    if (row >= 0 && !at(row)->isChecked)
        checkOnly({at(row)->id});
    return row;
}

void AgentBook::checkOnly(const std::vector<AgentId> &ids)
{
    for (Agent &agent : m_agents)
        agent.isChecked = std::find(ids.begin(), ids.end(), agent.id) != ids.end();
    emit dataChanged(index(0, Name), index(rowCount() - 1, Name), {Qt::CheckStateRole});
    emit checksChanged();
}

void AgentBook::setState(AgentId id, const MarkedWord &state, const QString &toolTip)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    Shown &shown = m_shown[static_cast<std::size_t>(row)];
    if (shown.state.word == state.word && shown.state.mark == state.mark && shown.toolTip == toolTip)
        return;
    shown = {state, toolTip};
    emit dataChanged(index(row, State), index(row, State));
}

// --- settings ---

void AgentBook::restore(const QSettings &settings)
{
    for (Agent &agent : restoredAgents(settings)) {
        if (agent.target.isEcho())
            m_agents.front().isChecked = agent.isChecked;
        else
            add(std::move(agent));
    }
}

void AgentBook::save(QSettings &settings) const
{
    std::vector<Agent> servers;
    std::copy_if(m_agents.begin(), m_agents.end(), std::back_inserter(servers),
                 std::mem_fn(&Agent::isServer));
    saveAgents(settings, servers);
}

// --- item model ---

int AgentBook::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_agents.size());
}

int AgentBook::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant AgentBook::data(const QModelIndex &index, int role) const
{
    const Agent *agent = at(index.row());
    if (!agent)
        return {};
    const Shown &shown = m_shown[static_cast<std::size_t>(index.row())];
    if (index.column() == State) {
        if (role == Qt::DisplayRole)
            return shown.state.word;
        if (role == Qt::DecorationRole)
            return shown.state.word.isEmpty() ? QVariant() : QVariant(shown.state.icon());
        return role == Qt::ToolTipRole
            ? plainToolTip(shown.toolTip.isEmpty() ? shown.state.word : shown.toolTip)
            : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return shownAgent(agent->name);
    case Qt::ToolTipRole:
        return plainToolTip(shownAgent(agent->name) + QLatin1Char('\n') + whatIs(*agent));
    case Qt::CheckStateRole:
        return agent->isServer() ? QVariant(agent->isChecked ? Qt::Checked : Qt::Unchecked) : QVariant();
    default:
        return {};
    }
}

bool AgentBook::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!at(index.row()) || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    m_agents[static_cast<std::size_t>(index.row())].isChecked = value.toInt() != Qt::Unchecked;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit checksChanged();
    return true;
}

Qt::ItemFlags AgentBook::flags(const QModelIndex &index) const
{
    const Agent *agent = at(index.row());
    if (!agent)
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return index.column() == Name && agent->isServer() ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant AgentBook::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? QStringLiteral("Agent") : QStringLiteral("Cases");
}

} // namespace fg
