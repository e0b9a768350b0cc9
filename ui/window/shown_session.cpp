#include "ui/window/shown_session.h"

#include "ui/bench/workbench.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/message/message_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/perspectives/perspectives.h"
#include "ui/sessions/replay_bar.h"
#include "ui/sessions/session_bar.h"
#include "ui/window/finding_guide.h"

namespace fg {

ShownSession::ShownSession(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_log(*parts.panels.shared.log)
{
    Workbench &workbench = parts.workbench;
    connect(&workbench, &Workbench::shownChanged, this, &ShownSession::show);
    connect(&workbench, &Workbench::shownProgressed, this, &ShownSession::refresh);
    connect(&workbench, &Workbench::rowsDue, m_log.model(), &WireLogModel::poll);
    connect(&workbench, &Workbench::rowsDue, &parts.replay, &ReplayBar::showProgress);
    connect(&workbench.book(), &QAbstractItemModel::dataChanged, this,
            [this] { m_parts.bar.showEntry(m_parts.workbench.shownIn(Perspective::Connections).get()); });
    connect(m_log.view(), &WireLogView::rowPicked, this, &ShownSession::showRow);
    connect(m_log.view(), &WireLogView::pairPicked, this, [this](RowNumber first, RowNumber second) {
        m_parts.panels.shared.message->showPair(m_log.model()->session(), first, second);
    });
    connect(&m_log, &WireLogPanel::noteChanged, this, [this] {
        showRow(m_log.view()->pickedRow());
        m_parts.bar.showEntry(m_parts.workbench.shownIn(Perspective::Connections).get());
    });
    const SharedPanels &panels = parts.panels.shared;
    connect(panels.findings, &FindingsPanel::filterWished, &m_log, &WireLogPanel::filterFor);
    connect(panels.detail, &DetailPanel::filterWished, &m_log, &WireLogPanel::filterFor);
    connect(panels.message, &MessagePanel::filterWished, &m_log, &WireLogPanel::filterFor);
    connect(&m_log, &WireLogPanel::litChanged, panels.detail, &DetailPanel::setHits);
    connect(&m_log, &WireLogPanel::litChanged, panels.message, &MessagePanel::setHits);
    connect(parts.panels.result, &ResultPanel::rowRequested, this, [this](RowNumber row) {
        m_parts.perspectives.bringForward(&m_log);
        m_parts.perspectives.bringForward(m_parts.panels.shared.detail);
        m_log.pickRow(row);
    });
    show();
}

void ShownSession::leave()
{
    if (const auto entry = m_entry.lock())
        m_left[m_entry] = m_log.whereabouts();
    std::erase_if(m_left, [](const auto &left) { return left.first.expired(); });
}

void ShownSession::show()
{
    const EntryPtr &entry = m_parts.workbench.shown();
    leave();
    m_entry = entry;
    m_parts.guide.forget();
    m_wasOpen = false;
    if (entry)
        m_log.setSession(entry->log, entry->started);
    else
        m_log.setSession(nullptr, {});
    for (SessionPanel *panel : m_parts.panels.ofShown())
        panel->setEntry(entry);
    const EntryPtr &connection = m_parts.workbench.shownIn(Perspective::Connections);
    m_parts.panels.compose->setEntry(connection);
    m_parts.bar.showEntry(connection.get());
    m_parts.replay.setEntry(connection);
    m_parts.panels.result->setEntry(m_parts.workbench.shownIn(Perspective::Conformance));
    if (const auto left = m_left.find(m_entry); entry && left != m_left.end())
        m_log.returnTo(left->second);
    refresh();
}

void ShownSession::refresh()
{
    m_log.model()->poll();
    for (SessionPanel *panel : m_parts.panels.ofShown())
        panel->progressed();
    m_parts.panels.compose->progressed();
    m_parts.panels.result->progressed();
    m_parts.panels.shared.detail->showArrived();
    m_parts.panels.shared.message->showArrived();
    m_parts.guide.update();
    const bool isOpen = m_parts.workbench.sendable() != nullptr;
    if (isOpen && !m_wasOpen)
        emit opened();
    m_wasOpen = isOpen;
}

void ShownSession::showRow(std::optional<RowNumber> row)
{
    const SharedPanels &panels = m_parts.panels.shared;
    if (!row || !m_log.model()->session()) {
        panels.detail->clear();
        panels.message->clear();
        return;
    }
    panels.detail->showRow(m_log.model()->session(), *row);
    panels.message->showRow(m_log.model()->session(), *row);
    m_parts.guide.lightRow(*row);
}

} // namespace fg
