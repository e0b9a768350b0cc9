// What can be asked of the case whose session is shown: to run it again, and to hand it on as a command line
// or as a report for whoever can mend it.
#pragma once

#include "ui/bench/session_entry.h"

#include <QObject>

class QWidget;

namespace fg {

class RunStarter;
class Workbench;
struct WindowActions;

class ShownCaseCommands final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    ShownCaseCommands(const WindowActions &actions, Workbench &workbench, QWidget *window);

signals:
    // A run is about to start: what was told about earlier trouble is old.
    void starting();
    void told(const QString &text);

private:
    using RunCase = void (RunStarter::*)(AgentId agent, const CaseSpec &spec);

    // Which actions make sense now.
    void follow();
    void run(RunCase runCase);
    void copyCommand();
    void reportBug();
    // Null: the shown session is not one of a case.
    [[nodiscard]] EntryPtr shownCase() const;

    const WindowActions &m_actions;
    Workbench &m_workbench;
    QWidget *m_window;
};

} // namespace fg
