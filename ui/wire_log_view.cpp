#include "ui/wire_log_view.h"

#include "ui/roomy_delegate.h"
#include "ui/wire_log_model.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <set>

namespace fg {

WireLogView::WireLogView(WireLogModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("wireLog"));
    setAccessibleName(tr("Wire log"));
    setModel(model);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setUpColumns();

    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { m_follows = isAtEnd(); });
    connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_follows)
            scrollToBottom();
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] { emit rowPicked(-1); });
}

void WireLogView::setUpColumns()
{
    // Rows of one fixed height: with millions of them nothing may be measured one by one.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + rowAir);
    verticalHeader()->hide();
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(WireLogModel::Info, QHeaderView::Stretch);
    header->setMinimumSectionSize(28);
    const int digit = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    static constexpr int digits[] = {5, 8, 5, 7, 11, 4, 6};
    for (int column = 0; column < WireLogModel::Info; ++column)
        header->resizeSection(column, digits[column] * digit + 8);
}

bool WireLogView::isAtEnd() const { return verticalScrollBar()->value() >= verticalScrollBar()->maximum(); }

void WireLogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        verticalHeader()->setDefaultSectionSize(fontMetrics().height() + rowAir);
}

int WireLogView::pickedRow() const { return currentIndex().isValid() ? currentIndex().row() : -1; }

void WireLogView::pickRow(int row)
{
    const QModelIndex index = m_model->index(row, 0);
    if (!index.isValid())
        return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, PositionAtCenter);
}

void WireLogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || !current.isValid())
        emit rowPicked(current.isValid() ? current.row() : -1);
}

void WireLogView::copyRows()
{
    std::set<int> rows;
    int selected = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        selected += range.height();
        for (int row = range.top(); row <= range.bottom() && rows.size() < maxCopiedRows; ++row)
            rows.insert(row);
    }
    if (rows.empty())
        return;
    QString text;
    for (const int row : rows)
        text += m_model->lineOf(row) + QLatin1Char('\n');
    QGuiApplication::clipboard()->setText(text);
    emit rowsCopied(static_cast<int>(rows.size()), selected);
}

void WireLogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyRows();
        return;
    }
    // The ends of the log, not of the row.
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        pickRow(event->key() == Qt::Key_Home ? 0 : m_model->rowCount() - 1);
        return;
    }
    QTableView::keyPressEvent(event);
}

void WireLogView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(tr("&Copy rows"), QKeySequence::Copy, this, &WireLogView::copyRows);
    copy->setEnabled(selectionModel()->hasSelection());
    QAction *again = menu->addAction(tr("Compose &again"), this,
                                     [this, row = index.row()] { emit composeAgainWanted(row); });
    again->setEnabled(index.isValid() && m_model->session()
                      && m_model->session()->row(static_cast<RowNumber>(index.row())).kind == RowKind::Frame);
    menu->addSeparator();
    menu->addAction(tr("Select a&ll"), QKeySequence::SelectAll, this, &WireLogView::selectAll);
    menu->popup(event->globalPos());
}

} // namespace fg
