// The status bar: the last message, the work in the background, and the number of rows of the shown session.
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
    // Adds widgets to the bar, which owns this object. The workbench must outlive both.
    StatusLine(Workbench &workbench, QStatusBar *bar);

    // Shows a message for a few seconds.
    void showMessage(const QString &text);
    void showCopied(int copied, int selected); // Numbers of rows.
    // Shows a message until the next one.
    void announce(const QString &text);

private:
    void showRows();

    Workbench &m_workbench;
    QStatusBar *m_bar;
    QLabel *m_rows;
};

} // namespace fg
