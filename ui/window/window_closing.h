// Decides when the window may close: after all files are written, after the user has said whether unsaved
// sessions are to be saved, and after the peers have answered the close frames or a time limit has passed.
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
    // All arguments must outlive this object.
    WindowClosing(Workbench &workbench, SessionSaver &saver, StatusLine &status, QWidget *window);

    // Call this when the window is asked to close. If it returns false the window stays open for now; it
    // closes by itself later unless the user has to answer a question first or cancelClosing() is called.
    [[nodiscard]] bool mayClose();
    // Closes the window without a question, for when the program is asked to end and perhaps nobody is there
    // to answer. Live sessions that are not saved stay in their files, which the next start offers. It does
    // not wait for files that are being written: what they are made of is kept.
    void closeUnasked();
    // The file that the window waited for was not written: the window no longer closes by itself.
    void cancelClosing();

signals:
    // The window will close: open connections are closed and runs are ended from now on.
    void leaving();

private:
    [[nodiscard]] bool waitsForFile();
    [[nodiscard]] bool asksAboutUnsaved();
    [[nodiscard]] bool mustWaitForEnds() const;
    void waitForEnds();
    void keepUnsaved();

    Workbench &m_workbench;
    SessionSaver &m_saver;
    StatusLine &m_status;
    QWidget *m_window;
    bool m_mayAsk = true;
    bool m_waitsForFile = false; // The window closes once the file is written.
    std::vector<EntryPtr> m_discarded; // Sessions that the user has just discarded.
    QElapsedTimer m_leaving; // Time since leaving() was emitted; not valid before that.
};

} // namespace fg
