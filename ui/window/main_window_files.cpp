// What the window does with files of sessions: opens them, saves, exports and replays them, and lets none get
// lost.
#include "ui/window/main_window.h"

#include "protocol/report/view/row_selection.h"
#include "ui/cases/agents_panel.h"
#include "ui/connect/connect_bar.h"
#include "ui/log/wire_log_model.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/exporter.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/sessions/replay_bar.h"
#include "ui/sessions/replay_dialog.h"
#include "ui/sessions/session_opener.h"
#include "ui/sessions/session_saver.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/file_desk.h"
#include "ui/window/trouble_banner.h"

#include <QAction>
#include <QTabWidget>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// The rows of these lines, which may be millions, with those that are folded under them.
void addRows(const WireLogModel &model, int first, int last, std::vector<RowRange> &ranges)
{
    if (model.outline().isPlain()) {
        ranges.push_back({static_cast<RowNumber>(first), static_cast<RowNumber>(last)});
        return;
    }
    const auto add = [&](RowNumber row) {
        if (!ranges.empty() && ranges.back().last + 1 == row)
            ranges.back().last = row;
        else
            ranges.push_back({row, row});
    };
    for (int line = first; line <= last; ++line) {
        const LogOutline::Line at = model.outlineAt(line);
        add(at.row);
        if (at.kind == LogOutline::Line::Kind::Message && !at.isUnfolded)
            std::ranges::for_each(model.outline().partsOf(static_cast<std::size_t>(line)), add);
    }
}

// Nullopt: none are.
std::optional<RowSelection> pickedRows(const WireLogView &log, const WireLogModel &model)
{
    std::vector<RowRange> ranges;
    for (const QItemSelectionRange &range : log.selectionModel()->selection())
        addRows(model, range.top(), range.bottom(), ranges);
    return ranges.empty() ? std::nullopt : std::optional(RowSelection(std::move(ranges)));
}

} // namespace

void MainWindow::connectFiles()
{
    m_opener = new SessionOpener(m_workbench.jobs(), this);
    connect(m_opener, &SessionOpener::found, &m_workbench, &Workbench::addRecording);
    connect(m_opener, &SessionOpener::begun, this, [this](const EntryPtr &first) {
        m_workbench.show(first);
        m_tabs->setCurrentWidget(m_logPanel);
        bringForward(m_sessionsDock);
    });
    connect(m_opener, &SessionOpener::settled, &m_workbench, &Workbench::settled);
    connect(m_opener, &SessionOpener::told, this, &MainWindow::tell);
    connect(m_opener, &SessionOpener::failed, m_trouble, &TroubleBanner::showFault);
    m_files = new FileDesk(m_workbench, *m_runViews, *m_opener, m_actions, this);
    connect(m_files, &FileDesk::told, this, &MainWindow::tell);
    connect(m_files, &FileDesk::failed, m_trouble, &TroubleBanner::showFault);
    connect(m_agentsPanel, &AgentsPanel::serveWanted, m_files, &FileDesk::showServing);
}

void MainWindow::open(const QString &path) { m_files->open(path); }

void MainWindow::connectSaving()
{
    m_saver = new SessionSaver(m_workbench.jobs(), this);
    connect(m_saver, &SessionSaver::told, this, &MainWindow::tell);
    connect(m_saver, &SessionSaver::failed, this, &MainWindow::showWriteFault);
    connect(m_saver, &SessionSaver::saved, &m_workbench, &Workbench::settled);
    const auto saveAs = [this](const EntryPtr &entry) { m_saver->saveAs({entry}); };
    connect(m_sessions, &SessionsPanel::saveWanted, this, saveAs);
    connect(m_actions.saveSession, &QAction::triggered, this,
            [this, saveAs] { saveAs(m_workbench.shown()); });
    connect(m_sessions, &SessionsPanel::removeWanted, this, &MainWindow::removeSession);
    connect(&m_workbench, &Workbench::recordingStopped, m_trouble, &TroubleBanner::showFault);
    connect(&m_workbench.vault(), &SessionVault::found, m_recovery, &RecoveryBar::offer);
    connect(m_recovery, &RecoveryBar::reopenWanted, this, [this](const std::vector<LeftOver> &leftOvers) {
        for (const LeftOver &leftOver : leftOvers)
            m_opener->reopen(leftOver);
    });
    m_workbench.vault().look();
}

void MainWindow::connectExports()
{
    const auto exportEntry = [this](const EntryPtr &entry) {
        const bool isShown = entry == m_workbench.shown();
        m_exporter->exportEntry(entry, isShown ? pickedRows(*m_log, *m_logModel) : std::nullopt);
    };
    connect(m_actions.exportSession, &QAction::triggered, this,
            [this, exportEntry] { exportEntry(m_workbench.shown()); });
    connect(m_sessions, &SessionsPanel::exportWanted, this, exportEntry);
    connect(m_exporter, &Exporter::told, this, &MainWindow::tell);
    connect(m_exporter, &Exporter::failed, this, &MainWindow::showWriteFault);
    connect(m_actions.replay, &QAction::triggered, this, [this] { askToReplay(m_workbench.shown()); });
    connect(m_sessions, &SessionsPanel::replayWanted, this, &MainWindow::askToReplay);
    connect(&m_workbench, &Workbench::rowsDue, m_replay, &ReplayBar::follow);
    connect(&m_workbench.jobs(), &BackgroundJobs::changed, this, [this] {
        if (m_waitsForFile && !m_workbench.jobs().isWriting())
            close();
    });
}

void MainWindow::askToReplay(const EntryPtr &entry)
{
    if (!entry)
        return;
    auto *dialog = new ReplayDialog(entry, m_bar->request().to.text(), this);
    connect(dialog, &ReplayDialog::replayWanted, this, [this, dialog] {
        m_trouble->clear();
        m_tabs->setCurrentWidget(m_logPanel);
        m_workbench.replay(dialog->recorded(), dialog->request(), dialog->settings());
    });
    dialog->show();
}

void MainWindow::removeSession(const EntryPtr &entry)
{
    const std::vector<EntryPtr> unsaved = SessionSaver::unsavedOf({entry});
    if (unsaved.empty())
        m_workbench.remove(entry);
    else
        m_saver->askAbout(unsaved, tr("Remove the session from the list?"),
                          [this, entry](const auto &) { m_workbench.remove(entry); });
}

// Something would be lost: then the person is asked, or what is written is waited for. What a killed program
// left behind stays where it is.
bool MainWindow::hasToStay()
{
    // What is being written may be what would be asked about.
    m_waitsForFile = m_workbench.jobs().isWriting();
    const std::vector<EntryPtr> givenUp = std::exchange(m_givenUp, {});
    if (m_waitsForFile) {
        tell(tr("The window closes when the file is written. Cancel gives this up: %1")
                 .arg(m_workbench.jobs().title()));
        return true;
    }
    std::vector<EntryPtr> unsaved = SessionSaver::unsavedOf(m_workbench.book().entries());
    std::erase_if(unsaved, [&](const EntryPtr &entry) {
        return !entry->isLive() || std::ranges::find(givenUp, entry) != givenUp.end();
    });
    if (unsaved.empty())
        return false;
    const auto settled = [this, givenUp](const std::vector<EntryPtr> &alsoGivenUp) {
        m_givenUp = givenUp;
        m_givenUp.insert(m_givenUp.end(), alsoGivenUp.begin(), alsoGivenUp.end());
        close();
    };
    m_saver->askAbout(unsaved, tr("Close the window?"), settled);
    return true;
}

// Nobody has read yet that it was not written.
void MainWindow::showWriteFault(const Trouble &trouble)
{
    m_waitsForFile = false;
    m_trouble->showFault(trouble);
}

} // namespace fg
