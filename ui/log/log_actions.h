// The actions of the window's menus and keys that work on the wire log.
#pragma once

#include <QObject>

#include <array>

class QAction;
class QMainWindow;
class QMenu;

namespace fg {

struct LogActions
{
    QAction *find;
    QAction *findNext;
    QAction *filter;
    QAction *findPrevious;
    QAction *nextViolation;
    QAction *previousViolation;
    QAction *nextClose;
    QAction *previousClose;
    QAction *nextPause;
    QAction *previousPause;
    QAction *newest;
    // What the log shows, in the order of LogLevel; one of these is checked.
    std::array<QAction *, 3> levels;
    QAction *hold; // checked: new rows wait
    QAction *note; // on the picked row
    QAction *clear;
    QAction *undoClear; // its key works in the log only
    QAction *colorRules; // opens their dialog
    QAction *timeRelative; // one of these four is checked
    QAction *timeAbsolute;
    QAction *timeDelta;
    QAction *timeUtc;
    QMenu *columns; // filled by the panel that has the columns
};

// The actions become children of the window.
[[nodiscard]] LogActions makeLogActions(QMainWindow *window);
void fillLogMenus(const LogActions &actions, QMenu *edit, QMenu *view, QMenu *go);

} // namespace fg
