#include "ui/case_model.h"

#include "protocol/report/wording.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/verdict_mark.h"

#include <map>

namespace fg {

CaseModel::CaseModel(QObject *parent)
    : QAbstractItemModel(parent)
{
    build();
}

void CaseModel::build()
{
    m_nodes.emplace_back();
    std::map<QString, QString> titles;
    for (const CategoryInfo &category : categories())
        titles.emplace(toQString(category.id), toQString(category.title));
    for (const CaseSpec &spec : catalogue()) {
        const QString id = toQString(spec.id);
        NodeNumber parent = root;
        for (qsizetype dot = id.indexOf(QLatin1Char('.')); dot > 0;
             dot = id.indexOf(QLatin1Char('.'), dot + 1)) {
            const QString prefix = id.left(dot);
            const auto title = titles.find(prefix);
            if (title == titles.end())
                continue;
            const NodeNumber known = childWithId(parent, prefix);
            parent = known != root ? known : add(parent, prefix, title->second, nullptr);
        }
        add(parent, id, toQString(spec.title), &spec);
    }
}

CaseModel::NodeNumber CaseModel::add(NodeNumber parent, QString id, QString title, const CaseSpec *spec)
{
    const NodeNumber number = m_nodes.size();
    Node node;
    node.id = std::move(id);
    node.title = std::move(title);
    node.spec = spec;
    node.parent = parent;
    node.row = static_cast<int>(m_nodes[parent].children.size());
    m_nodes.push_back(std::move(node));
    m_nodes[parent].children.push_back(number);
    return number;
}

CaseModel::NodeNumber CaseModel::childWithId(NodeNumber parent, const QString &id) const
{
    for (const NodeNumber child : m_nodes[parent].children) {
        if (m_nodes[child].id == id)
            return child;
    }
    return root;
}

template <typename Visit> void CaseModel::forEachCase(NodeNumber number, Visit visit) const
{
    const Node &node = m_nodes[number];
    if (node.spec)
        visit(node);
    for (const NodeNumber child : node.children)
        forEachCase(child, visit);
}

CaseModel::NodeNumber CaseModel::numberOf(const QModelIndex &index) const
{
    return index.isValid() ? index.internalId() : root;
}

QModelIndex CaseModel::indexOf(NodeNumber number, int column) const
{
    return number == root ? QModelIndex() : createIndex(m_nodes[number].row, column, number);
}

QModelIndex CaseModel::indexOf(const CaseSpec &spec) const
{
    for (NodeNumber number = 1; number < m_nodes.size(); ++number) {
        if (m_nodes[number].spec == &spec)
            return indexOf(number);
    }
    return {};
}

CaseModel::Node *CaseModel::nodeOf(const CaseSpec &spec)
{
    const QModelIndex index = indexOf(spec);
    return index.isValid() ? &m_nodes[numberOf(index)] : nullptr;
}

void CaseModel::setRunning(const CaseSpec &spec)
{
    if (Node *node = nodeOf(spec)) {
        node->isRunning = true;
        tellVerdict(spec);
    }
}

void CaseModel::setResult(const CaseResult &result)
{
    if (Node *node = nodeOf(*result.spec)) {
        node->isRunning = false;
        node->result = result;
        tellVerdict(*result.spec);
    }
}

void CaseModel::clearRunning()
{
    for (Node &node : m_nodes) {
        if (std::exchange(node.isRunning, false))
            tellVerdict(*node.spec);
    }
}

void CaseModel::tellVerdict(const CaseSpec &spec)
{
    for (NodeNumber number = numberOf(indexOf(spec)); number != root; number = m_nodes[number].parent)
        emit dataChanged(indexOf(number, Verdict), indexOf(number, Time));
}

const CaseSpec *CaseModel::caseAt(const QModelIndex &index) const { return m_nodes[numberOf(index)].spec; }

std::vector<const CaseSpec *> CaseModel::casesUnder(const QModelIndex &index) const
{
    std::vector<const CaseSpec *> cases;
    forEachCase(numberOf(index), [&cases](const Node &node) { cases.push_back(node.spec); });
    return cases;
}

std::vector<const CaseSpec *> CaseModel::checkedCases() const
{
    std::vector<const CaseSpec *> cases;
    forEachCase(root, [&cases](const Node &node) {
        if (node.isChecked)
            cases.push_back(node.spec);
    });
    return cases;
}

QStringList CaseModel::uncheckedIds() const
{
    QStringList ids;
    forEachCase(root, [&ids](const Node &node) {
        if (!node.isChecked)
            ids += node.id;
    });
    return ids;
}

void CaseModel::setUncheckedIds(const QStringList &ids)
{
    for (Node &node : m_nodes)
        node.isChecked = !ids.contains(node.id);
    tellChecks(root);
}

Qt::CheckState CaseModel::checkState(NodeNumber number) const
{
    bool some = false;
    bool all = true;
    forEachCase(number, [&](const Node &node) {
        some = some || node.isChecked;
        all = all && node.isChecked;
    });
    if (!some)
        return Qt::Unchecked;
    return all ? Qt::Checked : Qt::PartiallyChecked;
}

void CaseModel::check(NodeNumber number, bool on)
{
    m_nodes[number].isChecked = on;
    for (const NodeNumber child : m_nodes[number].children)
        check(child, on);
}

void CaseModel::tellChecks(NodeNumber number)
{
    const auto tellBelow = [this](const auto &self, NodeNumber at) -> void {
        if (at != root)
            emit dataChanged(indexOf(at), indexOf(at), {Qt::CheckStateRole});
        for (const NodeNumber child : m_nodes[at].children)
            self(self, child);
    };
    tellBelow(tellBelow, number);
    while (number != root) {
        number = m_nodes[number].parent;
        if (number != root)
            emit dataChanged(indexOf(number), indexOf(number), {Qt::CheckStateRole});
    }
    emit checksChanged();
}

QModelIndex CaseModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, m_nodes[numberOf(parent)].children[static_cast<std::size_t>(row)]);
}

QModelIndex CaseModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(m_nodes[numberOf(child)].parent) : QModelIndex();
}

int CaseModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(m_nodes[numberOf(parent)].children.size());
}

int CaseModel::columnCount(const QModelIndex &) const { return ColumnCount; }

CaseModel::Judged CaseModel::judgedUnder(NodeNumber number) const
{
    Judged judged;
    forEachCase(number, [&judged](const Node &node) {
        if (!node.result || node.result->wasStopped)
            return;
        ++judged.all;
        judged.fine += node.result->verdict.hasFailed() ? 0 : 1;
    });
    return judged;
}

QString CaseModel::categorySummary(NodeNumber number) const
{
    const auto [fine, all] = judgedUnder(number);
    return all == 0 ? QString() : tr("%1 of %2").arg(fine).arg(all);
}

QString CaseModel::textOf(const Node &node, int column) const
{
    switch (column) {
    case Case:
        return node.id + QLatin1String("  ") + node.title;
    case Verdict:
        if (node.isRunning)
            return tr("running");
        return node.result ? markOf(*node.result, Theme::current()).word : QString();
    case Time:
        return node.result && !node.isRunning ? toQString(durationText(node.result->duration)) : QString();
    default:
        return {};
    }
}

QVariant CaseModel::verdictIcon(NodeNumber number) const
{
    const Node &node = m_nodes[number];
    const Theme theme = Theme::current();
    if (node.isRunning)
        return markIcon(Mark::HalfDisc, theme.warning);
    if (node.result)
        return markOf(*node.result, theme).icon();
    const auto [fine, judged] = judgedUnder(number);
    if (node.spec || judged == 0)
        return {};
    return fine == judged ? markIcon(Mark::Tick, theme.good) : markIcon(Mark::Cross, theme.bad);
}

QVariant CaseModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const NodeNumber number = numberOf(index);
    const Node &node = m_nodes[number];
    switch (role) {
    case Qt::DisplayRole:
        if (!node.spec && index.column() == Verdict)
            return categorySummary(number);
        return textOf(node, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(node.spec && index.column() == Case ? node.id + QLatin1Char('\n') + node.title
                                    + QLatin1Char('\n') + toQString(node.spec->description)
                                                                : textOf(node, index.column()));
    case Qt::CheckStateRole:
        return index.column() == Case ? QVariant(checkState(number)) : QVariant();
    case Qt::DecorationRole:
        return index.column() == Verdict ? verdictIcon(number) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Time ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

bool CaseModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Case)
        return false;
    check(numberOf(index), value.toInt() != Qt::Unchecked);
    tellChecks(numberOf(index));
    return true;
}

Qt::ItemFlags CaseModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return index.column() == Case ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant CaseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Case:
        return tr("Case");
    case Verdict:
        return tr("Verdict");
    case Time:
        return tr("Time");
    default:
        return {};
    }
}

} // namespace fg
