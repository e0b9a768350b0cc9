// The title of the window names the shown session. While cases run it also has their progress, so that the
// progress can be read in the task bar.
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
    void updateTitle();

    Workbench &m_workbench;
    QWidget *m_window;
};

} // namespace fg
