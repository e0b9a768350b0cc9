// The status bar: what was told last, the work in the background, and how many rows the shown session has.
#pragma once

#include <QObject>

class QLabel;
class QStatusBar;
class QString;

namespace fg {

class Workbench;

class StatusLine final : public QObject
{
    Q_OBJECT

public:
    // Fills the bar, which owns it. The workbench must outlive both.
    StatusLine(Workbench &workbench, QStatusBar *bar);

    // For a while.
    void tell(const QString &text);
    void tellCopied(int copied, int selected); // rows
    // Until something else is told.
    void announce(const QString &text);

private:
    void showRows();

    Workbench &m_workbench;
    QStatusBar *m_bar;
    QLabel *m_rows;
};

} // namespace fg
