#include "ui/window/navigation.h"

#include "ui/bench/workbench.h"
#include "ui/cases/cases_panel.h"
#include "ui/connect/connect_bar.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/perspectives/conformance_page.h"
#include "ui/perspectives/perspectives.h"
#include "ui/runs/run_views.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QTreeView>

namespace fg {

Navigation::Navigation(const WindowActions &actions, const Parts &parts, QWidget *window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
    connectActions(actions);
    connect(actions.log.find, &QAction::triggered, this, &Navigation::find);
    connect(actions.findCase, &QAction::triggered, this, [this] {
        m_parts.workbench.setPerspective(Perspective::Conformance);
        m_parts.perspectives.conformance().showCases();
        m_parts.panels.cases->focusSearch();
    });
    const auto goToConformance = [this] { m_parts.workbench.setPerspective(Perspective::Conformance); };
    connect(&parts.runViews, &RunViews::shown, this, goToConformance);
    connect(&parts.runViews, &RunViews::caseOpened, this,
            [this] { m_parts.perspectives.bringForward(m_parts.panels.result); });
    connect(parts.panels.shared.log, &WireLogPanel::showRequested, this,
            [this] { m_parts.perspectives.bringForward(m_parts.panels.shared.log); });
}

void Navigation::connectActions(const WindowActions &actions)
{
    connect(actions.goToTarget, &QAction::triggered, this, &Navigation::goToTarget);
    connect(actions.goToLog, &QAction::triggered, this, [this] {
        m_parts.perspectives.bringForward(m_parts.panels.shared.log);
        m_parts.panels.shared.log->view()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(actions.goToMatrix, &QAction::triggered, &m_parts.runViews, &RunViews::showMatrix);
    connect(actions.goToHistory, &QAction::triggered, &m_parts.runViews, &RunViews::showHistory);
    connect(actions.goToFields, &QAction::triggered, this, [this] {
        m_parts.perspectives.bringForward(m_parts.panels.shared.detail);
        m_parts.panels.shared.detail->findChild<QTreeView *>()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(actions.goToCompose, &QAction::triggered, this, [this] {
        m_parts.perspectives.bringForward(m_parts.panels.compose);
        m_parts.panels.compose->focusInput();
    });
    connect(actions.goToCases, &QAction::triggered, this, [this] {
        m_parts.workbench.setPerspective(Perspective::Conformance);
        m_parts.perspectives.conformance().showCases();
        m_parts.panels.cases->findChild<QTreeView *>()->setFocus(Qt::ShortcutFocusReason);
    });
}

void Navigation::goToTarget()
{
    m_parts.workbench.setPerspective(Perspective::Connections);
    m_parts.bar.focusTarget();
}

void Navigation::find()
{
    if (m_parts.panels.cases->isAncestorOf(m_window->focusWidget()))
        m_parts.panels.cases->focusSearch();
    else
        m_parts.panels.shared.log->find();
}

void Navigation::moveFocusToSendBox()
{
    const bool isInAddress = m_parts.bar.isAncestorOf(m_window->focusWidget());
    if (isInAddress && !m_parts.bar.isInUse() && m_parts.perspectives.isInFront(m_parts.panels.compose))
        m_parts.panels.compose->focusInput();
}

} // namespace fg
