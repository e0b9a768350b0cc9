// Everything that can be asked of the window, with its keys. Who carries it out connects to it.
#pragma once

#include "ui/log/log_actions.h"

#include <QObject>

class QAction;
class QMainWindow;

namespace fg {

struct WindowActions
{
    QAction *connect;
    QAction *disconnect;
    QAction *saveSession;
    QAction *exportSession;
    QAction *replay;
    QAction *open;
    QAction *openRecent; // a menu
    QAction *openReport;
    QAction *saveSpec;
    QAction *serve;
    QAction *quit;
    QAction *copy;
    QAction *composeAgain;
    LogActions log;
    QAction *goToTarget;
    QAction *goToLog;
    QAction *goToFields;
    QAction *goToCompose;
    QAction *goToCases;
    QAction *goToMatrix;
    QAction *goToHistory;
    QAction *resetLayout;
    QAction *runAll;
    QAction *runChecked;
    QAction *runFailed;
    QAction *runPicked;
    QAction *runAgain;
    QAction *runTimes;
    QAction *runShown;
    QAction *stepShown;
    QAction *stepPicked;
    QAction *nextStep;
    QAction *allSteps;
    QAction *copyCommand;
    QAction *reportBug;
    QAction *stop;
    QAction *findCase;
    QAction *checkAll;
    QAction *checkNone;
    QAction *checkShown;
    QAction *about;
};

// Children of the window.
[[nodiscard]] WindowActions makeActions(QMainWindow *window);

} // namespace fg
