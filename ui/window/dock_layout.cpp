#include "ui/window/dock_layout.h"

#include "ui/base/settings_keys.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/message/message_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/window_panels.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QSettings>

#include <algorithm>

namespace fg {

namespace {

// Raise this when the docks change: layouts saved with another version are ignored.
constexpr int layoutVersion = 3;

} // namespace

DockLayout::DockLayout(const WindowPanels &panels, QMainWindow *window)
    : QObject(window)
    , m_window(window)
{
    window->setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks
                           | QMainWindow::AllowTabbedDocks);
    window->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);

    m_agents = makeDock(QStringLiteral("agentsDock"), QStringLiteral("Agents"), panels.agents);
    m_sessions = makeDock(QStringLiteral("sessionsDock"), QStringLiteral("Sessions"), panels.sessions);
    m_cases = makeDock(QStringLiteral("casesDock"), QStringLiteral("Cases"), panels.cases);
    m_detail = makeDock(QStringLiteral("detailDock"), QStringLiteral("Details"), panels.detail);
    m_message = makeDock(QStringLiteral("messageDock"), QStringLiteral("Message"), panels.message);
    connect(m_message, &QDockWidget::visibilityChanged, panels.message, &MessagePanel::setInFront);
    m_shownDocks = {
        makeShownDock(QStringLiteral("composeDock"), QStringLiteral("Compose"), panels.compose),
        makeShownDock(QStringLiteral("handshakeDock"), QStringLiteral("Handshake"), panels.handshake),
        makeShownDock(QStringLiteral("closingDock"), QStringLiteral("Closing"), panels.closing),
        makeShownDock(QStringLiteral("statisticsDock"), QStringLiteral("Statistics"), panels.statistics),
        makeShownDock(QStringLiteral("findingsDock"), QStringLiteral("Findings"), panels.findings),
        makeShownDock(QStringLiteral("resultDock"), QStringLiteral("Result"), panels.result),
    };
}

QDockWidget *DockLayout::makeDock(const QString &name, const QString &title, QWidget *panel)
{
    auto *dock = new QDockWidget(title, m_window);
    dock->setObjectName(name);
    dock->setWidget(panel);
    m_docks += dock;
    return dock;
}

QDockWidget *DockLayout::makeShownDock(const QString &name, const QString &title, SessionPanel *panel)
{
    QDockWidget *const dock = makeDock(name, title, panel);
    connect(dock, &QDockWidget::visibilityChanged, panel, &SessionPanel::setInFront);
    return dock;
}

void DockLayout::applyDefault()
{
    for (QDockWidget *dock : m_docks)
        dock->setFloating(false);
    QDockWidget *const compose = m_shownDocks.front();
    m_window->addDockWidget(Qt::LeftDockWidgetArea, m_agents);
    m_window->splitDockWidget(m_agents, m_cases, Qt::Vertical);
    m_window->tabifyDockWidget(m_agents, m_sessions);
    m_window->addDockWidget(Qt::RightDockWidgetArea, m_detail);
    m_window->addDockWidget(Qt::BottomDockWidgetArea, compose);
    // The docks go into tabs at once: side by side, even for a moment, they would widen the window.
    m_window->tabifyDockWidget(compose, m_message);
    for (QDockWidget *dock : m_shownDocks) {
        if (dock != compose)
            m_window->tabifyDockWidget(compose, dock);
    }
    for (QDockWidget *dock : m_docks)
        dock->show();
    m_window->resizeDocks({m_agents, m_detail}, {412, 262}, Qt::Horizontal);
    m_window->resizeDocks({m_agents, m_cases}, {216, 484}, Qt::Vertical);
    m_window->resizeDocks({compose}, {236}, Qt::Vertical);
    compose->raise();
    m_agents->raise();
}

void DockLayout::restore(const QSettings &settings)
{
    m_window->restoreState(settings.value(settings_keys::docks).toByteArray(), layoutVersion);
}

void DockLayout::save(QSettings &settings) const
{
    settings.setValue(settings_keys::docks, m_window->saveState(layoutVersion));
}

QList<QAction *> DockLayout::toggles() const
{
    QList<QAction *> toggles;
    for (const QDockWidget *dock : m_docks)
        toggles += dock->toggleViewAction();
    return toggles;
}

QDockWidget *DockLayout::dockOf(const QWidget *panel) const
{
    return *std::ranges::find_if(m_docks,
                                 [panel](const QDockWidget *dock) { return dock->widget() == panel; });
}

bool DockLayout::isInFront(const QWidget *panel) const { return !dockOf(panel)->visibleRegion().isEmpty(); }

void DockLayout::bringForward(const QWidget *panel)
{
    QDockWidget *const dock = dockOf(panel);
    dock->show();
    dock->raise();
}

void DockLayout::replace(const QWidget *shown, const QWidget *next)
{
    if (isInFront(shown))
        dockOf(next)->raise();
}

} // namespace fg
