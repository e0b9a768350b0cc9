// The menus of the main window.
#pragma once

#include <QList>

class QAction;
class QMenuBar;

namespace fg {

struct WindowActions;

// Puts the actions into menus; the toggles of the docks go into the View menu.
void fillMenus(QMenuBar *bar, const WindowActions &actions, const QList<QAction *> &dockToggles);

} // namespace fg
