// Runs cases by menu, by button and from the case tree: all cases, the checked ones or the selected one, at
// full speed or step by step. Asks once about each host that is not this machine.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

class QWidget;

namespace fg {

class CasesPanel;
class Workbench;
struct CaseSpec;
struct WindowActions;

class CaseCommands final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object.
    CaseCommands(const WindowActions &actions, Workbench &workbench, CasesPanel &panel, QWidget *window);

signals:
    // A run is about to start: messages about earlier trouble are out of date.
    void starting();
    // A person has allowed cases against one more host.
    void hostsAllowed();
    void statusMessage(const QString &text);

private:
    void connectRuns();
    void connectSteps();
    void connectChecks();
    // Enables the actions that make sense now.
    void updateActions();
    // Returns false, and emits statusMessage(), while cases run.
    [[nodiscard]] bool mayStart();
    template <typename Run> void start(Run run);
    void askAboutHosts(const QStringList &hosts, const std::function<void()> &agree);
    void askTimes();
    void stepThrough(const CaseSpec &spec);

    const WindowActions &m_actions;
    Workbench &m_workbench;
    CasesPanel &m_panel;
    QWidget *m_window;
    unsigned m_times = 10; // The number that the user entered last.
};

} // namespace fg
