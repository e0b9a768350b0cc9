// The docks of the window: which there are, and how they stand before somebody moves them.
#include "ui/window/main_window.h"

#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/panels/closing_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/handshake_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/panels/statistics_panel.h"
#include "ui/sessions/sessions_panel.h"

#include <QAction>
#include <QDockWidget>

namespace fg {

QDockWidget *MainWindow::makeDock(const QString &name, const QString &title, QWidget *panel)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(panel);
    m_docks += dock;
    return dock;
}

QDockWidget *MainWindow::makePanelDock(const QString &name, const QString &title, SessionPanel *panel)
{
    QDockWidget *dock = makeDock(name, title, panel);
    connect(dock, &QDockWidget::visibilityChanged, panel, &SessionPanel::setSeen);
    m_panels.push_back(panel);
    m_panelDocks += dock;
    return dock;
}

void MainWindow::makeDocks()
{
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);

    m_sessions = new SessionsPanel(m_workbench);
    m_agentsPanel = new AgentsPanel(m_workbench.bench());
    m_casesPanel =
        new CasesPanel(m_workbench,
                       {m_actions.runChecked,
                        m_actions.runFailed,
                        m_actions.runAgain,
                        m_actions.stop,
                        {m_actions.runChecked, m_actions.runAll, m_actions.runPicked, m_actions.runTimes,
                         nullptr, m_actions.checkAll, m_actions.checkNone, m_actions.checkShown}});
    m_detail = new DetailPanel;
    m_compose = new ComposePanel;
    m_findings = new FindingsPanel;
    m_result = new ResultPanel(
        {m_actions.runShown, m_actions.stepShown, m_actions.copyCommand, m_actions.reportBug});
    m_agentsDock = makeDock(QStringLiteral("agentsDock"), tr("Agents"), m_agentsPanel);
    m_sessionsDock = makeDock(QStringLiteral("sessionsDock"), tr("Sessions"), m_sessions);
    m_casesDock = makeDock(QStringLiteral("casesDock"), tr("Cases"), m_casesPanel);
    m_detailDock = makeDock(QStringLiteral("detailDock"), tr("Details"), m_detail);
    m_composeDock = makePanelDock(QStringLiteral("composeDock"), tr("Compose"), m_compose);
    makePanelDock(QStringLiteral("handshakeDock"), tr("Handshake"), new HandshakePanel);
    makePanelDock(QStringLiteral("closingDock"), tr("Closing"), new ClosingPanel);
    makePanelDock(QStringLiteral("statisticsDock"), tr("Statistics"), new StatisticsPanel);
    makePanelDock(QStringLiteral("findingsDock"), tr("Findings"), m_findings);
    m_resultDock = makePanelDock(QStringLiteral("resultDock"), tr("Result"), m_result);
}

void MainWindow::applyDefaultLayout()
{
    for (QDockWidget *dock : m_docks)
        dock->setFloating(false);
    addDockWidget(Qt::LeftDockWidgetArea, m_agentsDock);
    splitDockWidget(m_agentsDock, m_casesDock, Qt::Vertical);
    tabifyDockWidget(m_agentsDock, m_sessionsDock);
    addDockWidget(Qt::RightDockWidgetArea, m_detailDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_composeDock);
    // Straight into the tabs: side by side for a moment, they would widen the window.
    for (QDockWidget *dock : m_panelDocks) {
        if (dock != m_composeDock)
            tabifyDockWidget(m_composeDock, dock);
    }
    for (QDockWidget *dock : m_docks)
        dock->show();
    resizeDocks({m_agentsDock, m_detailDock}, {412, 262}, Qt::Horizontal);
    resizeDocks({m_agentsDock, m_casesDock}, {216, 484}, Qt::Vertical);
    resizeDocks({m_composeDock}, {236}, Qt::Vertical);
    m_composeDock->raise();
    m_agentsDock->raise();
}

} // namespace fg
