#include "ui/window/window_menus.h"

#include "ui/window/window_actions.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace fg {

namespace {

void fillCasesMenu(QMenu *cases, const WindowActions &actions)
{
    cases->addActions({actions.runChecked, actions.runAll, actions.runFailed, actions.runPicked,
                       actions.runAgain, actions.runTimes});
    cases->addSeparator();
    cases->addAction(actions.stop);
    cases->addSeparator();
    cases->addActions(
        {actions.runShown, actions.stepShown, actions.stepPicked, actions.nextStep, actions.allSteps});
    cases->addSeparator();
    cases->addAction(actions.serve);
    cases->addSeparator();
    cases->addActions({actions.copyCommand, actions.reportBug});
    cases->addSeparator();
    cases->addActions({actions.findCase, actions.checkAll, actions.checkNone, actions.checkShown});
}

} // namespace

void fillMenus(QMenuBar *bar, const WindowActions &actions, const QList<QAction *> &dockToggles)
{
    QMenu *file = bar->addMenu(QStringLiteral("&File"));
    file->addActions({actions.connect, actions.reconnect, actions.disconnect, actions.renameSession,
                      actions.closeSession});
    file->addSeparator();
    file->addActions({actions.open, actions.openRecent, actions.openReport, actions.recover,
                      actions.fileMemory, actions.saveSpec});
    file->addSeparator();
    file->addActions({actions.saveSession, actions.exportSession, actions.replay});
    file->addSeparator();
    file->addAction(actions.quit);

    QMenu *edit = bar->addMenu(QStringLiteral("&Edit"));
    edit->addActions({actions.copy, actions.composeAgain});

    QMenu *view = bar->addMenu(QStringLiteral("&View"));
    view->addActions({actions.goToConnections, actions.goToConformance});
    view->addSeparator();
    view->addActions(dockToggles);
    view->addSeparator();
    QMenu *go = view->addMenu(QStringLiteral("&Go to"));
    go->addActions({actions.goToTarget, actions.goToLog, actions.goToFields, actions.goToCompose,
                    actions.goToCases, actions.goToMatrix, actions.goToHistory});
    go->addSeparator();
    go->addActions({actions.nextSession, actions.previousSession});
    view->addSeparator();
    fillLogMenus(actions.log, edit, view, go);
    edit->addSeparator();
    edit->addAction(actions.settings);
    view->addSeparator();
    QMenu *zoom = view->addMenu(QStringLiteral("&Zoom"));
    zoom->addActions({actions.zoomIn, actions.zoomOut, actions.zoomUsual});
    view->addAction(actions.resetLayout);

    fillCasesMenu(bar->addMenu(QStringLiteral("&Cases")), actions);
    bar->addMenu(QStringLiteral("&Help"))->addAction(actions.about);
}

} // namespace fg
