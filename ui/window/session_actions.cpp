#include "ui/window/session_actions.h"

#include "ui/bench/workbench.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/compose_panel.h"
#include "ui/perspectives/perspectives.h"
#include "ui/sessions/session_tabs.h"
#include "ui/window/window_actions.h"

#include <QAction>

namespace fg {

SessionActions::SessionActions(const WindowActions &actions, const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_actions(actions)
    , m_parts(parts)
    , m_log(*parts.panels.shared.log->view())
{
    Workbench &workbench = parts.workbench;
    connect(actions.disconnect, &QAction::triggered, this,
            [this] { m_parts.workbench.disconnect(m_parts.workbench.shownIn(Perspective::Connections)); });
    const auto step = [this](QAction *action, int by) {
        connect(action, &QAction::triggered, this, [this, by] {
            m_parts.workbench.setPerspective(Perspective::Connections);
            m_parts.tabs.step(by);
        });
    };
    step(actions.nextSession, 1);
    step(actions.previousSession, -1);
    connect(actions.renameSession, &QAction::triggered, this, [this] {
        m_parts.workbench.setPerspective(Perspective::Connections);
        m_parts.tabs.renameShown();
    });
    connect(actions.copy, &QAction::triggered, &m_log, &WireLogView::copyRows);
    connect(actions.composeAgain, &QAction::triggered, this, [this] { composeAgain(m_log.pickedRow()); });
    connect(&m_log, &WireLogView::composeAgainRequested, this, &SessionActions::composeAgain);
    connect(&m_log, &WireLogView::rowPicked, this, &SessionActions::enableActions);
    connect(&workbench, &Workbench::shownChanged, this, &SessionActions::enableActions);
    connect(&workbench, &Workbench::shownProgressed, this, &SessionActions::enableActions);
    enableActions();
}

void SessionActions::enableActions()
{
    const EntryPtr &entry = m_parts.workbench.shown();
    const EntryPtr &connection = m_parts.workbench.shownIn(Perspective::Connections);
    const auto *const live = connection ? connection->as<LiveConnection>() : nullptr;
    const std::optional<RowNumber> row = m_log.pickedRow();
    m_actions.disconnect->setEnabled(connection && connection->isUnderWay());
    m_actions.reconnect->setEnabled(live && live->again);
    for (QAction *action :
         {m_actions.closeSession, m_actions.renameSession, m_actions.nextSession, m_actions.previousSession})
        action->setEnabled(connection != nullptr);
    for (QAction *action : {m_actions.saveSession, m_actions.exportSession, m_actions.replay})
        action->setEnabled(entry && entry->hasOctets());
    m_actions.copy->setEnabled(row.has_value());
    m_actions.composeAgain->setEnabled(row && entry && entry->log->row(*row).kind == RowKind::Frame);
}

void SessionActions::composeAgain(std::optional<RowNumber> row)
{
    const EntryPtr entry = m_parts.workbench.shown();
    if (!entry || !row)
        return;
    m_parts.perspectives.bringForward(m_parts.panels.compose);
    m_parts.panels.compose->composeAgain(*entry->log, entry->log->row(*row));
}

} // namespace fg
