// The commands for the case whose session is shown: run it again, copy it as a command line, and write a bug
// report about it.
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
    // All arguments must outlive this object.
    ShownCaseCommands(const WindowActions &actions, Workbench &workbench, QWidget *window);

signals:
    // A run is about to start: messages about earlier trouble are out of date.
    void starting();
    void statusMessage(const QString &text);

private:
    using RunCase = void (RunStarter::*)(AgentId agent, const CaseSpec &spec);

    // Enables the actions that make sense now.
    void updateActions();
    void run(RunCase runCase);
    void copyCommand();
    void reportBug();
    // Null if the shown session is not that of a case.
    [[nodiscard]] EntryPtr shownCase() const;

    const WindowActions &m_actions;
    Workbench &m_workbench;
    QWidget *m_window;
};

} // namespace fg
