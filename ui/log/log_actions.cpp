#include "ui/log/log_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>

namespace fg {

LogActions makeLogActions(QMainWindow *window)
{
    const auto make = [window](const char *name, const QString &text, const QKeySequence &keys,
                               const QString &toolTip = {}) {
        auto *action = new QAction(text, window);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(keys);
        if (!toolTip.isEmpty())
            action->setToolTip(keys.isEmpty() ? toolTip
                                              : QStringLiteral("%1 (%2)").arg(
                                                  toolTip, keys.toString(QKeySequence::NativeText)));
        return action;
    };
    const auto say = [](const char *text) { return QMainWindow::tr(text); };
    LogActions actions{};
    actions.find = make("find", say("&Find…"), {"Ctrl+F"}, say("Look for a text or octets in payloads"));
    actions.findNext = make("findNext", say("Find &next"), {"F3"});
    actions.findPrevious = make("findPrevious", say("Find &previous"), {"Shift+F3"});
    actions.nextViolation = make("nextViolation", say("Next &violation"), {"F4"});
    actions.previousViolation = make("previousViolation", say("Previous violation"), {"Shift+F4"});
    actions.nextClose = make("nextClose", say("Next &close frame"), {"F7"});
    actions.previousClose = make("previousClose", say("Previous close frame"), {"Shift+F7"});
    actions.nextPause = make("nextPause", say("Next &pause"), {"F9"});
    actions.previousPause = make("previousPause", say("Previous pause"), {"Shift+F9"});
    actions.newest = make("newest", say("&Newest row"), {"Ctrl+End"});
    actions.messages = make("messages", say("&Messages"), {"Ctrl+M"},
                            say("Fold fragments and control frames under their messages"));
    actions.messages->setCheckable(true);
    auto *times = new QActionGroup(window);
    actions.timeRelative = make("timeRelative", say("Time since the &session began"), {});
    actions.timeAbsolute = make("timeAbsolute", say("Time of the &day"), {});
    actions.timeDelta = make("timeDelta", say("Time since the row a&bove"), {});
    for (QAction *action : {actions.timeRelative, actions.timeAbsolute, actions.timeDelta}) {
        action->setCheckable(true);
        times->addAction(action);
    }
    actions.timeRelative->setChecked(true);
    actions.columns = new QMenu(say("&Columns"), window);
    return actions;
}

void fillLogMenus(const LogActions &actions, QMenu *edit, QMenu *view, QMenu *go)
{
    edit->addSeparator();
    edit->addActions({actions.find, actions.findNext, actions.findPrevious});
    go->addSeparator();
    go->addActions({actions.nextViolation, actions.previousViolation, actions.nextClose,
                    actions.previousClose, actions.nextPause, actions.previousPause});
    go->addSeparator();
    go->addAction(actions.newest);
    view->addAction(actions.messages);
    view->addActions({actions.timeRelative, actions.timeAbsolute, actions.timeDelta});
    view->addMenu(actions.columns);
}

} // namespace fg
