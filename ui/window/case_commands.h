// Runs cases: by menu, by button, from the connect bar and from the case tree; the checked ones, the picked
// one, all at once or step by step.
#pragma once

#include <QObject>

class QWidget;

namespace fg {

class CasesPanel;
class ConnectBar;
class Workbench;
struct CaseSpec;
struct WindowActions;

class CaseCommands final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    CaseCommands(const WindowActions &actions, Workbench &workbench, ConnectBar &bar, CasesPanel &panel,
                 QWidget *window);

signals:
    // A run is about to start: what was told about earlier trouble is old.
    void starting();
    void told(const QString &text);

private:
    void connectRuns();
    void connectSteps();
    void connectChecks();
    // Which actions make sense now.
    void follow();
    // False, and told: something runs.
    [[nodiscard]] bool mayStart();
    template <typename Run> void start(Run run);
    // The connect bar's target takes part, whatever else does.
    void runTarget();
    void askTimes();
    void stepThrough(const CaseSpec &spec);

    const WindowActions &m_actions;
    Workbench &m_workbench;
    ConnectBar &m_bar;
    CasesPanel &m_panel;
    QWidget *m_window;
    unsigned m_times = 10; // as asked for last
};

} // namespace fg
