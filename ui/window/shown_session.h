// Shows the workbench's shown session in the wire log and in the panels about it, and updates them while the
// session continues.
#pragma once

#include "protocol/session/log/row_number.h"
#include "ui/window/window_panels.h"

#include <QObject>

#include <cstddef>
#include <optional>

namespace fg {

class CentralArea;
class DockLayout;
class WireLogPanel;
class Workbench;

class ShownSession final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object.
    ShownSession(Workbench &workbench, CentralArea &central, const WindowPanels &panels, DockLayout &docks,
                 QObject *parent);

signals:
    // The connection is open: the user can send from now on.
    void opened();

private:
    void show();
    void refresh();
    void markFindings();
    void showRow(std::optional<RowNumber> row);

    Workbench &m_workbench;
    CentralArea &m_central;
    WireLogPanel &m_log;
    WindowPanels m_panels;
    DockLayout &m_docks;
    std::size_t m_markedFindings = 0;
    bool m_wasOpen = false; // Whether the connection was open at the last update.
};

} // namespace fg
