#include "ui/sessions/session_tabs.h"

#include "ui/bench/workbench.h"
#include "ui/sessions/session_tab_delegate.h"

#include <QInputDialog>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace fg {

SessionTabs::SessionTabs(Workbench &workbench, QWidget *parent)
    : QListView(parent)
    , m_workbench(workbench)
    , m_delegate(new SessionTabDelegate(workbench.book(), this))
{
    setObjectName(QStringLiteral("sessionList"));
    setAccessibleName(QStringLiteral("Sessions"));
    setModel(&workbench.book());
    setItemDelegate(m_delegate);
    setFlow(LeftToRight);
    setUniformItemSizes(true);
    setSelectionMode(SingleSelection);
    setEditTriggers(EditKeyPressed);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::TabFocus);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setBackgroundRole(QPalette::Window);
    fitHeight();
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            m_workbench.show(m_workbench.book().at(index.row()));
    });
    connect(this, &QWidget::customContextMenuRequested, this, &SessionTabs::showMenu);
    connect(&workbench, &Workbench::shownChanged, this, &SessionTabs::selectShown);
    connect(model(), &QAbstractItemModel::rowsInserted, this, &SessionTabs::fitWidths);
    connect(model(), &QAbstractItemModel::rowsRemoved, this, &SessionTabs::fitWidths);
}

void SessionTabs::selectShown()
{
    const int row = m_workbench.book().rowOf(m_workbench.shownIn(Perspective::Connections));
    if (row < 0) {
        clearSelection();
        return;
    }
    const QModelIndex index = m_workbench.book().index(row, SessionBook::Title);
    if (currentIndex().row() != row)
        setCurrentIndex(index);
    scrollTo(index);
}

void SessionTabs::fitHeight() { setFixedHeight(fontMetrics().height() + SessionTabDelegate::air); }

void SessionTabs::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

void SessionTabs::fitWidths()
{
    const int count = std::max(1, model()->rowCount());
    const int width =
        std::clamp(viewport()->width() / count, SessionTabDelegate::narrowest, SessionTabDelegate::widest);
    if (width == m_delegate->width())
        return;
    m_delegate->setWidth(width);
    scheduleDelayedItemsLayout();
}

void SessionTabs::step(int by)
{
    const int count = model()->rowCount();
    if (count > 0)
        m_workbench.show(m_workbench.book().at((currentIndex().row() + by + count) % count));
}

void SessionTabs::renameShown()
{
    if (currentIndex().isValid())
        edit(currentIndex());
}

std::vector<EntryPtr> SessionTabs::othersOf(const EntryPtr &entry) const
{
    std::vector<EntryPtr> others = m_workbench.book().entries();
    std::erase_if(others, [&entry](const EntryPtr &other) { return other == entry || other->isPinned; });
    return others;
}

// --- what can be done with a session ---

void SessionTabs::showMenu(const QPoint &position)
{
    const QModelIndex index = indexAt(position);
    const EntryPtr entry = m_workbench.book().at(index.row());
    if (!entry)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("sessionMenu"));
    const auto add = [menu](const QString &text, bool isEnabled, auto act) {
        menu->addAction(text, act)->setEnabled(isEnabled);
    };
    const auto *const live = entry->as<LiveConnection>();
    add(QStringLiteral("Re&connect"), live && live->again, [this, entry] { emit reconnectRequested(entry); });
    add(QStringLiteral("&Disconnect"), entry->isUnderWay(), [this, entry] { m_workbench.disconnect(entry); });
    menu->addSeparator();
    add(QStringLiteral("Rena&me"), true, [this, at = QPersistentModelIndex(index)] { edit(at); });
    add(QStringLiteral("&Note…"), true, [this, entry] { askForNote(entry); });
    add(entry->isPinned ? QStringLiteral("Un&pin") : QStringLiteral("&Pin"), true,
        [this, entry] { m_workbench.book().setPinned(entry, !entry->isPinned); });
    menu->addSeparator();
    const bool hasOctets = entry->hasOctets();
    add(QStringLiteral("Save &as…"), hasOctets, [this, entry] { emit saveRequested(entry); });
    add(QStringLiteral("&Export…"), hasOctets, [this, entry] { emit exportRequested(entry); });
    add(QStringLiteral("Rep&lay…"), hasOctets, [this, entry] { emit replayRequested(entry); });
    menu->addSeparator();
    add(QStringLiteral("Close &others"), !othersOf(entry).empty(),
        [this, entry] { emit closeRequested(othersOf(entry)); });
    add(QStringLiteral("Clo&se"), true, [this, entry] { emit closeRequested({entry}); });
    menu->popup(viewport()->mapToGlobal(position));
}

void SessionTabs::askForNote(const EntryPtr &entry)
{
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("noteDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QStringLiteral("Note"));
    dialog->setLabelText(QStringLiteral("A note on %1. It stands beside its address while its tab is open.")
                             .arg(entry->shownName()));
    dialog->setTextValue(entry->note);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, entry](const QString &note) { m_workbench.book().setNote(entry, note); });
    dialog->show();
}

// --- the mouse ---

QModelIndex SessionTabs::crossAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    const EntryPtr entry = m_workbench.book().at(index.row());
    const bool isOnCross =
        entry && !entry->isPinned && SessionTabDelegate::crossRect(visualRect(index)).contains(position);
    return isOnCross ? index : QModelIndex();
}

void SessionTabs::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    m_dragged = QPersistentModelIndex();
    m_closing = event->button() == Qt::MiddleButton ? indexAt(position)
        : event->button() == Qt::LeftButton         ? crossAt(position)
                                                    : QModelIndex();
    // A click beside the tabs would unselect the shown session.
    if (m_closing.isValid() || event->button() != Qt::LeftButton || !indexAt(position).isValid())
        return;
    QListView::mousePressEvent(event);
    m_dragged = indexAt(position);
}

// The tab under the mouse changes places with the dragged one. The base class would select it.
void SessionTabs::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        QListView::mouseMoveEvent(event);
        return;
    }
    const QModelIndex under = indexAt(event->position().toPoint());
    if (m_dragged.isValid() && under.isValid() && under.row() != m_dragged.row())
        m_workbench.book().move(m_dragged.row(), under.row());
}

void SessionTabs::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const bool isSameButton = event->button() == Qt::MiddleButton || event->button() == Qt::LeftButton;
    const QModelIndex under = event->button() == Qt::MiddleButton ? indexAt(position) : crossAt(position);
    const bool closes = isSameButton && m_closing.isValid() && under == m_closing;
    m_dragged = QPersistentModelIndex();
    m_closing = QPersistentModelIndex();
    if (closes)
        emit closeRequested({m_workbench.book().at(under.row())});
    else
        QListView::mouseReleaseEvent(event);
}

void SessionTabs::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid()
        && !crossAt(event->position().toPoint()).isValid())
        edit(index);
}

void SessionTabs::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value()
                                    - (turned.x() != 0 ? turned.x() : turned.y()));
    event->accept();
}

void SessionTabs::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    fitWidths();
}

} // namespace fg
