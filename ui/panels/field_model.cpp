#include "ui/panels/field_model.h"

#include "protocol/report/wording/finding_sentences.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/bench/verdict_mark.h"

#include <algorithm>
#include <iterator>

namespace fg {

namespace {

// Characters in a cell, which is one line; the hex view and the export have the full value.
constexpr qsizetype cellLimit = 300;

} // namespace

FieldModel::FieldModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

void FieldModel::setDetail(RowDetail detail)
{
    beginResetModel();
    m_nodes.clear();
    m_top.clear();
    m_detail = std::move(detail);
    m_findings.clear();
    for (const Field &field : m_detail.fields)
        m_top.push_back(add(field, -1, static_cast<int>(m_top.size())));
    endResetModel();
}

void FieldModel::setFindings(std::vector<Finding> findings, Role ourRole)
{
    m_findings = std::move(findings);
    m_ourRole = ourRole;
    if (!m_top.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_top.size()) - 1, ColumnCount - 1));
}

bool FieldModel::shows(const Field &field, const Where &where)
{
    if (field.id != WireField::Count)
        return where.fields.contains(field.id);
    const bool isInHead = where.fields.contains(WireField::StartLine)
        || where.fields.contains(WireField::HeaderField) || where.fields.contains(WireField::HeadEnd);
    const std::uint64_t start = field.offset.value();
    return isInHead && field.children.empty() && where.onWire.first < start + field.length
        && start < where.onWire.end();
}

QModelIndex FieldModel::fieldOf(const Where &where) const
{
    for (std::size_t number = 0; number < m_nodes.size(); ++number) {
        if (shows(*m_nodes[number].field, where))
            return createIndex(m_nodes[number].row, 0, static_cast<quintptr>(number));
    }
    return {};
}

std::vector<Finding> FieldModel::findingsOf(const Field &field) const
{
    std::vector<Finding> found;
    std::ranges::copy_if(m_findings, std::back_inserter(found),
                         [&field](const Finding &finding) { return shows(field, finding.where()); });
    return found;
}

QString FieldModel::sentencesOf(const std::vector<Finding> &findings) const
{
    QStringList sentences;
    for (const Finding &finding : findings)
        sentences += toQString(findingHeadline(finding, m_ourRole));
    return sentences.join(QLatin1Char('\n'));
}

int FieldModel::add(const Field &field, int parent, int row)
{
    const int number = static_cast<int>(m_nodes.size());
    m_nodes.push_back({&field, parent, row, {}});
    int childRow = 0;
    for (const Field &child : field.children) {
        const int childNumber = add(child, number, childRow++);
        m_nodes[static_cast<std::size_t>(number)].children.push_back(childNumber);
    }
    return number;
}

const FieldModel::Node &FieldModel::nodeOf(const QModelIndex &index) const
{
    return m_nodes[index.internalId()];
}

const std::vector<int> &FieldModel::childrenOf(const QModelIndex &parent) const
{
    return parent.isValid() ? nodeOf(parent).children : m_top;
}

OctetRange FieldModel::rangeOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const Field &field = *nodeOf(index).field;
    if (field.length == 0 || field.offset < m_detail.offset)
        return {};
    return {field.offset - m_detail.offset, field.length};
}

QModelIndex FieldModel::fieldAt(std::uint64_t position) const
{
    const StreamOffset octet = m_detail.offset + position;
    QModelIndex found;
    const std::vector<int> *candidates = &m_top;
    while (candidates) {
        const std::vector<int> *inner = nullptr;
        for (const int number : *candidates) {
            const Node &node = m_nodes[static_cast<std::size_t>(number)];
            if (octet < node.field->offset || octet - node.field->offset >= node.field->length)
                continue;
            found = createIndex(node.row, 0, static_cast<quintptr>(number));
            inner = &node.children;
            break;
        }
        candidates = inner;
    }
    return found;
}

QModelIndex FieldModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, static_cast<quintptr>(childrenOf(parent)[static_cast<std::size_t>(row)]));
}

QModelIndex FieldModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const int number = nodeOf(child).parent;
    if (number < 0)
        return {};
    return createIndex(m_nodes[static_cast<std::size_t>(number)].row, 0, static_cast<quintptr>(number));
}

int FieldModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
}

int FieldModel::columnCount(const QModelIndex &) const { return ColumnCount; }

QVariant FieldModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Field &field = *nodeOf(index).field;
    const std::string &text = index.column() == Name ? field.name
        : index.column() == Value                    ? field.value
                                                     : field.meaning;
    const std::vector<Finding> broken = findingsOf(field);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Meaning && !broken.empty())
            return toQString(findingBrief(broken.front().violation));
        return shortened(toQString(text), cellLimit);
    case Qt::DecorationRole:
        return index.column() == Name && !broken.empty()
            ? QVariant(markOf(broken.front().severity(), Theme::current()).icon())
            : QVariant();
    case Qt::ToolTipRole:
        if (!broken.empty())
            return plainToolTip(sentencesOf(broken));
        return text.empty() ? QVariant() : QVariant(plainToolTip(toQString(text)));
    case Qt::FontRole:
        return index.column() == Value ? QVariant(monospaceFont()) : QVariant();
    case Qt::ForegroundRole:
        if (!broken.empty())
            return markOf(broken.front().severity(), Theme::current()).color;
        return index.column() == Meaning ? QVariant(Theme::current().muted) : QVariant();
    default:
        return {};
    }
}

QVariant FieldModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return QStringLiteral("Field");
    case Value:
        return QStringLiteral("Value");
    case Meaning:
        return QStringLiteral("Meaning");
    default:
        return {};
    }
}

} // namespace fg
