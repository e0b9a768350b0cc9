#include "ui/exporter.h"

#include "protocol/report/text_report.h"
#include "ui/settings_keys.h"
#include "ui/text.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>
#include <QThreadPool>

namespace fg {

// What the writing thread needs of an entry, which belongs to the window's thread.
struct Exporter::Job
{
    std::shared_ptr<const Session> log;
    std::optional<CaseResult> result;
    std::string title;
    std::chrono::system_clock::time_point started;

    [[nodiscard]] std::string text() const
    {
        return result ? textReport(*result) : textReport(*log, title, started);
    }
};

namespace {

// Null where it went well, else the system's words.
QString save(const QString &file, const std::string &text)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return out.errorString();
    out.write(text.data(), static_cast<qint64>(text.size()));
    return out.commit() ? QString() : out.errorString();
}

Trouble saveTrouble(const QString &file, const QString &reason)
{
    return {Exporter::tr("The file was not written.").toStdString(),
            Exporter::tr("%1: %2.").arg(QDir::toNativeSeparators(file), reason).toStdString(),
            Exporter::tr("Choose another folder, or make room and check that it may be written to.")
                .toStdString()};
}

QString proposedName(const EntryPtr &entry)
{
    if (entry->result)
        return toQString(reportFileName(*entry->result));
    QString name = toQString(entry->url.authority());
    for (QChar &character : name) {
        if (!character.isLetterOrNumber() && character != QLatin1Char('.'))
            character = QLatin1Char('-');
    }
    return QStringLiteral("session_%1.txt").arg(name);
}

QString startFolder()
{
    const QString folder = QSettings().value(settings_keys::exportFolder).toString();
    if (!folder.isEmpty() && QFileInfo(folder).isDir())
        return folder;
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

} // namespace

Exporter::Exporter(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

Exporter::~Exporter() { QThreadPool::globalInstance()->waitForDone(); }

void Exporter::exportText(const EntryPtr &entry)
{
    if (!entry)
        return;
    const Job job{entry->log, entry->result, "Frameglass - " + entry->url.text(), entry->started};
    auto *dialog =
        new QFileDialog(m_window, tr("Export text"), startFolder(), tr("Text (*.txt);;All files (*)"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("txt"));
    dialog->selectFile(proposedName(entry));
    connect(dialog, &QFileDialog::fileSelected, this, [this, job](const QString &file) { write(job, file); });
    dialog->show();
}

void Exporter::write(const Job &job, const QString &file)
{
    QSettings().setValue(settings_keys::exportFolder, QFileInfo(file).absolutePath());
    QThreadPool::globalInstance()->start([this, job, file] {
        const QString reason = save(file, job.text());
        // The destructor waits for this thread, so `this` is there.
        QMetaObject::invokeMethod(
            this,
            [this, file, reason] {
                if (reason.isNull())
                    emit written(file);
                else
                    emit failed(saveTrouble(file, reason));
            },
            Qt::QueuedConnection);
    });
}

} // namespace fg
