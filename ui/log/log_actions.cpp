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
    auto *levels = new QActionGroup(window);
    actions.levels = {
        make("levelMessages", QStringLiteral("&Messages"), {"Alt+1"},
             QStringLiteral("Show messages, with their frames folded under them, and control frames")),
        make("levelFrames", QStringLiteral("Fr&ames"), {"Alt+2"}, QStringLiteral("Show each frame")),
        make("levelOctets", QStringLiteral("&Octets"), {"Alt+3"},
             QStringLiteral("Show each frame, and each read and write with its octets"))};
    for (QAction *action : actions.levels) {
        action->setCheckable(true);
        levels->addAction(action);
    }
    actions.levels.front()->setChecked(true);
    actions.hold = make("holdRows", QStringLiteral("&Hold new rows"), {"Ctrl+H"},
                        QStringLiteral("New rows wait until this is pressed again"));
    actions.hold->setIconText(QStringLiteral("Hold"));
    actions.hold->setCheckable(true);
    actions.note = make("rowNote", QStringLiteral("N&ote on the row…"), {"Ctrl+Shift+N"},
                        QStringLiteral("Write a note on the picked row; it is kept in the recording"));
    actions.note->setEnabled(false);
    actions.clear = make("clearRows", QStringLiteral("C&lear the log"), {"Ctrl+Shift+L"},
                         QStringLiteral("Hide the rows so far; the recording keeps them"));
    actions.clear->setIconText(QStringLiteral("Clear"));
    actions.undoClear = make("undoClear", QStringLiteral("Undo cl&ear"), {"Ctrl+Z"},
                             QStringLiteral("Show the rows again that Clear has hidden"));
    actions.undoClear->setIconText(QStringLiteral("Undo"));
    actions.undoClear->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    actions.undoClear->setEnabled(false);
    actions.colorRules = make("colorRules", QStringLiteral("Colour rules…"), {},
                              QStringLiteral("Choose the colours of rows by filters"));
    auto *times = new QActionGroup(window);
    actions.timeRelative = make("timeRelative", QStringLiteral("Time since the &session began"), {});
    actions.timeAbsolute = make("timeAbsolute", QStringLiteral("Time of the &day"), {});
    actions.timeDelta = make("timeDelta", QStringLiteral("Time since the row a&bove"), {});
    actions.timeUtc = make("timeUtc", QStringLiteral("Date and time in &UTC"), {});
    for (QAction *action : {actions.timeRelative, actions.timeAbsolute, actions.timeDelta, actions.timeUtc}) {
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
    edit->addSeparator();
    edit->addAction(actions.note);
    go->addSeparator();
    go->addActions({actions.nextViolation, actions.previousViolation, actions.nextClose,
                    actions.previousClose, actions.nextPause, actions.previousPause});
    go->addSeparator();
    go->addAction(actions.newest);
    view->addActions({actions.levels[0], actions.levels[1], actions.levels[2]});
    view->addSeparator();
    view->addActions({actions.hold, actions.clear, actions.undoClear});
    view->addSeparator();
    view->addActions({actions.timeRelative, actions.timeAbsolute, actions.timeDelta, actions.timeUtc});
    view->addMenu(actions.columns);
    view->addAction(actions.colorRules);
}

} // namespace fg
