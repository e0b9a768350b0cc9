// The actions of the window's menus and keys that work on the wire log.
#pragma once

#include <QObject>

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
    QAction *messages; // checked: frames are folded under their messages
    QAction *timeRelative; // one of these three is checked
    QAction *timeAbsolute;
    QAction *timeDelta;
    QMenu *columns; // filled by the panel that has the columns
};

// The actions become children of the window.
[[nodiscard]] LogActions makeLogActions(QMainWindow *window);
void fillLogMenus(const LogActions &actions, QMenu *edit, QMenu *view, QMenu *go);

} // namespace fg
