#include "ui/message/json_model.h"

#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"

#include <algorithm>

namespace fg {

namespace {

constexpr int rowsAtOnce = 256;
// A cell shows no more of a value; the whole is in the text.
constexpr std::size_t shownOctets = 400;

} // namespace

JsonModel::JsonModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

void JsonModel::setTree(std::shared_ptr<const JsonTree> tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    m_opened.clear();
    m_rows.clear();
    endResetModel();
}

// The invisible root of the model has the whole text as its only row.
JsonTree::Node JsonModel::nodeOf(const QModelIndex &index) const
{
    return static_cast<JsonTree::Node>(index.internalId());
}

QModelIndex JsonModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!m_tree || column < 0 || column >= ColumnCount || row < 0 || row >= rowCount(parent))
        return {};
    if (!parent.isValid())
        return createIndex(0, column, quintptr(0));
    return createIndex(row, column,
                       quintptr(m_opened.at(nodeOf(parent)).children[static_cast<std::size_t>(row)]));
}

QModelIndex JsonModel::parent(const QModelIndex &index) const
{
    if (!m_tree || !index.isValid() || nodeOf(index) == 0)
        return {};
    const JsonTree::Node above = m_tree->parent(nodeOf(index));
    const auto row = m_rows.find(above);
    return createIndex(row != m_rows.end() ? row->second : 0, 0, quintptr(above));
}

int JsonModel::rowCount(const QModelIndex &parent) const
{
    if (!m_tree || parent.column() > 0)
        return 0;
    if (!parent.isValid())
        return 1;
    const auto opened = m_opened.find(nodeOf(parent));
    return opened != m_opened.end() ? opened->second.shown : 0;
}

int JsonModel::columnCount(const QModelIndex &) const { return ColumnCount; }

bool JsonModel::hasChildren(const QModelIndex &parent) const
{
    if (!m_tree)
        return false;
    return !parent.isValid() || (parent.column() == 0 && m_tree->childCount(nodeOf(parent)) > 0);
}

bool JsonModel::canFetchMore(const QModelIndex &parent) const
{
    return m_tree && parent.isValid() && parent.column() == 0
        && static_cast<std::uint32_t>(rowCount(parent)) < m_tree->childCount(nodeOf(parent));
}

void JsonModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    const JsonTree::Node node = nodeOf(parent);
    Opened &opened = m_opened[node];
    m_rows[node] = parent.row();
    if (opened.children.empty())
        opened.children = m_tree->children(node);
    const int end = static_cast<int>(
        std::min(opened.children.size(), static_cast<std::size_t>(opened.shown) + rowsAtOnce));
    beginInsertRows(parent, opened.shown, end - 1);
    opened.shown = end;
    endInsertRows();
}

QString JsonModel::nameOf(const QModelIndex &index) const
{
    const JsonTree::Node node = nodeOf(index);
    if (node == 0)
        return QStringLiteral("JSON");
    if (m_tree->kind(m_tree->parent(node)) == JsonTree::Kind::Array)
        return QStringLiteral("[%1]").arg(index.row());
    return toQString(escaped(m_tree->name(node).substr(0, shownOctets)));
}

QString JsonModel::valueOf(JsonTree::Node node) const
{
    switch (m_tree->kind(node)) {
    case JsonTree::Kind::Array:
        return quantity(m_tree->childCount(node), "item");
    case JsonTree::Kind::Object:
        return quantity(m_tree->childCount(node), "member");
    case JsonTree::Kind::String:
        return QLatin1Char('"') + toQString(escaped(m_tree->shown(node, shownOctets))) + QLatin1Char('"');
    case JsonTree::Kind::Null:
    case JsonTree::Kind::Boolean:
    case JsonTree::Kind::Number:
        break;
    }
    return toQString(m_tree->shown(node, shownOctets));
}

QVariant JsonModel::data(const QModelIndex &index, int role) const
{
    if (!m_tree || !index.isValid())
        return {};
    const JsonTree::Node node = nodeOf(index);
    const bool isParent =
        m_tree->kind(node) == JsonTree::Kind::Array || m_tree->kind(node) == JsonTree::Kind::Object;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Name ? nameOf(index) : valueOf(node);
    case Qt::ToolTipRole:
        return index.column() == Value && !isParent ? plainToolTip(valueOf(node)) : QVariant();
    case Qt::ForegroundRole:
        return index.column() == Value && isParent ? QVariant(Theme::current().muted) : QVariant();
    default:
        return {};
    }
}

QVariant JsonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? QStringLiteral("Name") : QStringLiteral("Value");
}

} // namespace fg
