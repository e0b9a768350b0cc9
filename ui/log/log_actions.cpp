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
    LogActions actions{};
    actions.find = make("find", QStringLiteral("&Find…"), {"Ctrl+F"},
                        QStringLiteral("Search payloads for text or octets"));
    actions.findNext = make("findNext", QStringLiteral("Find &next"), {"F3"});
    actions.findPrevious = make("findPrevious", QStringLiteral("Find &previous"), {"Shift+F3"});
    actions.filter = make("filterRows", QStringLiteral("F&ilter rows"), {"Ctrl+/"},
                          QStringLiteral("Show only the rows that match"));
    actions.nextViolation = make("nextViolation", QStringLiteral("Next &violation"), {"F4"});
    actions.previousViolation = make("previousViolation", QStringLiteral("Previous violation"), {"Shift+F4"});
    actions.nextClose = make("nextClose", QStringLiteral("Next &close frame"), {"F7"});
    actions.previousClose = make("previousClose", QStringLiteral("Previous close frame"), {"Shift+F7"});
    actions.nextPause = make("nextPause", QStringLiteral("Next &pause"), {"F9"});
    actions.previousPause = make("previousPause", QStringLiteral("Previous pause"), {"Shift+F9"});
    actions.newest = make("newest", QStringLiteral("&Newest row"), {"Ctrl+End"});
    actions.messages = make("messages", QStringLiteral("&Messages"), {"Ctrl+M"},
                            QStringLiteral("Fold fragments and control frames under their messages"));
    actions.messages->setCheckable(true);
    auto *times = new QActionGroup(window);
    actions.timeRelative = make("timeRelative", QStringLiteral("Time since the &session began"), {});
    actions.timeAbsolute = make("timeAbsolute", QStringLiteral("Time of the &day"), {});
    actions.timeDelta = make("timeDelta", QStringLiteral("Time since the row a&bove"), {});
    for (QAction *action : {actions.timeRelative, actions.timeAbsolute, actions.timeDelta}) {
        action->setCheckable(true);
        times->addAction(action);
    }
    actions.timeRelative->setChecked(true);
    actions.columns = new QMenu(QStringLiteral("&Columns"), window);
    return actions;
}

void fillLogMenus(const LogActions &actions, QMenu *edit, QMenu *view, QMenu *go)
{
    edit->addSeparator();
    edit->addActions({actions.find, actions.findNext, actions.findPrevious, actions.filter});
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
