#include "ui/window/window_closing.h"

#include "ui/bench/workbench.h"
#include "ui/sessions/session_saver.h"
#include "ui/window/status_line.h"

#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// How long the window waits for peers to answer our close frame, and for cases to end.
constexpr int goodbyeMilliseconds = 1'500;
constexpr int endMilliseconds = 10'000;

} // namespace

WindowClosing::WindowClosing(Workbench &workbench, SessionSaver &saver, StatusLine &status, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_saver(saver)
    , m_status(status)
    , m_window(window)
{
    connect(&workbench.jobs(), &BackgroundJobs::changed, this, [this] {
        if (m_waitsForFile && !m_workbench.jobs().isWriting())
            m_window->close();
    });
}

// Sends a close frame on open connections, and ends and records what runs. The window closes when the peers
// have answered or the time limit has passed; if the user closes it once more, it closes at once.
bool WindowClosing::mayClose()
{
    if (!m_leaving.isValid()) {
        // The file is waited for first: it may be one that saves an unsaved session.
        if (m_mayAsk && (waitsForFile() || asksAboutUnsaved()))
            return false;
        emit leaving();
        m_leaving.start();
        m_workbench.closeAll();
        if (mustWaitForEnds()) {
            waitForEnds();
            return false;
        }
    }
    m_workbench.bench().endNow();
    return true;
}

void WindowClosing::closeUnasked()
{
    m_mayAsk = false;
    keepUnsaved();
    m_window->close();
}

void WindowClosing::keepUnsaved()
{
    for (const EntryPtr &entry : m_workbench.book().entries()) {
        entry->updateSummary();
        const auto *const live = entry->as<LiveConnection>();
        if (live && entry->summary.rows > live->savedRows)
            m_workbench.vault().keep(entry->heading);
    }
}

void WindowClosing::cancelClosing() { m_waitsForFile = false; }

bool WindowClosing::waitsForFile()
{
    m_waitsForFile = m_workbench.jobs().isWriting();
    if (m_waitsForFile) {
        m_discarded.clear();
        m_status.showMessage(
            QStringLiteral("The window closes when the file is written. Press Cancel to stop this: %1")
                .arg(m_workbench.jobs().title()));
    }
    return m_waitsForFile;
}

// Only live sessions are asked about: recovered recordings are still on disk at the next start.
bool WindowClosing::asksAboutUnsaved()
{
    const std::vector<EntryPtr> discarded = std::exchange(m_discarded, {});
    std::vector<EntryPtr> unsaved = SessionSaver::unsavedOf(m_workbench.book().entries());
    std::erase_if(unsaved, [&](const EntryPtr &entry) {
        return !entry->is<LiveConnection>() || std::ranges::find(discarded, entry) != discarded.end();
    });
    if (unsaved.empty())
        return false;
    const auto whenDecided = [this, discarded](const std::vector<EntryPtr> &alsoDiscarded) {
        m_discarded = discarded;
        m_discarded.insert(m_discarded.end(), alsoDiscarded.begin(), alsoDiscarded.end());
        m_window->close();
    };
    m_saver.askAbout(unsaved, QStringLiteral("Close the window?"), whenDecided);
    return true;
}

bool WindowClosing::mustWaitForEnds() const
{
    const qint64 waited = m_leaving.elapsed();
    return (m_workbench.hasOpenSessions() && waited < goodbyeMilliseconds)
        || (m_workbench.hasCasesRunning() && waited < endMilliseconds);
}

void WindowClosing::waitForEnds()
{
    m_window->setEnabled(false);
    m_status.announce(m_workbench.hasCasesRunning() ? QStringLiteral("Ending the running cases.")
                                                    : QStringLiteral("Closing the open connections."));
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this, timer] {
        if (mustWaitForEnds())
            return;
        timer->stop();
        m_window->close();
    });
    timer->start(10);
}

} // namespace fg
