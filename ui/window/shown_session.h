// Puts the session that the workbench shows into the wire log and the panels about it, and keeps them up to
// date while it goes on.
#pragma once

#include "ui/window/window_panels.h"

#include <QObject>

#include <cstddef>

namespace fg {

class CentralArea;
class DockLayout;
class WireLogPanel;
class Workbench;

class ShownSession final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    ShownSession(Workbench &workbench, CentralArea &central, const WindowPanels &panels, DockLayout &docks,
                 QObject *parent);

signals:
    // It can be sent on from now on.
    void opened();

private:
    void show();
    void follow();
    void markFindings();
    void showRow(int row);

    Workbench &m_workbench;
    CentralArea &m_central;
    WireLogPanel &m_log;
    WindowPanels m_panels;
    DockLayout &m_docks;
    std::size_t m_markedFindings = 0;
    bool m_wasOpen = false; // when last looked at
};

} // namespace fg
