#include "ui/perspectives/conformance_page.h"

#include "ui/base/settings_keys.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/cases/run_bar.h"
#include "ui/cases/step_bar.h"
#include "ui/log/wire_log_panel.h"
#include "ui/message/message_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/perspectives/shared_panels.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QTabWidget>
#include <QVBoxLayout>

namespace fg {

namespace {

// Pixels by default.
constexpr int agentsWidth = 250;
constexpr int resultWidth = 430;
constexpr int logWidth = 540;
constexpr int lowerHeight = 370;

} // namespace

ConformancePage::ConformancePage(const SharedPanels &shared, const Parts &parts, QWidget *parent)
    : DockedPage(shared, {settings_keys::conformanceLayout, settings_keys::conformanceDetailSplit}, parent)
    , m_parts(parts)
    , m_tabs(new QTabWidget)
{
    setObjectName(QStringLiteral("conformancePage"));
    area().setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_tabs->setObjectName(QStringLiteral("centralTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(parts.cases, QStringLiteral("Cases"));
    auto *middle = new QWidget;
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *trouble = new QWidget(middle);
    auto *troubleSeat = new QVBoxLayout(trouble);
    troubleSeat->setContentsMargins(0, 0, 0, 0);
    addSharedMiddle(troubleSeat, parts.trouble);
    layout->addWidget(trouble);
    layout->addWidget(parts.run);
    layout->addWidget(parts.step);
    layout->addWidget(m_tabs, 1);
    area().setCentralWidget(middle);
    m_agents = addDock(QStringLiteral("agentsDock"), QStringLiteral("Targets"), parts.agents);
    m_result = addDock(QStringLiteral("resultDock"), QStringLiteral("Result"), parts.result);
    m_log = addSharedDock(QStringLiteral("logDock"), QStringLiteral("Wire log"), shared.log);
    m_sessionDocks = addSessionDocks();
    placeDocks();
}

void ConformancePage::showCases() { m_tabs->setCurrentIndex(0); }

void ConformancePage::placeDocks()
{
    area().addDockWidget(Qt::LeftDockWidgetArea, m_agents);
    area().addDockWidget(Qt::BottomDockWidgetArea, m_result);
    area().splitDockWidget(m_result, m_log, Qt::Horizontal);
    QDockWidget *const first = m_sessionDocks.front();
    area().splitDockWidget(m_log, first, Qt::Vertical);
    for (QDockWidget *dock : m_sessionDocks) {
        if (dock != first)
            area().tabifyDockWidget(first, dock);
    }
}

void ConformancePage::sizeDocks()
{
    area().resizeDocks({m_result}, {lowerHeight}, Qt::Vertical);
    area().resizeDocks({m_log, m_sessionDocks.front()}, {lowerHeight / 2, lowerHeight / 2}, Qt::Vertical);
    area().resizeDocks({m_agents, m_result, m_sessionDocks.front()}, {agentsWidth, resultWidth, logWidth},
                       Qt::Horizontal);
}

QList<QWidget *> ConformancePage::partsInOrder() const
{
    return {m_parts.agents,   m_parts.trouble,   m_parts.run,        m_parts.step,    m_tabs,
            m_parts.result,   shared().log,      shared().message,   shared().detail, shared().handshake,
            shared().closing, shared().findings, shared().statistics};
}

} // namespace fg
