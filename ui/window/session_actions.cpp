#include "ui/window/session_actions.h"

#include "ui/bench/workbench.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/compose_panel.h"
#include "ui/window/dock_layout.h"
#include "ui/window/window_actions.h"

#include <QAction>

namespace fg {

SessionActions::SessionActions(const WindowActions &actions, Workbench &workbench, WireLogView &log,
                               const WindowPanels &panels, DockLayout &docks, QObject *parent)
    : QObject(parent)
    , m_actions(actions)
    , m_workbench(workbench)
    , m_log(log)
    , m_compose(panels.compose)
    , m_docks(docks)
{
    connect(actions.disconnect, &QAction::triggered, &workbench, &Workbench::disconnectShown);
    connect(actions.copy, &QAction::triggered, &log, &WireLogView::copyRows);
    connect(actions.composeAgain, &QAction::triggered, this, [this] { composeAgain(m_log.pickedRow()); });
    connect(&log, &WireLogView::composeAgainRequested, this, &SessionActions::composeAgain);
    connect(&log, &WireLogView::rowPicked, this, &SessionActions::enableActions);
    connect(&workbench, &Workbench::shownChanged, this, &SessionActions::enableActions);
    connect(&workbench, &Workbench::shownProgressed, this, &SessionActions::enableActions);
    enableActions();
}

void SessionActions::enableActions()
{
    const EntryPtr &entry = m_workbench.shown();
    const bool isLive = entry && entry->isUnderWay();
    const std::optional<RowNumber> row = m_log.pickedRow();
    m_actions.disconnect->setEnabled(isLive);
    for (QAction *action : {m_actions.saveSession, m_actions.exportSession, m_actions.replay})
        action->setEnabled(entry && entry->hasOctets());
    m_actions.copy->setEnabled(row.has_value());
    m_actions.composeAgain->setEnabled(row && entry && entry->log->row(*row).kind == RowKind::Frame);
}

void SessionActions::composeAgain(std::optional<RowNumber> row)
{
    const EntryPtr &entry = m_workbench.shown();
    if (!entry || !row)
        return;
    m_docks.bringForward(m_compose);
    m_compose->composeAgain(*entry->log, entry->log->row(*row));
}

} // namespace fg
