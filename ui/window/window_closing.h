// Whether the window may close: not before what is being written is written, before somebody has said what
// becomes of sessions that would be lost, and before the peers have had their time for a goodbye.
#pragma once

#include "ui/bench/session_entry.h"

#include <QElapsedTimer>
#include <QObject>

#include <vector>

class QWidget;

namespace fg {

class SessionSaver;
class StatusLine;
class Workbench;

class WindowClosing final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it.
    WindowClosing(Workbench &workbench, SessionSaver &saver, StatusLine &status, QWidget *window);

    // Somebody wants the window closed. False: it stays for now, and closes by itself unless somebody has to
    // answer first or stay() is called.
    [[nodiscard]] bool mayClose();
    // What the window waited for has not become what was hoped for.
    void stay();

signals:
    // Nothing keeps the window any more: connections and runs come to their ends from here on.
    void leaving();

private:
    [[nodiscard]] bool waitsForFile();
    [[nodiscard]] bool asksAboutUnsaved();
    [[nodiscard]] bool waitsForEnds() const;
    void waitForGoodbye();

    Workbench &m_workbench;
    SessionSaver &m_saver;
    StatusLine &m_status;
    QWidget *m_window;
    bool m_waitsForFile = false; // to leave once it is written
    std::vector<EntryPtr> m_givenUp; // what was just said not to be wanted
    QElapsedTimer m_leaving; // since it began; not valid: it has not
};

} // namespace fg
