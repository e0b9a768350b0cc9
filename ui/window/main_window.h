// The main window: a switch between two perspectives, Connections and Conformance, each of which has the
// whole window. This class makes the parts and connects them with each other.
#pragma once

#include "ui/base/preferences.h"
#include "ui/bench/workbench.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_panels.h"

#include <QMainWindow>
#include <QTimer>

namespace fg {

class ConnectBar;
class ConnectionsPage;
class ConformancePage;
class Connecting;
class FileDesk;
class Navigation;
class Perspectives;
class Recovery;
class RecoveryBar;
class ReplayBar;
class RunViews;
class SessionBar;
class SessionStrip;
class SpecFiles;
class StatusLine;
class TroubleBanner;
class WindowClosing;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    // Reads layout, target and history from the settings of the application. What a person enters or arranges
    // is saved there soon after it has changed, so that a program that is killed loses nothing of it.
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    // Opens a file or folder as if it were dropped on the window. Errors are shown in the window.
    void open(const QString &path);
    // The most octets of memory that what is read of each file of sessions may take, instead of the setting.
    void setFileMemory(std::uint64_t octets);
    // The work in the background.
    [[nodiscard]] BackgroundJobs &jobs() { return m_workbench.jobs(); }

    // Closes the window without a question; what is not saved is offered again at the next start.
    void closeUnasked();

    // Sets the target as if it were typed.
    void setTarget(const QString &text);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void moveEvent(QMoveEvent *event) override;

private:
    void makeSettings();
    void makePerspectives();
    void makeShownSession();
    void makeConnecting();
    void makeCaseCommands();
    void makeFiles();
    void makeSavingAndClosing();
    // Shows the messages of the part in the status bar.
    template <typename Part> void showMessagesOf(const Part *part);
    // Shows the part's errors that are not about a connection in the banner.
    template <typename Part> void showFailuresOf(const Part *part);
    void saveWhenChanged();
    void restore();
    // What a person has entered: history, targets, checked cases, what was sent.
    void saveEntered();
    // How a person has arranged the window.
    void saveArranged();
    void saveArrangedSoon();
    void save();

    PreferenceBook m_preferences;
    // Members are destroyed before the window's children, so the workbench cannot call a destroyed child.
    Workbench m_workbench;
    WindowActions m_actions;
    WindowPanels m_panels;
    ConnectBar *m_bar;
    SessionStrip *m_strip;
    SessionBar *m_sessionBar;
    RecoveryBar *m_recovery;
    TroubleBanner *m_trouble;
    ReplayBar *m_replay;
    Perspectives *m_perspectives = nullptr;
    RunViews *m_runViews = nullptr;
    StatusLine *m_status = nullptr;
    Navigation *m_navigation = nullptr;
    Connecting *m_connecting = nullptr;
    FileDesk *m_files = nullptr;
    Recovery *m_recovering = nullptr;
    WindowClosing *m_closing = nullptr;
    QTimer m_saving; // runs while something entered is to be saved
    QTimer m_savingLayout; // runs while something arranged is to be saved
};

} // namespace fg
