// The title of the window: what is shown, and while cases run, how far they are, for whoever looks at the
// window's button only.
#pragma once

#include <QObject>

class QWidget;

namespace fg {

class Workbench;

class WindowTitle final : public QObject
{
    Q_OBJECT

public:
    // The workbench must outlive it.
    WindowTitle(Workbench &workbench, QWidget *window);

private:
    void follow();

    Workbench &m_workbench;
    QWidget *m_window;
};

} // namespace fg
