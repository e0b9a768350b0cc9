#include "ui/kit/text_table.h"

#include "protocol/handshake/secrets.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/roomy_delegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

namespace fg {

TextTableModel::TextTableModel(std::vector<Column> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{
}

void TextTableModel::setRows(std::vector<TextTableRow> rows)
{
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TextTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant TextTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const TextTableRow &row = m_rows[static_cast<std::size_t>(index.row())];
    const Column &column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return shortened(row.cells.value(index.column()), 500);
    case Qt::ToolTipRole:
        return plainToolTip(row.toolTip.isEmpty() ? row.cells.value(index.column()) : row.toolTip);
    case Qt::DecorationRole:
        return index.column() == 0 && row.mark ? QVariant(markIcon(row.mark->first, row.mark->second))
                                               : QVariant();
    case Qt::TextAlignmentRole:
        return int(column.alignment | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font = column.isMonospace ? monospaceFont() : QFont();
        font.setBold(row.isBold);
        return column.isMonospace || row.isBold ? QVariant(font) : QVariant();
    }
    default:
        return {};
    }
}

QVariant TextTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return int(column.alignment | Qt::AlignVCenter);
    return {};
}

TextTableView::TextTableView(QAbstractItemModel *model, const QString &accessibleName, QWidget *parent)
    : QTableView(parent)
{
    setModel(model);
    setAccessibleName(accessibleName);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows();
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
}

void TextTableView::fitRows() { verticalHeader()->setDefaultSectionSize(fontMetrics().height() + rowAir); }

void TextTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

void TextTableView::keyPressEvent(QKeyEvent *event)
{
    if (!event->matches(QKeySequence::Copy)) {
        QTableView::keyPressEvent(event);
        return;
    }
    QString text;
    for (const QModelIndex &row : selectionModel()->selectedRows()) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells += row.siblingAtColumn(column).data().toString();
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    // What leaves the window has no secrets.
    QGuiApplication::clipboard()->setText(toQString(discreet(text.toStdString())));
}

} // namespace fg
