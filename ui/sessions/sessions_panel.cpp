#include "ui/sessions/sessions_panel.h"

#include "ui/bench/workbench.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/text_table.h"

#include <QHeaderView>
#include <QMenu>
#include <QTableView>
#include <QVBoxLayout>

namespace fg {

SessionsPanel::SessionsPanel(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_list(new TextTableView(&workbench.book(), QStringLiteral("Sessions"), this))
{
    m_list->setObjectName(QStringLiteral("sessionList"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->horizontalHeader()->setStretchLastSection(false);
    m_list->horizontalHeader()->setSectionResizeMode(SessionBook::Title, QHeaderView::Stretch);
    m_list->horizontalHeader()->resizeSection(SessionBook::State, 130);
    new EmptyHint(QStringLiteral("Press Connect to start a live session, or run a case."), m_list);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid())
                    m_workbench.show(m_workbench.book().at(index.row()));
            });
    connect(m_list, &QWidget::customContextMenuRequested, this, &SessionsPanel::showMenu);
    connect(&workbench, &Workbench::shownChanged, this, &SessionsPanel::selectShown);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_list);
}

void SessionsPanel::selectShown()
{
    const int row = m_workbench.book().rowOf(m_workbench.shown());
    const QModelIndex index = m_workbench.book().index(row, 0);
    if (index.isValid() && m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(index);
    else if (!index.isValid())
        m_list->clearSelection();
}

void SessionsPanel::showMenu(const QPoint &position)
{
    const EntryPtr entry = m_workbench.book().at(m_list->indexAt(position).row());
    if (!entry)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("sessionMenu"));
    const bool hasOctets = entry->hasOctets();
    menu->addAction(QStringLiteral("Save &as…"), this, [this, entry] { emit saveRequested(entry); })
        ->setEnabled(hasOctets);
    menu->addAction(QStringLiteral("&Export…"), this, [this, entry] { emit exportRequested(entry); })
        ->setEnabled(hasOctets);
    menu->addAction(QStringLiteral("Re&play…"), this, [this, entry] { emit replayRequested(entry); })
        ->setEnabled(hasOctets);
    menu->addSeparator();
    menu->addAction(QStringLiteral("&Remove from the list"), this,
                    [this, entry] { emit removeRequested(entry); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace fg
