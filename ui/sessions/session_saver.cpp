#include "ui/sessions/session_saver.h"

#include "protocol/session/file/session_save.h"
#include "protocol/session/log/session_copy.h"
#include "protocol/text/escape.h"
#include "ui/base/background_jobs.h"
#include "ui/base/text.h"
#include "ui/sessions/export_source.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace fg {

struct SessionSaver::Job
{
    std::vector<EntryPtr> entries; // Used by the window's thread only.
    std::vector<SavedSession> sessions;
    std::vector<RowCount> rows; // Number of rows of each session when the job began.
    std::vector<std::uint64_t> notes; // changes of the notes on rows, in the same order
    QString file;
    Then then;
    QStringList leftOut; // Titles of the sessions that have discarded some of their octets.
    bool hasRun = false;
    bool wasStopped = false;
    std::optional<RecordingFault> fault;
};

namespace {

constexpr std::size_t mostNamed = 5;

SessionHeading headingOf(const SessionEntry &entry)
{
    SessionHeading heading = entry.heading;
    heading.role = entry.log->role();
    heading.started = entry.started;
    if (heading.url.empty() && !entry.url.host.empty())
        heading.url = entry.url.text();
    if (const CaseSpec *const spec = entry.spec()) {
        heading.agent = entry.agentName().toStdString();
        heading.caseId = spec->id;
    }
    return heading;
}

Trouble troubleOf(const QString &file, const RecordingFault &fault)
{
    return {"The session was not saved.",
            escaped(QDir::toNativeSeparators(file).toStdString()) + ": " + escaped(fault.reason) + '.',
            "Choose another folder, or free disk space and check that you may write to the folder."};
}

// A session file must have all octets of a session, so these sessions cannot be saved.
Trouble troubleOfDiscarded(const QStringList &titles)
{
    return {QStringLiteral("Not saved: %1").arg(titles.join(QStringLiteral(", "))).toStdString(),
            "A session that is not recorded keeps only its newest octets in memory, and the oldest were "
            "discarded.",
            "Export it instead: its rows are still there."};
}

QString namesOf(const std::vector<EntryPtr> &entries)
{
    QStringList lines;
    for (std::size_t i = 0; i < std::min(entries.size(), mostNamed); ++i) {
        // A file that was opened stays as it is, without what was noted since.
        const auto *const recording = entries[i]->as<Recording>();
        const bool isOnlyNotes = recording && !recording->isOnlyCopy();
        lines +=
            QStringLiteral("%1 (%2)").arg(entries[i]->title,
                                          isOnlyNotes ? QStringLiteral("the notes on its rows")
                                                      : quantity(entries[i]->summary.rows.value(), "row"));
    }
    if (entries.size() > mostNamed)
        lines += QStringLiteral("and %1 more").arg(entries.size() - mostNamed);
    return lines.join(QLatin1Char('\n'));
}

} // namespace

SessionSaver::SessionSaver(BackgroundJobs &jobs, QWidget *window)
    : QObject(window)
    , m_jobs(jobs)
    , m_window(window)
{
}

// --- saving ---

void SessionSaver::saveAs(const std::vector<EntryPtr> &entries, Then then)
{
    if (entries.empty())
        return;
    auto *dialog = new QFileDialog(
        m_window,
        entries.size() == 1 ? QStringLiteral("Save the session")
                            : QStringLiteral("Save %1").arg(quantity(entries.size(), "session")),
        exportFolder(), QStringLiteral("Session files, also for Wireshark (*.pcapng)"));
    dialog->setObjectName(QStringLiteral("saveSessionDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pcapng"));
    dialog->selectFile(fileNameFor(*entries.front()) + QStringLiteral(".pcapng"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, entries, then](const QString &file) { save(entries, file, then); });
    dialog->open();
}

void SessionSaver::save(const std::vector<EntryPtr> &entries, const QString &file, const Then &then)
{
    rememberExportFolder(file);
    auto job = std::make_shared<Job>();
    job->file = file;
    job->then = then;
    for (const EntryPtr &entry : entries) {
        if (entry->log->summary().hasDiscardedOctets) {
            job->leftOut += entry->title;
            continue;
        }
        job->entries.push_back(entry);
        job->sessions.push_back({entry->log, headingOf(*entry), entry->remarks()});
        job->rows.push_back(entry->log->rowCount());
        job->notes.push_back(entry->log->notes().changes());
    }
    if (job->entries.empty()) {
        emit failed(troubleOfDiscarded(job->leftOut));
        return;
    }
    m_jobs.start(
        QStringLiteral("Saving %1").arg(QFileInfo(file).fileName()), this,
        [job](BackgroundJobs::Progress &progress) {
            job->hasRun = true;
            job->fault =
                saveSessions(job->sessions, job->file.toStdString(), [&](RowCount done, RowCount all) {
                    return progress.mayContinue(done.value(), all.value());
                });
        },
        [this, job](const BackgroundJobs::Progress &progress) {
            job->wasStopped = progress.wasStopped();
            finish(*job);
        },
        BackgroundJobs::Kind::Writing);
}

void SessionSaver::finish(const Job &job)
{
    if (job.fault && !job.wasStopped) {
        emit failed(troubleOf(job.file, *job.fault));
        return;
    }
    if (job.fault || !job.hasRun) {
        emit statusMessage(QStringLiteral("Stopped. Nothing was saved."));
        return;
    }
    for (std::size_t i = 0; i < job.entries.size(); ++i) {
        job.entries[i]->noteSaved(job.rows[i], job.file, job.notes[i]);
        emit saved(job.entries[i]);
    }
    emit statusMessage(QStringLiteral("Saved: %1").arg(job.file));
    if (!job.leftOut.isEmpty())
        emit failed(troubleOfDiscarded(job.leftOut));
    else if (job.then)
        job.then();
}

// --- what would be lost ---

std::vector<EntryPtr> SessionSaver::unsavedOf(const std::vector<EntryPtr> &entries)
{
    std::vector<EntryPtr> unsaved;
    for (const EntryPtr &entry : entries) {
        entry->updateSummary();
        if (entry->isUnsaved())
            unsaved.push_back(entry);
    }
    return unsaved;
}

void SessionSaver::askAbout(const std::vector<EntryPtr> &unsaved, const QString &question, Decided decided)
{
    if (std::exchange(m_isAsking, true))
        return;
    auto *box = new QMessageBox(QMessageBox::Question, QStringLiteral("Not saved"), question,
                                QMessageBox::NoButton, m_window);
    box->setObjectName(QStringLiteral("unsavedQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        QStringLiteral("These sessions are not saved and will be lost:\n%1").arg(namesOf(unsaved)));
    auto *save = box->addButton(QStringLiteral("&Save…"), QMessageBox::AcceptRole);
    auto *discard = box->addButton(QStringLiteral("&Discard"), QMessageBox::DestructiveRole);
    box->setEscapeButton(box->addButton(QMessageBox::Cancel));
    box->setDefaultButton(save);
    connect(save, &QAbstractButton::clicked, this,
            [this, unsaved, decided] { saveAs(unsaved, [decided] { decided({}); }); });
    connect(discard, &QAbstractButton::clicked, this, [this, unsaved, decided] {
        m_isAsking = false;
        for (const EntryPtr &entry : unsaved) {
            if (auto *const recording = entry->as<Recording>())
                recording->discard();
        }
        decided(unsaved);
    });
    connect(box, &QObject::destroyed, this, [this] { m_isAsking = false; });
    box->open();
}

} // namespace fg
