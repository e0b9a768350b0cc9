// Menus as a person uses them, for tests of the window.
#pragma once

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QtTest>

namespace fg {

// Right-clicks at a place of a widget; the menu of this name that opens, or null.
inline QMenu *menuAt(QWidget *viewport, const QPoint &place, const char *name)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, viewport->mapToGlobal(place));
    QApplication::sendEvent(viewport, &event);
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window->objectName() == QLatin1String(name) && window->isVisible())
            return qobject_cast<QMenu *>(window);
    }
    return nullptr;
}

// Clicks the first entry that begins with these words.
inline void chooseEntry(QMenu *menu, const QString &start)
{
    QVERIFY(menu);
    for (QAction *action : menu->actions()) {
        if (!action->text().remove(QLatin1Char('&')).startsWith(start))
            continue;
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return;
    }
    QFAIL(qPrintable("no entry " + start));
}

} // namespace fg
