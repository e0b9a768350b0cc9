// Goes to the parts of the window by menu and by key: each command brings one part to the front and gives it
// the keyboard focus.
#pragma once

#include "ui/window/window_panels.h"

#include <QObject>

class QWidget;

namespace fg {

class CentralArea;
class ConnectBar;
class DockLayout;
struct WindowActions;

class Navigation final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object.
    Navigation(const WindowActions &actions, ConnectBar &bar, CentralArea &central,
               const WindowPanels &panels, DockLayout &docks, QWidget *window);

    void showFoundSessions();
    void showCaseResult();
    // Moves the focus from the connect bar to the send box, because a user who has just connected will write
    // next.
    void moveFocusToSendBox();

private:
    void connectActions(const WindowActions &actions);
    void find();

    ConnectBar &m_bar;
    CentralArea &m_central;
    WindowPanels m_panels;
    DockLayout &m_docks;
    QWidget *m_window;
};

} // namespace fg
