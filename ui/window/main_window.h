// The window: the connect bar on top, sessions and cases at the left, the wire log in the middle, the picked
// row at the right, and the panels about the shown session below. It shows what the engine derives and asks
// it for what a person wants. This class makes the parts and tells each what it must know of the others.
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
    void makeToolBar();
    void makeShownSession();
    void makeConnecting();
    void makeCaseCommands();
    void makeFiles();
    void makeSavingAndClosing();
    // What it tells goes into the status bar.
    template <typename Part> void hear(const Part *part);
    // What went wrong with something other than a connection goes into the banner.
    template <typename Part> void hearFaults(const Part *part);
    void restore();
    void save();

    // Gone before the window's children are: none of them is called by it while they go.
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
