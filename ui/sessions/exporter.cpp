#include "ui/sessions/exporter.h"

#include "protocol/files/whole_file.h"
#include "protocol/report/export/session_export.h"
#include "ui/base/background_jobs.h"
#include "ui/base/text.h"
#include "ui/sessions/export_dialog.h"

#include <QFileDialog>
#include <QFileInfo>

namespace fg {

struct Exporter::Job
{
    ExportSource source;
    ExportFormat format{};
    ExportOptions options;
    QString file;
    std::optional<FileError> error;
    bool wasStopped = true; // Also true if it was stopped before it began.

    void run(BackgroundJobs::Progress &progress)
    {
        WholeFile out(file.toStdString(), readersOf(options.secrets));
        const RowCount all = source.log->rowCount();
        options.mayContinue = [&](RowCount done) {
            return out.stream().good() && progress.mayContinue(done.value(), all.value());
        };
        options.failed = [this](const RecordingFault &fault) { error = FileError{fault.file, fault.reason}; };
        const ExportedSession exported = source.exported();
        exportSessions(out.stream(), format, std::span(&exported, 1), options);
        wasStopped = progress.wasStopped();
        // A file that is not committed is removed.
        if (!wasStopped && !error)
            error = out.commit();
    }
};

Exporter::Exporter(BackgroundJobs &jobs, QWidget *window)
    : QObject(window)
    , m_jobs(jobs)
    , m_window(window)
{
}

void Exporter::exportEntry(const EntryPtr &entry, std::optional<RowSelection> picked)
{
    if (!entry)
        return;
    auto *dialog = new ExportDialog(exportSourceOf(*entry), entry->title, std::move(picked), m_window);
    connect(dialog, &ExportDialog::exportRequested, this,
            [this, dialog, entry] { chooseFile(dialog, entry); });
    dialog->show();
}

void Exporter::chooseFile(ExportDialog *dialog, const EntryPtr &entry)
{
    const ExportFormatInfo &info = infoOf(dialog->format());
    const QString ending = toQString(info.ending);
    auto *files =
        new QFileDialog(dialog, QStringLiteral("Export"), exportFolder(),
                        QStringLiteral("%1 (*.%2);;All files (*)").arg(toQString(info.name), ending));
    files->setObjectName(QStringLiteral("exportFileDialog"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setDefaultSuffix(ending);
    files->selectFile(fileNameFor(*entry) + QLatin1Char('.') + ending);
    const auto job = std::make_shared<Job>();
    job->source = exportSourceOf(*entry);
    job->format = dialog->format();
    job->options = dialog->options();
    connect(files, &QFileDialog::fileSelected, this, [this, dialog, job](const QString &file) {
        job->file = file;
        write(job);
        dialog->close();
    });
    files->show();
}

void Exporter::write(const std::shared_ptr<Job> &job)
{
    rememberExportFolder(job->file);
    m_jobs.start(
        QStringLiteral("Writing %1").arg(QFileInfo(job->file).fileName()), this,
        [job](BackgroundJobs::Progress &progress) { job->run(progress); },
        [this, job](const BackgroundJobs::Progress &) { reportResult(*job); }, BackgroundJobs::Kind::Writing);
}

void Exporter::reportResult(const Job &job)
{
    if (job.error)
        emit failed(
            {"The file was not written.", job.error->sentence(),
             "Choose another folder, or free disk space and check that you may write to the folder."});
    else if (job.wasStopped)
        emit statusMessage(QStringLiteral("Stopped. Nothing was written."));
    else
        emit statusMessage(QStringLiteral("Written: %1").arg(job.file));
}

} // namespace fg
