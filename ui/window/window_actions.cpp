#include "ui/window/window_actions.h"

#include "ui/base/text.h"

#include <QAction>
#include <QMainWindow>

namespace fg {

namespace {

class ActionMaker
{
public:
    explicit ActionMaker(QMainWindow *window)
        : m_window(window)
    {
    }

    QAction *operator()(const char *text, const QKeySequence &keys, const char *toolTip = nullptr) const
    {
        auto *action = new QAction(toQString(text), m_window);
        action->setShortcut(keys);
        if (toolTip && keys.isEmpty())
            action->setToolTip(toQString(toolTip));
        else if (toolTip)
            action->setToolTip(
                QStringLiteral("%1 (%2)").arg(toQString(toolTip), keys.toString(QKeySequence::NativeText)));
        return action;
    }

private:
    QMainWindow *m_window;
};

// Sets the object name, which the buttons of the action also get.
QAction *named(const char *name, QAction *action)
{
    action->setObjectName(QLatin1String(name));
    return action;
}

void addWindowActions(WindowActions &actions, const ActionMaker &make)
{
    actions.quit = make("&Quit", {"Ctrl+Q"});
    actions.quit->setMenuRole(QAction::QuitRole);
    actions.resetLayout = make("&Reset layout", {});
    actions.settings =
        make("&Settings…", {"Ctrl+,"}, "Set fonts, colours, the form of times, recordings and limits");
    actions.settings->setMenuRole(QAction::PreferencesRole);
    actions.zoomIn = make("&Larger text", {"Ctrl++"});
    // The plus without the shift key.
    actions.zoomIn->setShortcuts({QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")});
    actions.zoomOut = make("&Smaller text", {"Ctrl+-"});
    actions.zoomUsual = make("Text of &usual size", {"Ctrl+0"});
    actions.about = make("&About Frameglass", {});
    actions.about->setMenuRole(QAction::AboutRole);
}

void addSessionActions(WindowActions &actions, const ActionMaker &make)
{
    actions.connect = make("&Connect", {"Ctrl+K"}, "Open a new session with the address");
    actions.disconnect = named(
        "disconnect", make("&Disconnect", {"Ctrl+D"}, "Close the shown connection; press again to drop it"));
    actions.reconnect = named("reconnect",
                              make("Reco&nnect", {"Ctrl+Shift+K"},
                                   "Open a new session with the target and the options of the shown one"));
    actions.closeSession = make("C&lose session", {"Ctrl+W"});
    actions.renameSession = make("Rename sess&ion", {"F2"});
    actions.nextSession = make("Next &session", {"Ctrl+PgDown"});
    actions.previousSession = make("Previous sess&ion", {"Ctrl+PgUp"});
    actions.saveSession = make("Save session &as…", QKeySequence::Save,
                               "Save the shown session to a file that Frameglass and Wireshark can open");
    actions.exportSession =
        make("&Export…", {"Ctrl+E"}, "Write the shown session as text, a web page, JSON, a table …");
    actions.replay = make("Re&play…", {"Ctrl+Y"}, "Send again what the client of the shown session sent");
    // This action has no key, because the view that has the focus handles Ctrl+C.
    actions.copy = make("&Copy rows", {});
    actions.composeAgain = make("Compose &again", {"Ctrl+Shift+A"}, "Put the picked frame into the send box");
}

void addFileActions(WindowActions &actions, const ActionMaker &make)
{
    actions.open = make("&Open…", QKeySequence::Open,
                        "Open recorded sessions, a spec file, the index of a report, or a baseline");
    actions.openRecent = make("Open recen&t", {});
    actions.openReport =
        make("Open &report folder…", {}, "Open the reports of a run, from this program or another");
    actions.fileMemory =
        make("&Memory for files…", {}, "Set how much memory the sessions of one file may take");
    actions.recover = make("Reco&ver…", {}, "Find recordings that were not saved before the program ended");
    actions.saveSpec = make("&Save spec file…", {}, "Save the checked agents and cases as a spec file");
}

void addNavigation(WindowActions &actions, const ActionMaker &make)
{
    actions.goToConnections = named("connections", make("Connec&tions", {"Ctrl+1"}, "Look at connections"));
    actions.goToConformance =
        named("conformance", make("Con&formance", {"Ctrl+2"}, "Test an implementation with the cases"));
    actions.goToTarget = make("&Address", {"Ctrl+L"});
    actions.goToLog = make("&Wire log", {"Ctrl+7"});
    actions.goToFields = make("Fiel&ds", {"Ctrl+8"});
    actions.goToCompose = make("C&ompose", {"Ctrl+3"});
    actions.goToCases = make("Cas&es", {"Ctrl+4"});
    actions.goToMatrix = make("&Matrix", {"Ctrl+5"});
    actions.goToHistory = make("&History", {"Ctrl+6"});
}

void addRuns(WindowActions &actions, const ActionMaker &make)
{
    actions.runAll = make("Run a&ll", {"Ctrl+Shift+R"}, "Run all cases against the checked agents");
    actions.runChecked = make("&Run", {"Ctrl+R"}, "Run the checked cases against the checked agents");
    actions.runFailed = make("&Failed", {"Ctrl+Shift+F"}, "Run the failed cases again");
    actions.runPicked = make("Run t&his one", {"F6"}, "Run the picked case, or the picked category");
    actions.runAgain = make("A&gain", {"F5"}, "Run the cases of the last run again, against its agents");
    actions.runTimes =
        make("Run many &times…", {}, "Run the checked cases over and over, to find flaky ones");
    actions.stop = make("&Stop", {"Ctrl+."}, "Stop the run");
    actions.serve = make("Test &clients…", {"Ctrl+T"}, "Start a server to which clients under test connect");
}

void addSteps(WindowActions &actions, const ActionMaker &make)
{
    actions.stepPicked = make("St&ep through this one", {"Shift+F6"},
                              "Run the picked case one step at a time; also Ctrl+double click");
    actions.nextStep = named("nextStep", make("&Next step", {"F10"}, "Run the next step"));
    actions.allSteps = named("allSteps", make("To the en&d", {"F8"}, "Run all remaining steps"));
}

void addShownCase(WindowActions &actions, const ActionMaker &make)
{
    actions.runShown = named("runShown", make("Run &it again", {"Shift+F5"}, "Run the shown case again"));
    actions.stepShown = named(
        "stepShown", make("Ste&p by step", {"Shift+F10"}, "Run the shown case again, one step at a time"));
    actions.copyCommand = named("copyCommand",
                                make("Copy as co&mmand line", {"Ctrl+Shift+C"},
                                     "Copy the command that runs the shown case in a terminal"));
    actions.reportBug = named("reportBug",
                              make("Report for a &bug tracker…", {"Ctrl+Shift+B"},
                                   "Describe the shown case in Markdown, for a bug report"));
    // Buttons have less room than menus, so their texts are shorter.
    actions.runShown->setIconText(QStringLiteral("Run again"));
    actions.copyCommand->setIconText(QStringLiteral("Copy command"));
    actions.reportBug->setIconText(QStringLiteral("Bug report…"));
}

void addCaseChecks(WindowActions &actions, const ActionMaker &make)
{
    actions.findCase = make("Find c&ases", {"Ctrl+Alt+F"});
    actions.checkAll = make("Chec&k all", {});
    actions.checkNone = make("Check n&one", {});
    actions.checkShown = make("Check only the cases sho&wn", {});
}

} // namespace

WindowActions makeActions(QMainWindow *window)
{
    const ActionMaker make(window);
    WindowActions actions{};
    addSessionActions(actions, make);
    addFileActions(actions, make);
    actions.log = makeLogActions(window);
    addNavigation(actions, make);
    addRuns(actions, make);
    addSteps(actions, make);
    addShownCase(actions, make);
    addCaseChecks(actions, make);
    addWindowActions(actions, make);
    return actions;
}

} // namespace fg
