// The main window: the connect bar is at the top, sessions and cases are at the left, the wire log is in the
// middle, the selected row at the right, and the panels about the shown session below. This class makes the
// parts and connects them with each other.
#pragma once

#include "ui/bench/workbench.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_panels.h"

#include <QMainWindow>

namespace fg {

class CentralArea;
class ConnectBar;
class Connecting;
class DockLayout;
class FileDesk;
class Navigation;
class SpecFiles;
class StatusLine;
class WindowClosing;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    // Reads layout and target from the settings of the application, and saves them there when it closes.
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

private:
    void makeToolBar();
    void makeShownSession();
    void makeConnecting();
    void makeCaseCommands();
    void makeFiles();
    void makeSavingAndClosing();
    // Shows the messages of the part in the status bar.
    template <typename Part> void showMessagesOf(const Part *part);
    // Shows the part's errors that are not about a connection in the banner.
    template <typename Part> void showFailuresOf(const Part *part);
    void restore();
    void save();

    // Members are destroyed before the window's children, so the workbench cannot call a destroyed child.
    Workbench m_workbench;
    WindowActions m_actions;
    WindowPanels m_panels;
    ConnectBar *m_bar;
    CentralArea *m_central = nullptr;
    DockLayout *m_docks = nullptr;
    StatusLine *m_status = nullptr;
    Navigation *m_navigation = nullptr;
    Connecting *m_connecting = nullptr;
    FileDesk *m_files = nullptr;
    WindowClosing *m_closing = nullptr;
};

} // namespace fg
