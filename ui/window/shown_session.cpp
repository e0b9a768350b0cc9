#include "ui/window/shown_session.h"

#include "ui/bench/workbench.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/message/message_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/sessions/replay_bar.h"
#include "ui/window/central_area.h"
#include "ui/window/dock_layout.h"

#include <algorithm>

namespace fg {

ShownSession::ShownSession(Workbench &workbench, CentralArea &central, const WindowPanels &panels,
                           DockLayout &docks, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_central(central)
    , m_log(central.log())
    , m_panels(panels)
    , m_docks(docks)
{
    connect(&workbench, &Workbench::shownChanged, this, &ShownSession::show);
    connect(&workbench, &Workbench::shownProgressed, this, &ShownSession::refresh);
    connect(&workbench, &Workbench::rowsDue, m_log.model(), &WireLogModel::poll);
    connect(&workbench, &Workbench::rowsDue, &central.replay(), &ReplayBar::showProgress);
    connect(m_log.view(), &WireLogView::rowPicked, this, &ShownSession::showRow);
    connect(panels.findings, &FindingsPanel::rowRequested, &m_log, &WireLogPanel::pickRow);
    connect(panels.result, &ResultPanel::rowRequested, this, [this](RowNumber row) {
        m_central.showLog();
        m_log.pickRow(row);
    });
    show();
}

void ShownSession::show()
{
    const EntryPtr &entry = m_workbench.shown();
    m_markedFindings = 0;
    m_wasOpen = false;
    if (entry)
        m_log.setSession(entry->log, entry->started);
    else
        m_log.setSession(nullptr, {});
    for (SessionPanel *panel : m_panels.ofShown())
        panel->setEntry(entry);
    m_central.replay().setEntry(entry);
    // The send box is of no use for a case, and a live session has no result.
    if (entry && entry->isCase())
        m_docks.replace(m_panels.compose, m_panels.result);
    else if (entry)
        m_docks.replace(m_panels.result, m_panels.compose);
    refresh();
}

void ShownSession::refresh()
{
    m_log.model()->poll();
    for (SessionPanel *panel : m_panels.ofShown())
        panel->progressed();
    m_panels.detail->showArrived();
    m_panels.message->showArrived();
    markFindings();
    const bool isOpen = m_workbench.sendable() != nullptr;
    if (isOpen && !m_wasOpen)
        emit opened();
    m_wasOpen = isOpen;
}

void ShownSession::markFindings()
{
    const EntryPtr &entry = m_workbench.shown();
    if (!entry || entry->summary.findings == m_markedFindings)
        return;
    m_markedFindings = entry->summary.findings;
    std::vector<RowNumber> marked;
    for (const Finding &finding : entry->log->findings())
        marked.push_back(finding.row);
    std::ranges::sort(marked);
    m_log.model()->setMarkedRows(std::move(marked));
}

void ShownSession::showRow(std::optional<RowNumber> row)
{
    if (!row || !m_log.model()->session()) {
        m_panels.detail->clear();
        m_panels.message->clear();
        return;
    }
    m_panels.detail->showRow(m_log.model()->session(), *row);
    m_panels.message->showRow(m_log.model()->session(), *row);
}

} // namespace fg
