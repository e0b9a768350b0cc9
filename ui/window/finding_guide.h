// Leads from a broken rule to its row, its field and its octets, wherever one comes to it from: the banner,
// the key for the next violation, the list of findings, the mark of a row, or the row itself. It marks what
// the findings of the shown session touch, and counts them on their tab.
#pragma once

#include "protocol/session/log/session.h"
#include "ui/window/window_panels.h"

#include <QObject>

#include <cstddef>
#include <optional>

namespace fg {

class Perspectives;
class TroubleBanner;
class Workbench;
class WireLogPanel;

class FindingGuide final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Workbench &workbench;
        Perspectives &perspectives;
        TroubleBanner &trouble;
        const WindowPanels &panels;
    };

    // All must outlive this object.
    FindingGuide(const Parts &parts, QObject *parent);

    // Another session is shown.
    void forget();
    // Marks what the shown session has found since.
    void update();
    // The details show this row: lights what it breaks.
    void lightRow(RowNumber row);

public slots:
    // Picks the row of the finding, and picks and lights its field and its octets.
    void show(const fg::Finding &finding);
    void copyReport(const fg::Finding &finding);
    // Picks the row of the error because of which there is no connection.
    void showError();

signals:
    void statusMessage(const QString &text);

private:
    [[nodiscard]] Finding asItIsNow(const Finding &finding) const;

    Parts m_parts;
    WireLogPanel &m_log;
    // Of the session, when its findings were marked.
    struct Marked
    {
        std::size_t findings = 0;
        RowCount rows;
    };
    Marked m_marked;
    std::optional<Finding> m_wanted; // what is lit, or will be as soon as its row is picked
};

} // namespace fg
