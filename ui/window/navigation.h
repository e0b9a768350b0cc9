// Goes to the parts of the window by menu and by key: each command brings one part to the front, with its
// perspective, and gives it the keyboard focus.
#pragma once

#include "ui/window/window_panels.h"

#include <QObject>

class QWidget;

namespace fg {

class ConnectBar;
class Perspectives;
class RunViews;
struct WindowActions;

class Navigation final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Workbench &workbench;
        ConnectBar &bar;
        Perspectives &perspectives;
        RunViews &runViews;
        const WindowPanels &panels;
    };

    // All must outlive this object.
    Navigation(const WindowActions &actions, const Parts &parts, QWidget *window);

    // Moves the focus from the address to the send box, because a user who has just connected will write
    // next; not while the next address is being typed.
    void moveFocusToSendBox();

private:
    void connectActions(const WindowActions &actions);
    void find();
    void goToTarget();

    Parts m_parts;
    QWidget *m_window;
};

} // namespace fg
