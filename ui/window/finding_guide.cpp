#include "ui/window/finding_guide.h"

#include "protocol/report/pages/finding_report.h"
#include "protocol/report/view/session_view.h"
#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/log/wire_log_painter.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/perspectives/perspectives.h"
#include "ui/sessions/export_source.h"
#include "ui/window/trouble_banner.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace fg {

FindingGuide::FindingGuide(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_log(*parts.panels.shared.log)
{
    connect(parts.panels.shared.findings, &FindingsPanel::findingRequested, this, &FindingGuide::show);
    connect(&m_log, &WireLogPanel::findingRequested, this, &FindingGuide::show);
    connect(&parts.trouble, &TroubleBanner::whereRequested, this, &FindingGuide::show);
    connect(&parts.trouble, &TroubleBanner::reportRequested, this, &FindingGuide::copyReport);
    connect(&parts.trouble, &TroubleBanner::certificateRequested, this, &FindingGuide::showError);
}

void FindingGuide::forget()
{
    m_marked = {};
    m_wanted.reset();
    m_parts.perspectives.setCount(m_parts.panels.shared.findings, 0);
}

void FindingGuide::update()
{
    const EntryPtr &entry = m_parts.workbench.shown();
    if (!entry || (entry->summary.findings == m_marked.findings && entry->summary.rows == m_marked.rows))
        return;
    m_marked = {entry->summary.findings, entry->summary.rows};
    m_parts.perspectives.setCount(m_parts.panels.shared.findings, entry->brokenRules);
    m_log.model()->setFindings(entry->log->findings());
    // No digit beside a mark is elided.
    if (!m_log.model()->findings().rows().empty())
        m_log.view()->makeRoom(WireLogModel::Number,
                               QString::number(m_log.model()->findings().rows().back().value()),
                               WireLogPainter::faultIn({0, 0, 0, 0}).right() + 1);
    // The picked row may just have broken a rule.
    if (const std::optional<RowNumber> row = m_log.view()->pickedRow(); row && !m_wanted)
        lightRow(*row);
}

void FindingGuide::show(const Finding &finding)
{
    m_parts.perspectives.bringForward(&m_log);
    m_parts.perspectives.bringForward(m_parts.panels.shared.detail);
    m_wanted = asItIsNow(finding);
    const RowNumber row = m_wanted->row;
    if (m_log.view()->pickedRow() == row)
        lightRow(row);
    m_log.pickRow(row);
}

// The row of a finding changes from the octets to the frame once the frame is complete.
Finding FindingGuide::asItIsNow(const Finding &finding) const
{
    const std::shared_ptr<const Session> session = m_log.model()->session();
    const std::vector<Finding> all = session ? session->findings() : std::vector<Finding>();
    const auto found = std::ranges::find_if(all, [&finding](const Finding &other) {
        return other.violation == finding.violation && other.direction == finding.direction;
    });
    return found == all.end() ? finding : *found;
}

// The row of the error is the last one of a connection that did not come about.
void FindingGuide::showError()
{
    const EntryPtr &entry = m_parts.workbench.shown();
    if (!entry)
        return;
    m_parts.perspectives.bringForward(&m_log);
    m_parts.perspectives.bringForward(m_parts.panels.shared.detail);
    for (RowNumber row = endOf(entry->log->rowCount()); row > RowNumber();) {
        --row;
        if (entry->log->row(row).kind != RowKind::Error)
            continue;
        m_log.pickRow(row);
        return;
    }
}

void FindingGuide::lightRow(RowNumber row)
{
    const std::span<const Finding> findings = m_log.model()->findings().of(row);
    if (m_wanted && m_wanted->row != row)
        m_wanted.reset();
    if (!m_wanted && !findings.empty())
        m_wanted = findings.front();
    m_log.setShownFinding(m_wanted);
    if (m_wanted)
        m_parts.panels.shared.detail->showFindings({findings.begin(), findings.end()}, *m_wanted);
}

void FindingGuide::copyReport(const Finding &finding)
{
    const EntryPtr &entry = m_parts.workbench.shown();
    if (!entry)
        return;
    const ExportSource source = exportSourceOf(*entry);
    const SessionView view(*source.log, Secrets::Blanked);
    QGuiApplication::clipboard()->setText(toQString(findingReport(view, finding, source.facts)));
    emit statusMessage(QStringLiteral("The report was copied as text, without secrets."));
}

} // namespace fg
