// Drives a window as a user does: finds widgets by name and uses mouse and keyboard on them.
#pragma once

#include "ui/bench/agent_book.h"
#include "ui/window/main_window.h"

#include <QAbstractItemView>
#include <QListView>
#include <QtTest>

#include <memory>

class QDockWidget;
class QTcpSocket;

namespace fg {

// A time limit for steps that take long on a busy machine.
inline constexpr int longMilliseconds = 60'000;

class WindowDriver
{
public:
    WindowDriver(); // shows the window
    ~WindowDriver();

    [[nodiscard]] MainWindow &window() { return *m_window; }
    // Closes the window as by its button, waits until it has closed, and deletes it.
    void close();

    template <typename Widget> [[nodiscard]] Widget *find(const char *name) const
    {
        auto *widget = m_window->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("the window has no %s", name);
        return widget;
    }

    // A widget of the other perspective is made visible first, by the switch.
    void click(const char *button);
    // Presses a shortcut of the window.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier);
    // Goes to a perspective by its switch.
    void goTo(Perspective perspective);
    // Replaces the address by typing, in Connections.
    void typeTarget(const QString &text);
    // Makes a server the one against which cases run, by typing its address in Conformance.
    void typeServer(const QString &url);
    void clickCell(QAbstractItemView *view, const QModelIndex &index);
    void doubleClickCell(QAbstractItemView *view, const QModelIndex &index);
    // Shows a dock of the current perspective; others of this name are in the other perspective.
    void showTab(const char *dock);
    [[nodiscard]] QDockWidget *dock(const char *name) const;

    // The state of the session that Connections shows, as its tab says it, and whether it is a recording.
    [[nodiscard]] QString state() const;
    [[nodiscard]] QListView *tabs() const { return find<QListView>("sessionList"); }
    [[nodiscard]] int sessionCount() const { return tabs()->model()->rowCount(); }
    // The texts in the banner that say what failed and why; empty if the banner is hidden.
    [[nodiscard]] QString trouble() const;
    [[nodiscard]] QAbstractItemView *log() const { return find<QAbstractItemView>("wireLog"); }
    [[nodiscard]] QAbstractItemView *cases() const { return find<QAbstractItemView>("caseTree"); }
    // The first row of the wire log whose cells contain these texts; -1 if there is none.
    [[nodiscard]] int rowWith(const QString &direction, const QString &what, const QString &info = {}) const;
    // Finds a case by the start of its text, anywhere in the tree.
    [[nodiscard]] QModelIndex caseIndex(const QString &id) const;
    [[nodiscard]] QString verdictOf(const QString &id) const;

    // Checks these cases and no others.
    void checkOnly(const QStringList &ids);
    // Waits until no case runs.
    [[nodiscard]] bool waitForRun() const;
    // Runs these cases and waits until they have ended.
    void run(const QStringList &ids);
    [[nodiscard]] AgentBook &agents() const;

    // Starts server mode on free ports and returns the address for clients.
    [[nodiscard]] QString startServing();
    // Runs the checked cases by the button; goes to Conformance first.
    void pressRun();
    // Runs one case only against the server at this address.
    void runAgainst(const QString &id, const QString &url);

    // Triggers a menu entry with this text.
    void trigger(const QString &text);
    // Waits for the file dialog with this name and accepts `file` in it.
    void acceptFile(const char *dialog, const QString &file);
    // Drops a file or folder on the window.
    void drop(const QString &path);

    // Connects to the current target and waits until the connection is open.
    [[nodiscard]] bool connectNow();

private:
    void reveal(const QWidget *widget);

    std::unique_ptr<MainWindow> m_window;
};

// Lets `client` ask for its first case as a client under test; it sends nothing after that.
void askForCase(QTcpSocket &client, const QString &url);

} // namespace fg
