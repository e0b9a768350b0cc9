#include "ui/perspectives/connections_page.h"

#include "ui/base/settings_keys.h"
#include "ui/connect/connect_bar.h"
#include "ui/log/wire_log_panel.h"
#include "ui/message/message_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/perspectives/shared_panels.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/sessions/replay_bar.h"
#include "ui/sessions/session_bar.h"
#include "ui/sessions/session_strip.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QVBoxLayout>

namespace fg {

namespace {

// Pixels by default.
constexpr int panelsHeight = 220;
constexpr int composeHeight = 96;

} // namespace

ConnectionsPage::ConnectionsPage(const SharedPanels &shared, const Parts &parts, QWidget *parent)
    : DockedPage(shared, {settings_keys::connectionsLayout, settings_keys::connectionsDetailSplit}, parent)
    , m_parts(parts)
{
    setObjectName(QStringLiteral("connectionsPage"));
    for (QWidget *bar : {static_cast<QWidget *>(parts.bar), static_cast<QWidget *>(parts.strip),
                         static_cast<QWidget *>(parts.session), static_cast<QWidget *>(parts.recovery)})
        addBar(bar);
    auto *middle = new QWidget;
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *notices = new QVBoxLayout;
    notices->addWidget(parts.replay);
    auto *trouble = new QWidget(middle);
    auto *troubleSeat = new QVBoxLayout(trouble);
    troubleSeat->setContentsMargins(0, 0, 0, 0);
    addSharedMiddle(troubleSeat, parts.trouble);
    auto *log = new QWidget(middle);
    auto *logSeat = new QVBoxLayout(log);
    logSeat->setContentsMargins(0, 0, 0, 0);
    addSharedMiddle(logSeat, shared.log);
    layout->addWidget(trouble);
    layout->addLayout(notices);
    layout->addWidget(log, 1);
    area().setCentralWidget(middle);
    m_sessionDocks = addSessionDocks();
    m_compose = addDock(QStringLiteral("composeDock"), QStringLiteral("Compose"), parts.compose);
    hideTitle(m_compose);
    placeDocks();
}

void ConnectionsPage::placeDocks()
{
    QDockWidget *const first = m_sessionDocks.front();
    area().addDockWidget(Qt::BottomDockWidgetArea, first);
    area().splitDockWidget(first, m_compose, Qt::Vertical);
    // The docks go into tabs at once: side by side, even for a moment, they would be wider than the window.
    for (QDockWidget *dock : m_sessionDocks) {
        if (dock != first)
            area().tabifyDockWidget(first, dock);
    }
}

void ConnectionsPage::sizeDocks()
{
    area().resizeDocks({m_sessionDocks.front(), m_compose}, {panelsHeight, composeHeight}, Qt::Vertical);
}

QList<QWidget *> ConnectionsPage::partsInOrder() const
{
    return {m_parts.bar,      m_parts.strip,     m_parts.session,     m_parts.recovery, m_parts.trouble,
            m_parts.replay,   shared().log,      shared().message,    shared().detail,  shared().handshake,
            shared().closing, shared().findings, shared().statistics, m_parts.compose};
}

} // namespace fg
