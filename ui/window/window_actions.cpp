#include "ui/window/window_actions.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace fg {

namespace {

QAction *makeAction(QMainWindow *window, const QString &text, const QKeySequence &keys,
                    const QString &toolTip = {})
{
    auto *action = new QAction(text, window);
    action->setShortcut(keys);
    if (!toolTip.isEmpty())
        action->setToolTip(
            keys.isEmpty() ? toolTip
                           : QStringLiteral("%1 (%2)").arg(toolTip, keys.toString(QKeySequence::NativeText)));
    return action;
}

// The buttons of an action are called after it.
QAction *named(const char *name, QAction *action)
{
    action->setObjectName(QLatin1String(name));
    return action;
}

QString say(const char *text) { return QMainWindow::tr(text); }

} // namespace

WindowActions makeActions(QMainWindow *window)
{
    const auto make = [window](const char *text, const QKeySequence &keys, const char *toolTip = nullptr) {
        return makeAction(window, say(text), keys, toolTip ? say(toolTip) : QString());
    };
    WindowActions actions{};
    actions.connect = make("&Connect", {"Ctrl+K"}, "Connect to the target");
    actions.disconnect = make("&Disconnect", {"Ctrl+D"}, "Close the shown connection; once more drops it");
    actions.saveSession = make("Save session &as…", QKeySequence::Save,
                               "The shown session as a file to open again, also for Wireshark");
    actions.exportSession =
        make("&Export…", {"Ctrl+E"}, "Write the shown session as text, a web page, JSON, a table …");
    actions.replay = make("Re&play…", {"Ctrl+Y"}, "Send again what the client of the shown session sent");
    actions.open = make("&Open…", QKeySequence::Open,
                        "Recorded sessions, a spec file, the index of a report, or a baseline");
    actions.openRecent = make("Open re&cent", {});
    actions.openReport = make("Open &report folder…", {}, "The reports of a run, of this program or another");
    actions.saveSpec = make("&Save spec file…", {}, "The checked agents and cases as a spec file");
    actions.serve = make("Test &clients…", {"Ctrl+T"}, "Be the server that clients under test connect to");
    actions.quit = make("&Quit", {"Ctrl+Q"});
    actions.quit->setMenuRole(QAction::QuitRole);
    // The keys belong to the view that has the focus.
    actions.copy = make("&Copy rows", {});
    actions.composeAgain = make("Compose &again", {"Ctrl+Shift+A"}, "Put the picked frame into the send box");
    actions.log = makeLogActions(window);
    actions.goToTarget = make("&Target", {"Ctrl+L"});
    actions.goToLog = make("&Wire log", {"Ctrl+1"});
    actions.goToFields = make("&Fields", {"Ctrl+2"});
    actions.goToCompose = make("C&ompose", {"Ctrl+3"});
    actions.goToCases = make("&Cases", {"Ctrl+4"});
    actions.goToMatrix = make("&Matrix", {"Ctrl+5"});
    actions.goToHistory = make("&History", {"Ctrl+6"});
    actions.resetLayout = make("&Reset layout", {});
    actions.runAll = make("Run a&ll", {"Ctrl+Shift+R"}, "Run all cases against the checked agents");
    actions.runChecked = make("&Run", {"Ctrl+R"}, "Run the checked cases against the checked agents");
    actions.runFailed = make("&Failed", {"Ctrl+Shift+F"}, "Run the cases that failed once more");
    actions.runPicked = make("Run t&his one", {"F6"}, "Run the picked case, or the picked category");
    actions.runAgain = make("A&gain", {"F5"}, "Run the cases of the last run again, against its agents");
    actions.runTimes =
        make("Run many &times…", {}, "Run the checked cases over and over, to find flaky ones");
    actions.runShown = named("runShown", make("Run &it again", {"Shift+F5"}, "Run the shown case again"));
    actions.stepShown = named(
        "stepShown", make("Ste&p by step", {"Shift+F10"}, "Run the shown case again, one step at a time"));
    actions.stepPicked = make("St&ep through this one", {"Shift+F6"},
                              "Run the picked case one step at a time; also Ctrl+double click");
    actions.nextStep = named("nextStep", make("&Next step", {"F10"}, "Take the step that waits"));
    actions.allSteps = named("allSteps", make("To the &end", {"F8"}, "Take all steps that are left"));
    actions.copyCommand = named(
        "copyCommand",
        make("Copy as command &line", {"Ctrl+Shift+C"}, "What to type to run the shown case in a terminal"));
    actions.reportBug = named("reportBug",
                              make("Report for a &bug tracker…", {"Ctrl+Shift+B"},
                                   "The shown case in Markdown, to send to whoever can mend it"));
    // Buttons stand in a row, where menus have room.
    actions.runShown->setIconText(say("Run again"));
    actions.copyCommand->setIconText(say("Copy command"));
    actions.reportBug->setIconText(say("Bug report…"));
    actions.stop = make("&Stop", {"Ctrl+."}, "Stop the run");
    actions.findCase = make("F&ind cases", {"Ctrl+Alt+F"});
    actions.checkAll = make("&Check all", {});
    actions.checkNone = make("Check &none", {});
    actions.checkShown = make("Check only what is sh&own", {});
    actions.about = make("&About Frameglass", {});
    actions.about->setMenuRole(QAction::AboutRole);
    return actions;
}

void fillMenus(QMainWindow *window, const WindowActions &actions, const QList<QAction *> &dockToggles)
{
    QMenuBar *bar = window->menuBar();
    QMenu *file = bar->addMenu(say("&File"));
    file->addActions({actions.connect, actions.disconnect});
    file->addSeparator();
    file->addActions({actions.open, actions.openRecent, actions.openReport, actions.saveSpec});
    file->addSeparator();
    file->addActions({actions.saveSession, actions.exportSession, actions.replay});
    file->addSeparator();
    file->addAction(actions.quit);

    QMenu *edit = bar->addMenu(say("&Edit"));
    edit->addActions({actions.copy, actions.composeAgain});

    QMenu *view = bar->addMenu(say("&View"));
    view->addActions(dockToggles);
    view->addSeparator();
    QMenu *go = view->addMenu(say("&Go to"));
    go->addActions({actions.goToTarget, actions.goToLog, actions.goToFields, actions.goToCompose,
                    actions.goToCases, actions.goToMatrix, actions.goToHistory});
    view->addSeparator();
    fillLogMenus(actions.log, edit, view, go);
    view->addSeparator();
    view->addAction(actions.resetLayout);

    QMenu *cases = bar->addMenu(say("&Cases"));
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

    bar->addMenu(say("&Help"))->addAction(actions.about);
}

} // namespace fg
