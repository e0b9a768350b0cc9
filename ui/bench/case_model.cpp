#include "ui/bench/case_model.h"

#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/bench/verdict_mark.h"

#include <algorithm>
#include <map>

namespace fg {

namespace {

void count(CaseModel::Totals &totals, bool isRunning, const std::optional<CaseOutcome> &outcome, int sign)
{
    totals.running += isRunning ? sign : 0;
    if (!outcome || !outcome->hasRun())
        return;
    totals.run += sign;
    totals.failed += outcome->hasFailed() ? sign : 0;
    totals.nonStrict += outcome->isNonStrict() ? sign : 0;
    if (sign > 0)
        totals.time.add(outcome->duration);
    else
        totals.time.remove(outcome->duration);
}

} // namespace

CaseModel::CaseModel(QObject *parent)
    : QAbstractItemModel(parent)
{
    build();
}

void CaseModel::build()
{
    m_nodes.emplace_back();
    m_nodeOfCase.resize(catalogue().size());
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
        const NodeNumber number = add(parent, id, toQString(spec.title), &spec);
        m_nodeOfCase[spec.number - 1] = number;
        for (NodeNumber above = number; above != root; above = m_nodes[above].parent)
            ++m_nodes[above].totals.cases;
        ++m_nodes[root].totals.cases;
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

QModelIndex CaseModel::indexOf(const CaseSpec &spec) const { return indexOf(numberOf(spec)); }

// --- outcomes ---

void CaseModel::setRunning(const CaseSpec &spec)
{
    change(numberOf(spec), true, m_nodes[numberOf(spec)].outcome);
}

void CaseModel::setOutcome(const CaseSpec &spec, const CaseOutcome &outcome)
{
    change(numberOf(spec), false, outcome);
}

void CaseModel::clearRunning()
{
    for (const NodeNumber number : m_nodeOfCase) {
        if (m_nodes[number].isRunning)
            change(number, false, m_nodes[number].outcome);
    }
}

void CaseModel::clearOutcomes()
{
    for (const NodeNumber number : m_nodeOfCase) {
        if (m_nodes[number].isRunning || m_nodes[number].outcome)
            change(number, false, std::nullopt);
    }
}

void CaseModel::change(NodeNumber number, bool isRunning, const std::optional<CaseOutcome> &outcome)
{
    const bool wasRunning = m_nodes[number].isRunning;
    const std::optional<CaseOutcome> before = m_nodes[number].outcome;
    m_nodes[number].isRunning = isRunning;
    m_nodes[number].outcome = outcome;
    for (NodeNumber above = number;; above = m_nodes[above].parent) {
        count(m_nodes[above].totals, wasRunning, before, -1);
        count(m_nodes[above].totals, isRunning, outcome, 1);
        if (above == root)
            break;
        if (!std::exchange(m_nodes[above].isStale, true))
            m_stale.push_back(above);
    }
}

void CaseModel::notifyViews()
{
    std::vector<NodeNumber> stale = std::exchange(m_stale, {});
    // Categories come before their children: QSortFilterProxyModel loses a row that becomes visible while its
    // parent is still hidden.
    std::sort(stale.begin(), stale.end());
    for (const NodeNumber number : stale) {
        m_nodes[number].isStale = false;
        emit dataChanged(indexOf(number, Verdict), indexOf(number, Time));
    }
}

const CaseSpec *CaseModel::caseAt(const QModelIndex &index) const { return m_nodes[numberOf(index)].spec; }

const CaseOutcome *CaseModel::outcomeAt(const QModelIndex &index) const
{
    const Node &node = m_nodes[numberOf(index)];
    return node.outcome ? &*node.outcome : nullptr;
}

CaseModel::Totals CaseModel::totals(const QModelIndex &index) const
{
    return m_nodes[numberOf(index)].totals;
}

std::vector<const CaseSpec *> CaseModel::casesUnder(const QModelIndex &index) const
{
    std::vector<const CaseSpec *> cases;
    forEachCase(numberOf(index), [&cases](const Node &node) { cases.push_back(node.spec); });
    return cases;
}

std::vector<const CaseSpec *> CaseModel::failedCases() const
{
    std::vector<const CaseSpec *> cases;
    forEachCase(root, [&cases](const Node &node) {
        if (node.outcome && node.outcome->hasFailed())
            cases.push_back(node.spec);
    });
    return cases;
}

// --- checks ---

std::vector<const CaseSpec *> CaseModel::checkedCases() const
{
    std::vector<const CaseSpec *> cases;
    forEachCase(root, [&cases](const Node &node) {
        if (node.isChecked)
            cases.push_back(node.spec);
    });
    return cases;
}

void CaseModel::checkOnly(const std::vector<const CaseSpec *> &cases)
{
    for (const NodeNumber number : m_nodeOfCase)
        m_nodes[number].isChecked = false;
    for (const CaseSpec *spec : cases)
        m_nodes[numberOf(*spec)].isChecked = true;
    notifyChecks(root);
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
    notifyChecks(root);
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

void CaseModel::notifyChecks(NodeNumber number)
{
    const auto notifyBelow = [this](const auto &self, NodeNumber at) -> void {
        if (at != root)
            emit dataChanged(indexOf(at), indexOf(at), {Qt::CheckStateRole});
        for (const NodeNumber child : m_nodes[at].children)
            self(self, child);
    };
    notifyBelow(notifyBelow, number);
    while (number != root) {
        number = m_nodes[number].parent;
        if (number != root)
            emit dataChanged(indexOf(number), indexOf(number), {Qt::CheckStateRole});
    }
    emit checksChanged();
}

// --- item model ---

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

QString CaseModel::textOf(NodeNumber number, int column) const
{
    const Node &node = m_nodes[number];
    const Totals &totals = node.totals;
    switch (column) {
    case Case:
        return node.id + QLatin1String("  ") + node.title;
    case Verdict:
        if (node.spec && node.isRunning)
            return QStringLiteral("running");
        if (node.spec)
            return node.outcome ? markOf(*node.outcome, Theme::current()).word : QString();
        return totals.run == 0 ? QString()
                               : QStringLiteral("%1 of %2").arg(totals.run - totals.failed).arg(totals.run);
    case Time:
        return totals.time.known() && !node.isRunning ? shortDuration(*totals.time.known()) : QString();
    default:
        return {};
    }
}

QString CaseModel::toolTipOf(NodeNumber number, int column) const
{
    const Node &node = m_nodes[number];
    if (node.spec && column == Case)
        return textOf(number, Case) + QLatin1Char('\n') + toQString(node.spec->description)
            + QLatin1Char('\n') + toQString(node.spec->clause);
    if (node.spec)
        return textOf(number, column);
    const Totals &totals = node.totals;
    return textOf(number, Case) + QLatin1Char('\n')
        + QStringLiteral("%1: %2 run, %3 failed, %4 non-strict, %5 not run")
              .arg(quantity(static_cast<std::uint64_t>(totals.cases), "case"))
              .arg(totals.run)
              .arg(totals.failed)
              .arg(totals.nonStrict)
              .arg(totals.cases - totals.run);
}

QVariant CaseModel::verdictIcon(NodeNumber number) const
{
    const Node &node = m_nodes[number];
    const Theme theme = Theme::current();
    if (node.isRunning)
        return markIcon(Mark::HalfDisc, theme.warning);
    if (node.outcome)
        return markOf(*node.outcome, theme).icon();
    if (node.spec || node.totals.run == 0)
        return {};
    return node.totals.failed == 0 ? markIcon(Mark::Tick, theme.good) : markIcon(Mark::Cross, theme.bad);
}

QVariant CaseModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const NodeNumber number = numberOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return textOf(number, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(toolTipOf(number, index.column()));
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
    notifyChecks(numberOf(index));
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
        return QStringLiteral("Case");
    case Verdict:
        return QStringLiteral("Verdict");
    case Time:
        return QStringLiteral("Time");
    default:
        return {};
    }
}

} // namespace fg
