// What can be asked of the cases, carried out: from menus, buttons, the connect bar and the case tree.
#pragma once

#include "ui/bench/session_entry.h"
#include "ui/cases/cases_panel.h"
#include "ui/window/window_actions.h"

#include <QObject>

class QWidget;

namespace fg {

class ConnectBar;
class Workbench;

class CaseCommands final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    CaseCommands(const WindowActions &actions, Workbench &workbench, ConnectBar &bar, CasesPanel &panel,
                 QWidget *window);

    // Which of them make sense now.
    void follow();

signals:
    // A run is about to start: what was told about earlier trouble is old.
    void starting();
    void told(const QString &text);

private:
    void connectChecks();
    // False, and told: something runs.
    [[nodiscard]] bool mayStart();
    template <typename Run> void start(Run run);
    // The connect bar's target takes part, whatever else does.
    void runTarget();
    void askTimes();
    void connectShown();
    void stepThrough(const CaseSpec &spec);
    // The shown session, where it is one of a case.
    [[nodiscard]] EntryPtr shownCase() const;
    void copyCommand();
    void reportBug();

    const WindowActions &m_actions;
    Workbench &m_workbench;
    ConnectBar &m_bar;
    CasesPanel &m_panel;
    QWidget *m_window;
    unsigned m_times = 10; // as asked for last
};

} // namespace fg
