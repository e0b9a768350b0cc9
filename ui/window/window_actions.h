// The actions of the window with their keys. The objects that carry them out connect to them.
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
    QAction *reconnect;
    QAction *closeSession;
    QAction *renameSession;
    QAction *nextSession;
    QAction *previousSession;
    QAction *saveSession;
    QAction *exportSession;
    QAction *replay;
    QAction *open;
    QAction *openRecent; // The action of a menu.
    QAction *openReport;
    QAction *fileMemory;
    QAction *saveSpec;
    QAction *recover;
    QAction *serve;
    QAction *quit;
    QAction *copy;
    QAction *composeAgain;
    LogActions log;
    QAction *goToConnections;
    QAction *goToConformance;
    QAction *goToTarget;
    QAction *goToLog;
    QAction *goToFields;
    QAction *goToCompose;
    QAction *goToCases;
    QAction *goToMatrix;
    QAction *goToHistory;
    QAction *resetLayout;
    QAction *settings;
    QAction *zoomIn;
    QAction *zoomOut;
    QAction *zoomUsual;
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

// The actions are children of the window.
[[nodiscard]] WindowActions makeActions(QMainWindow *window);

} // namespace fg
