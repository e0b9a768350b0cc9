#include "ui/panels/findings_model.h"

#include "protocol/report/wording/finding_sentences.h"
#include "protocol/wire/rules.h"
#include "ui/base/text.h"
#include "ui/bench/verdict_mark.h"

#include <algorithm>

namespace fg {

namespace {

// Where it shows, on a line of its own.
QString placeLine(const Finding &finding)
{
    const std::string place = placeWords(finding);
    return place.empty() ? QString() : QLatin1Char('\n') + toQString(place) + QLatin1Char('.');
}

} // namespace

FindingsModel::FindingsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void FindingsModel::setFindings(const std::shared_ptr<const Session> &session, std::vector<Finding> findings)
{
    if (session != m_session || findings.size() < m_findings.size()) {
        beginResetModel();
        m_session = session;
        m_findings = std::move(findings);
        endResetModel();
        return;
    }
    const int before = rowCount();
    // A finding's row changes from the octets to the frame once the frame is complete.
    if (before > 0 && !std::equal(m_findings.begin(), m_findings.end(), findings.begin())) {
        std::copy_n(findings.begin(), m_findings.size(), m_findings.begin());
        emit dataChanged(index(0, 0), index(before - 1, ColumnCount - 1));
    }
    if (findings.size() == m_findings.size())
        return;
    beginInsertRows({}, rowCount(), static_cast<int>(findings.size()) - 1);
    m_findings = std::move(findings);
    endInsertRows();
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_findings.size());
}

int FindingsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString FindingsModel::textOf(const Finding &finding, int column) const
{
    switch (column) {
    case SeverityColumn:
        return markOf(finding.severity(), Theme::current()).word;
    case Row:
        return QString::number(finding.row.value());
    case Who:
        return finding.direction == Direction::In ? QStringLiteral("peer") : QStringLiteral("we");
    case Sentence:
        return toQString(findingSentence(finding.violation, finding.direction, m_session->role()));
    case Clause:
        return toQString(finding.clause());
    default:
        return {};
    }
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Finding &finding = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(finding, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(textOf(finding, Sentence) + QLatin1Char('\n')
                            + toQString(finding.rule().statement) + placeLine(finding));
    case Qt::DecorationRole:
        return index.column() == SeverityColumn
            ? QVariant(markOf(finding.severity(), Theme::current()).icon())
            : QVariant();
    case Qt::TextAlignmentRole:
        return int((index.column() == Row ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int((section == Row ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn:
        return QStringLiteral("Rule");
    case Row:
        return QStringLiteral("Row");
    case Who:
        return QStringLiteral("By");
    case Sentence:
        return QStringLiteral("What was broken");
    case Clause:
        return QStringLiteral("Clause");
    default:
        return {};
    }
}

} // namespace fg
