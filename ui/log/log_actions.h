// What can be asked of the wire log by menu and key, beside what its own rows offer.
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
    QMenu *columns; // filled by whoever has them
};

// Children of the window.
[[nodiscard]] LogActions makeLogActions(QMainWindow *window);
void fillLogMenus(const LogActions &actions, QMenu *edit, QMenu *view, QMenu *go);

} // namespace fg
