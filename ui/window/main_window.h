// The window: the connect bar on top, sessions and cases at the left, the wire log in the middle, the picked
// row at the right, and the panels about the shown session below. It shows what the engine derives and asks
// it for what a person wants.
#pragma once

#include "ui/bench/workbench.h"
#include "ui/window/window_actions.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QMainWindow>

class QDockWidget;
class QLabel;
class QTabWidget;

namespace fg {

class AgentsPanel;
class CaseCommands;
class CasesPanel;
class ComposePanel;
class ConnectBar;
class DetailPanel;
class Exporter;
class FileDesk;
class FindingsPanel;
class RecoveryBar;
class ReplayBar;
class ResultPanel;
class RunViews;
class SessionOpener;
class SessionPanel;
class SessionSaver;
class SessionsPanel;
class TroubleBanner;
class WireLogModel;
class WireLogPanel;
class WireLogView;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    // Takes layout and target from the settings of the application, and leaves them there when it closes.
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    // A file or folder, as if it were dropped on it. What is wrong with it is told in the window.
    void open(const QString &path);
    // What goes on aside from it.
    [[nodiscard]] BackgroundJobs &jobs() { return m_workbench.jobs(); }

    // As if typed.
    void setTarget(const QString &text);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeCentral();
    void makeDocks();
    QDockWidget *makeDock(const QString &name, const QString &title, QWidget *panel);
    QDockWidget *makePanelDock(const QString &name, const QString &title, SessionPanel *panel);
    void applyDefaultLayout();
    void connectBar();
    void connectAgents();
    void connectActions();
    void connectGoing();
    void connectWorkbench();
    void connectRunViews();
    void connectFiles();
    void connectSaving();
    void connectExports();
    void askToReplay(const EntryPtr &entry);
    void removeSession(const EntryPtr &entry);
    void restore();
    void save();

    // In the status bar, for a while.
    void tell(const QString &text);
    void showEntry();
    void followEntry();
    void followActions();
    void followTrouble();
    void showRow(int row);
    void composeAgain(int row);
    void bringForward(QDockWidget *dock);
    void startConnecting();
    void showTitle();
    void waitForGoodbye();
    [[nodiscard]] bool hasToStay();
    void showWriteFault(const Trouble &trouble);
    [[nodiscard]] bool waitsForEnds() const;

    Workbench m_workbench;
    WindowActions m_actions;
    ConnectBar *m_bar = nullptr;
    TroubleBanner *m_trouble = nullptr;
    WireLogPanel *m_logPanel = nullptr;
    WireLogModel *m_logModel = nullptr; // the panel's
    WireLogView *m_log = nullptr;
    DetailPanel *m_detail = nullptr;
    AgentsPanel *m_agentsPanel = nullptr;
    SessionsPanel *m_sessions = nullptr;
    CasesPanel *m_casesPanel = nullptr;
    CaseCommands *m_caseCommands = nullptr;
    ComposePanel *m_compose = nullptr;
    FindingsPanel *m_findings = nullptr;
    ResultPanel *m_result = nullptr;
    Exporter *m_exporter = nullptr;
    FileDesk *m_files = nullptr;
    SessionOpener *m_opener = nullptr;
    SessionSaver *m_saver = nullptr;
    RecoveryBar *m_recovery = nullptr;
    ReplayBar *m_replay = nullptr;
    QTabWidget *m_tabs = nullptr; // the wire log first
    RunViews *m_runViews = nullptr;
    QLabel *m_rowCount = nullptr;
    std::vector<SessionPanel *> m_panels;
    QList<QDockWidget *> m_docks;
    QList<QDockWidget *> m_panelDocks; // those of them that are tabs at the bottom
    QDockWidget *m_agentsDock = nullptr;
    QDockWidget *m_sessionsDock = nullptr;
    QDockWidget *m_casesDock = nullptr;
    QDockWidget *m_detailDock = nullptr;
    QDockWidget *m_composeDock = nullptr;
    QDockWidget *m_resultDock = nullptr;
    std::size_t m_shownFindings = 0;
    bool m_wasOpen = false; // the shown session, when last looked at
    QElapsedTimer m_leaving; // since the window was to close; not valid: it is not
    std::vector<EntryPtr> m_givenUp; // while it closes: what was just said not to be wanted
    bool m_waitsForFile = false; // to leave once it is written
};

} // namespace fg
