#include "ui/window/navigation.h"

#include "ui/cases/cases_panel.h"
#include "ui/connect/connect_bar.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/central_area.h"
#include "ui/window/dock_layout.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QTreeView>

namespace fg {

Navigation::Navigation(const WindowActions &actions, ConnectBar &bar, CentralArea &central,
                       const WindowPanels &panels, DockLayout &docks, QWidget *window)
    : QObject(window)
    , m_bar(bar)
    , m_central(central)
    , m_panels(panels)
    , m_docks(docks)
    , m_window(window)
{
    connectActions(actions);
    connect(actions.log.find, &QAction::triggered, this, &Navigation::find);
    connect(actions.findCase, &QAction::triggered, panels.cases, &CasesPanel::focusSearch);
    connect(&central.runViews(), &RunViews::caseOpened, this, &Navigation::showCaseResult);
}

void Navigation::connectActions(const WindowActions &actions)
{
    connect(actions.goToTarget, &QAction::triggered, &m_bar, &ConnectBar::focusTarget);
    connect(actions.goToLog, &QAction::triggered, this, [this] {
        m_central.showLog();
        m_central.log().view()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(actions.goToMatrix, &QAction::triggered, &m_central.runViews(), &RunViews::showMatrix);
    connect(actions.goToHistory, &QAction::triggered, &m_central.runViews(), &RunViews::showHistory);
    connect(actions.goToFields, &QAction::triggered, this, [this] {
        m_docks.bringForward(m_panels.detail);
        m_panels.detail->findChild<QTreeView *>()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(actions.goToCompose, &QAction::triggered, this, [this] {
        m_docks.bringForward(m_panels.compose);
        m_panels.compose->focusInput();
    });
    connect(actions.goToCases, &QAction::triggered, this, [this] {
        m_docks.bringForward(m_panels.cases);
        m_panels.cases->findChild<QTreeView *>()->setFocus(Qt::ShortcutFocusReason);
    });
}

void Navigation::find()
{
    if (m_panels.cases->isAncestorOf(m_window->focusWidget()))
        m_panels.cases->focusSearch();
    else
        m_central.log().find();
}

void Navigation::showFoundSessions()
{
    m_central.showLog();
    m_docks.bringForward(m_panels.sessions);
}

void Navigation::showCaseResult()
{
    m_central.showLog();
    m_docks.bringForward(m_panels.result);
}

void Navigation::moveFocusToSendBox()
{
    if (m_bar.isAncestorOf(m_window->focusWidget()) && m_docks.isInFront(m_panels.compose))
        m_panels.compose->focusInput();
}

} // namespace fg
