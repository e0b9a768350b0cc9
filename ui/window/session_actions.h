// What can be asked of the shown session and of the row that is picked in it: which of it makes sense now,
// and what needs no more than the session itself.
#pragma once

#include "ui/window/window_panels.h"

#include <QObject>

namespace fg {

class DockLayout;
class WireLogView;
class Workbench;
struct WindowActions;

class SessionActions final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    SessionActions(const WindowActions &actions, Workbench &workbench, WireLogView &log,
                   const WindowPanels &panels, DockLayout &docks, QObject *parent);

private:
    void follow();
    void composeAgain(int row);

    const WindowActions &m_actions;
    Workbench &m_workbench;
    WireLogView &m_log;
    ComposePanel *m_compose;
    DockLayout &m_docks;
};

} // namespace fg
