// A window with a person at it: finds widgets by name and uses mouse and keyboard on them.
#pragma once

#include "ui/bench/agent_book.h"
#include "ui/window/main_window.h"

#include <QAbstractItemView>
#include <QtTest>

#include <memory>

class QTcpSocket;

namespace fg {

// For what takes a busy machine a while.
inline constexpr int longMilliseconds = 60'000;

class WindowDriver
{
public:
    WindowDriver(); // shows the window
    ~WindowDriver();

    [[nodiscard]] MainWindow &window() { return *m_window; }
    // The window closed as by its button, with everything that this takes; nothing is left of it.
    void close();

    template <typename Widget> [[nodiscard]] Widget *find(const char *name) const
    {
        auto *widget = m_window->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("the window has no %s", name);
        return widget;
    }

    void click(const char *button);
    // A shortcut of the window.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier);
    // Replaces the target by typing.
    void typeTarget(const QString &text);
    void clickCell(QAbstractItemView *view, const QModelIndex &index);
    void doubleClickCell(QAbstractItemView *view, const QModelIndex &index);
    void showTab(const char *dock);

    [[nodiscard]] QString state() const;
    // What the banner says is wrong, and why; empty: there is none.
    [[nodiscard]] QString trouble() const;
    [[nodiscard]] QAbstractItemView *log() const { return find<QAbstractItemView>("wireLog"); }
    [[nodiscard]] QAbstractItemView *cases() const { return find<QAbstractItemView>("caseTree"); }
    // The first row of the wire log whose cells contain these texts; -1: none.
    [[nodiscard]] int rowWith(const QString &direction, const QString &what, const QString &info = {}) const;
    // By the start of its text, wherever in the tree.
    [[nodiscard]] QModelIndex caseIndex(const QString &id) const;
    [[nodiscard]] QString verdictOf(const QString &id) const;

    // Checks these cases and no others.
    void checkOnly(const QStringList &ids);
    // Until no case is under way.
    [[nodiscard]] bool waitForRun() const;
    // These cases, to their end.
    void run(const QStringList &ids);
    [[nodiscard]] AgentBook &agents() const;

    // Server mode on free ports; returns the address for clients.
    [[nodiscard]] QString startServing();
    // One case, against the server at that address and no other.
    void runAgainst(const QString &id, const QString &url);

    // An entry of a menu, by its text.
    void trigger(const QString &text);
    // A file dialog, by its name, as soon as it is there.
    void acceptFile(const char *dialog, const QString &file);
    // A file or folder let go over the window.
    void drop(const QString &path);

    // Connects to whatever the target is and waits until it is open.
    [[nodiscard]] bool connectNow();

private:
    std::unique_ptr<MainWindow> m_window;
};

// A client under test that asks for its first case, and then says nothing more.
void askForCase(QTcpSocket &client, const QString &url);

} // namespace fg
