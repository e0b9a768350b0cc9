#include "ui/log/wire_log_view.h"

#include "ui/base/text.h"
#include "ui/kit/roomy_delegate.h"
#include "ui/log/wire_log_painter.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>
#include <set>

namespace fg {

WireLogView::WireLogView(WireLogModel *model, QWidget *parent)
    : QAbstractItemView(parent)
    , m_model(model)
    , m_header(new QHeaderView(Qt::Horizontal, this))
    , m_newest(new QToolButton(this))
    , m_lineHeight(fontMetrics().height() + rowAir)
{
    setObjectName(QStringLiteral("wireLog"));
    setAccessibleName(QStringLiteral("Wire log"));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_newest->setObjectName(QStringLiteral("newestButton"));
    m_newest->setAutoRaise(false);
    m_newest->setFocusPolicy(Qt::NoFocus);
    m_newest->setCursor(Qt::ArrowCursor);
    m_newest->hide();
    connect(m_newest, &QToolButton::clicked, this, [this] {
        if (m_model->heldFrom())
            emit releaseRequested();
        else
            goToNewest();
    });
    for (const auto changed : {&WireLogModel::outlineExtended, &WireLogModel::waitingChanged})
        connect(model, changed, this, &WireLogView::showNewestButton);
    setModel(model);
    m_header->setModel(model);
    setUpColumns();

    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        m_follows = m_model->rowCount() > 0 ? isAtEnd() && !m_keepsPicked : m_followsFromStart;
    });
    connect(model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { linesInserted(first, last); });
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { linesRemoved(first, last); });
    connect(model, &QAbstractItemModel::dataChanged, this, [this] { viewport()->update(); });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_unseen = 0;
        m_keepsPicked = false;
        updateGeometries();
        emit rowPicked(std::nullopt);
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &WireLogView::followScrolling);
}

// --- columns ---

void WireLogView::setUpColumns()
{
    m_header->setSectionsMovable(true);
    m_header->setSectionsClickable(true);
    m_header->setHighlightSections(false);
    m_header->setStretchLastSection(false);
    m_header->setMinimumSectionSize(28);
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    resetColumns();
    connect(m_header, &QWidget::customContextMenuRequested, this, &WireLogView::showHeaderMenu);
    const auto repaint = [this] { viewport()->update(); };
    const auto arrange = [this] {
        updateGeometries();
        viewport()->update();
    };
    connect(m_header, &QHeaderView::sectionResized, this, arrange);
    connect(m_header, &QHeaderView::sectionMoved, this, repaint);
    connect(m_header, &QHeaderView::geometriesChanged, this, repaint);
}

void WireLogView::resetColumns()
{
    const int digit = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    // The first has room for the mark of a broken rule beside the number.
    static constexpr int digits[] = {8, 10, 5, 16, 11, 4, 8};
    m_wantedWidths = {};
    for (int column = 0; column < WireLogModel::ColumnCount; ++column) {
        // What says the opcode, and the bits are among the fields of the picked row.
        m_header->setSectionHidden(column,
                                   column == WireLogModel::OpcodeColumn || column == WireLogModel::Flags);
        m_header->moveSection(m_header->visualIndex(column), column);
    }
    m_header->setSectionResizeMode(QHeaderView::Interactive);
    m_header->setSectionResizeMode(WireLogModel::Info, QHeaderView::Stretch);
    for (int column = 0; column < WireLogModel::Info; ++column)
        m_header->resizeSection(column, digits[column] * digit + 8);
}

void WireLogView::widenColumns()
{
    for (int column = 0; column < WireLogModel::Info; ++column) {
        if (!m_header->isSectionHidden(column) && m_header->sectionSize(column) < m_wantedWidths[column])
            m_header->resizeSection(column, m_wantedWidths[column]);
    }
}

void WireLogView::makeRoom(int column, const QString &text, int besides)
{
    const int width = fontMetrics().horizontalAdvance(text) + besides + 12;
    if (m_header->sectionSize(column) < width)
        m_header->resizeSection(column, width);
}

void WireLogView::fillColumnMenu(QMenu *menu)
{
    for (int column = 0; column < WireLogModel::ColumnCount; ++column) {
        QAction *const action =
            menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_header->isSectionHidden(column));
        // One column has to stay: the header brings the others back.
        action->setEnabled(m_header->isSectionHidden(column)
                           || m_header->hiddenSectionCount() + 1 < WireLogModel::ColumnCount);
        connect(action, &QAction::toggled, this,
                [this, column](bool on) { m_header->setSectionHidden(column, !on); });
    }
    menu->addSeparator();
    menu->addAction(QStringLiteral("&Reset columns"), this, &WireLogView::resetColumns);
}

void WireLogView::showHeaderMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnMenu(menu);
    menu->addSeparator();
    emit headerMenuRequested(menu);
    menu->popup(m_header->mapToGlobal(position));
}

// --- geometry ---

int WireLogView::horizontalOffset() const { return m_header->offset(); }

int WireLogView::verticalOffset() const { return verticalScrollBar()->value() * m_lineHeight; }

int WireLogView::wholeLines() const { return std::max(1, viewport()->height() / m_lineHeight); }

QRect WireLogView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    return {m_header->sectionViewportPosition(column),
            (index.row() - verticalScrollBar()->value()) * m_lineHeight, m_header->sectionSize(column),
            m_lineHeight};
}

QModelIndex WireLogView::indexAt(const QPoint &point) const
{
    const int line = verticalScrollBar()->value() + point.y() / m_lineHeight;
    const int column = m_header->logicalIndexAt(point.x());
    if (point.y() < 0 || line >= m_model->rowCount())
        return {};
    return m_model->index(line, column >= 0 ? column : 0);
}

void WireLogView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (index.isValid())
        scrollToLine(index.row(), hint);
}

void WireLogView::scrollToLine(int line, ScrollHint hint)
{
    QScrollBar *bar = verticalScrollBar();
    const int top = bar->value();
    const int lines = wholeLines();
    const bool isVisible = line >= top && line < top + lines;
    if (hint == PositionAtTop)
        bar->setValue(line);
    else if (hint == PositionAtBottom)
        bar->setValue(line - lines + 1);
    else if (hint == PositionAtCenter)
        bar->setValue(line - lines / 2);
    else if (!isVisible)
        bar->setValue(line < top ? line : line - lines + 1);
}

void WireLogView::updateGeometries()
{
    const int height = m_header->isHidden() ? 0 : m_header->sizeHint().height();
    setViewportMargins(0, height, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left(), area.top() - height, area.width(), height);
    QScrollBar *across = horizontalScrollBar();
    across->setPageStep(area.width());
    across->setRange(0, std::max(0, m_header->length() - area.width()));
    QScrollBar *down = verticalScrollBar();
    down->setPageStep(wholeLines());
    down->setSingleStep(1);
    down->setRange(0, std::max(0, m_model->rowCount() - wholeLines()));
    showNewestButton();
    QAbstractItemView::updateGeometries();
}

void WireLogView::resizeEvent(QResizeEvent *event)
{
    const bool wasAtEnd = isAtEnd();
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
    if (wasAtEnd && m_follows)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void WireLogView::scrollContentsBy(int dx, int)
{
    if (dx != 0)
        m_header->setOffset(horizontalScrollBar()->value());
    viewport()->update();
}

void WireLogView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    m_lineHeight = fontMetrics().height() + rowAir;
    m_wantedWidths = {};
    updateGeometries();
}

// --- the end of the log ---

bool WireLogView::isAtEnd() const { return verticalScrollBar()->value() >= verticalScrollBar()->maximum(); }

void WireLogView::linesInserted(int first, int last)
{
    const bool isAtTheEnd = last == m_model->rowCount() - 1;
    const int top = verticalScrollBar()->value();
    updateGeometries();
    if (m_follows && isAtTheEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    else if (first > 0 && first <= top) // lines above were added: the visible ones stay in place
        verticalScrollBar()->setValue(top + last - first + 1);
    else if (isAtTheEnd && first > 0 && !m_model->isCatchingUp())
        m_unseen += last - first + 1;
    showNewestButton();
    viewport()->update();
}

void WireLogView::linesRemoved(int first, int last)
{
    const int top = verticalScrollBar()->value();
    updateGeometries();
    if (first <= top)
        verticalScrollBar()->setValue(last < top ? top - (last - first + 1) : first - 1);
    viewport()->update();
}

void WireLogView::followScrolling()
{
    m_follows = isAtEnd() && !m_keepsPicked;
    showNewestButton();
}

// By an action, so that the scroll bar emits actionTriggered() as for a person.
void WireLogView::goToNewest()
{
    m_keepsPicked = false;
    verticalScrollBar()->triggerAction(QScrollBar::SliderToMaximum);
    m_follows = true;
}

void WireLogView::showNewestButton()
{
    if (isAtEnd())
        m_unseen = 0;
    const std::size_t waiting = m_model->waiting();
    const bool isWanted = waiting > 0 || m_unseen > 0;
    m_newest->setVisible(isWanted);
    if (!isWanted)
        return;
    const QString text = waiting > 0
        ? QStringLiteral("%1 %2").arg(quantity(waiting, "new row"),
                                      waiting == 1 ? QStringLiteral("waits") : QStringLiteral("wait"))
        : QStringLiteral("%1 below ↓").arg(quantity(static_cast<std::uint64_t>(m_unseen), "new row"));
    if (m_newest->text() != text) {
        m_newest->setToolTip(waiting > 0
                                 ? QStringLiteral("New rows are held: show them, and those that follow")
                                 : QStringLiteral("Go to the newest row and follow new ones (End)"));
        m_newest->setText(text);
        m_newest->adjustSize();
    }
    const QRect area = viewport()->geometry();
    m_newest->move(area.right() - m_newest->width() - 8, area.bottom() - m_newest->height() - 8);
    m_newest->raise();
}

// --- picking ---

std::optional<RowNumber> WireLogView::pickedRow() const
{
    return currentIndex().isValid() ? m_model->rowOf(currentIndex().row()) : std::nullopt;
}

void WireLogView::pickRow(RowNumber row)
{
    const QModelIndex index = m_model->index(m_model->lineOfRow(row), 0);
    if (!index.isValid())
        return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, PositionAtCenter);
}

void WireLogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    m_keepsPicked = current.isValid();
    m_follows = m_follows && !m_keepsPicked;
    viewport()->update();
    // Screen readers read this text for the picked row.
    setAccessibleDescription(current.isValid() ? m_model->textOfLine(current.row()) : QString());
    if (current.row() != previous.row() || !current.isValid())
        emit rowPicked(pickedRow());
}

void WireLogView::selectionChanged(const QItemSelection &, const QItemSelection &)
{
    viewport()->update();
    reportPair();
}

void WireLogView::reportPair()
{
    std::vector<int> lines;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int line = range.top(); line <= range.bottom() && lines.size() < 3; ++line)
            lines.push_back(line);
    }
    const bool hadPair = std::exchange(m_hasPair, lines.size() == 2);
    if (lines.size() != 2) {
        if (hadPair && lines.size() == 1)
            emit rowPicked(pickedRow());
        return;
    }
    std::ranges::sort(lines);
    const std::optional<RowNumber> first = m_model->rowOf(lines[0]);
    const std::optional<RowNumber> second = m_model->rowOf(lines[1]);
    if (first && second)
        emit pairPicked(*first, *second);
}

QModelIndex WireLogView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int lines = m_model->rowCount();
    if (lines == 0)
        return {};
    const QModelIndex current = currentIndex();
    if (!current.isValid() && action != MoveHome && action != MoveEnd)
        return m_model->index(std::min(verticalScrollBar()->value(), lines - 1), 0);
    int line = current.row();
    switch (action) {
    case MoveUp:
    case MovePrevious:
        --line;
        break;
    case MoveDown:
    case MoveNext:
        ++line;
        break;
    case MovePageUp:
        line -= wholeLines() - 1;
        break;
    case MovePageDown:
        line += wholeLines() - 1;
        break;
    case MoveHome:
        line = 0;
        break;
    case MoveEnd:
        line = lines - 1;
        break;
    case MoveLeft:
    case MoveRight:
        break;
    }
    return m_model->index(std::clamp(line, 0, lines - 1), std::max(0, current.column()));
}

void WireLogView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int top = verticalScrollBar()->value();
    const auto lineAt = [&](int y) { return top + (y < 0 ? (y + 1) / m_lineHeight - 1 : y / m_lineHeight); };
    const QRect area = rect.normalized();
    const int first = std::max(0, lineAt(area.top()));
    const int last = std::min(m_model->rowCount() - 1, lineAt(area.bottom()));
    if (first > last)
        return;
    selectionModel()->select(
        QItemSelection(m_model->index(first, 0), m_model->index(last, WireLogModel::ColumnCount - 1)),
        command);
}

QRegion WireLogView::visualRegionForSelection(const QItemSelection &selection) const
{
    return selection.isEmpty() ? QRegion() : QRegion(viewport()->rect());
}

// --- painting ---

void WireLogView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    WireLogPainter lines(painter, *m_model, *m_header, *this, m_lit);
    const QRect area = event->rect();
    const int top = verticalScrollBar()->value();
    const int first = top + area.top() / m_lineHeight;
    const int last = std::min(m_model->rowCount() - 1, top + area.bottom() / m_lineHeight);
    const int current = currentIndex().isValid() ? currentIndex().row() : -1;
    for (int line = first; line <= last; ++line) {
        const QRect place(0, (line - top) * m_lineHeight, viewport()->width(), m_lineHeight);
        lines.paint(line, place,
                    {.isSelected = selectionModel()->isSelected(m_model->index(line, 0)),
                     .isCurrent = line == current});
    }
    bool isCut = false;
    for (int column = 0; column < WireLogModel::Info; ++column) {
        m_wantedWidths[column] = std::max(m_wantedWidths[column], lines.wantedWidths()[column]);
        isCut = isCut
            || (!m_header->isSectionHidden(column) && m_header->sectionSize(column) < m_wantedWidths[column]);
    }
    if (isCut)
        QMetaObject::invokeMethod(this, &WireLogView::widenColumns, Qt::QueuedConnection);
}

void WireLogView::setLit(LitNeedles needles)
{
    m_lit = std::move(needles);
    viewport()->update();
}

// --- folding ---

QRect WireLogView::triangleRect(int line, int top) const
{
    if (m_model->outlineAt(line).kind != LogOutline::Line::Kind::Message
        || m_header->isSectionHidden(WireLogModel::What))
        return {};
    const QRect cell(m_header->sectionViewportPosition(WireLogModel::What), top,
                     m_header->sectionSize(WireLogModel::What), m_lineHeight);
    return WireLogPainter::triangleIn(cell);
}

bool WireLogView::foldAt(int line, bool unfolds)
{
    // If one of the frames is picked, pick the message; otherwise Qt would pick the row after the frames.
    const LogOutline::Change change = m_model->outline().wouldFold(static_cast<std::size_t>(line));
    const auto current = static_cast<std::size_t>(std::max(0, currentIndex().row()));
    if (!unfolds && current >= change.position && current < change.position + change.count)
        setCurrentIndex(m_model->index(line, 0));
    const bool isChanged = unfolds ? m_model->unfold(line) : m_model->fold(line);
    if (isChanged)
        viewport()->update();
    return isChanged;
}

void WireLogView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid()
        && triangleRect(index.row(), visualRect(index).top()).contains(event->pos())) {
        foldAt(index.row(), !m_model->outlineAt(index.row()).isUnfolded);
        event->accept();
        return;
    }
    QAbstractItemView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && isOnFault(index, event->pos()))
        emit faultClicked(m_model->findingsAt(index.row()).front().row);
}

bool WireLogView::isOnFault(const QModelIndex &index, const QPoint &point) const
{
    return index.isValid() && index.column() == WireLogModel::Number
        && !m_model->findingsAt(index.row()).empty()
        && WireLogPainter::faultIn(visualRect(index)).contains(point);
}

void WireLogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid()
        && m_model->outlineAt(index.row()).kind == LogOutline::Line::Kind::Message) {
        foldAt(index.row(), !m_model->outlineAt(index.row()).isUnfolded);
        event->accept();
        return;
    }
    QAbstractItemView::mouseDoubleClickEvent(event);
}

void WireLogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyRows();
        return;
    }
    const int line = currentIndex().isValid() ? currentIndex().row() : -1;
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (isPlain && line >= 0 && (event->key() == Qt::Key_Right || event->key() == Qt::Key_Plus)
        && foldAt(line, true))
        return;
    if (isPlain && line >= 0 && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Minus)) {
        if (foldAt(line, false))
            return;
        // From a frame the key goes to its message.
        if (m_model->outlineAt(line).kind == LogOutline::Line::Kind::Part) {
            int message = line;
            while (m_model->outlineAt(message).kind == LogOutline::Line::Kind::Part)
                --message;
            setCurrentIndex(m_model->index(message, 0));
            return;
        }
    }
    if (isPlain && line >= 0 && event->key() == Qt::Key_Space
        && foldAt(line, !m_model->outlineAt(line).isUnfolded))
        return;
    QAbstractItemView::keyPressEvent(event);
    if (isPlain && event->key() == Qt::Key_End)
        goToNewest();
}

// --- copying and the context menu ---

void WireLogView::copyRows()
{
    std::set<int> lines;
    int selected = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        selected += range.height();
        for (int line = range.top(); line <= range.bottom() && lines.size() < maxCopiedRows; ++line)
            lines.insert(line);
    }
    if (lines.empty())
        return;
    QGuiApplication::clipboard()->setText(m_model->textForOthers(lines));
    emit rowsCopied(static_cast<int>(lines.size()), selected);
}

void WireLogView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    const std::optional<RowNumber> row = index.isValid() ? m_model->rowOf(index.row()) : std::nullopt;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy =
        menu->addAction(QStringLiteral("&Copy rows"), QKeySequence::Copy, this, &WireLogView::copyRows);
    copy->setEnabled(selectionModel()->hasSelection());
    QAction *again = menu->addAction(QStringLiteral("Compose &again"), this,
                                     [this, row] { emit composeAgainRequested(row); });
    again->setEnabled(row && m_model->session() && m_model->session()->row(*row).kind == RowKind::Frame);
    emit rowMenuRequested(menu, row);
    menu->addSeparator();
    menu->addAction(QStringLiteral("Select a&ll"), QKeySequence::SelectAll, this, &WireLogView::selectAll);
    if (row)
        addFilterEntries(menu, m_model->clauseOf(index.row(), index.column()),
                         [this](const FilterWish &wish) { emit filterWished(wish); });
    menu->popup(event->globalPos());
}

} // namespace fg
