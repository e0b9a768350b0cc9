#include "ui/sessions/session_opener.h"

#include "protocol/report/import/session_import.h"
#include "protocol/text/escape.h"
#include "ui/base/background_jobs.h"
#include "ui/base/text.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace fg {

// A file that is being read. Only the window's thread uses `entries`; the reading thread writes `opened`.
struct SessionOpener::Reading
{
    QString path;
    QString name; // Name of the file, escaped.
    std::shared_ptr<FileHold> hold; // Holds a recovered recording; null for other files.
    // What it is here is what it stays if the job is stopped before it begins.
    OpenedFile opened{.sessions = {}, .error = {}, .notes = {}, .wasStopped = true, .isWhole = false};
    std::vector<EntryPtr> entries;
};

namespace {

constexpr std::string_view higherLimit =
    "To read more of it, raise the limit (Memory for files, in the File menu) and open it again.";

constexpr qsizetype longestTitle = 200;
constexpr qsizetype longestName = 40;

EntryPtr entryOf(const OpenedSession &session, const QString &path, const std::shared_ptr<FileHold> &hold)
{
    auto entry = std::make_shared<SessionEntry>();
    entry->title = shortened(toQString(escaped(session.facts.title)), longestTitle);
    const auto url = parseWebSocketUrl(session.facts.url);
    if (const auto *const parsed = std::get_if<WebSocketUrl>(&url))
        entry->url = *parsed;
    entry->log = session.session;
    entry->heading = session.heading;
    entry->started = session.facts.started.value_or(std::chrono::system_clock::time_point());
    entry->kind = Recording{.file = path, .isRead = false, .isWhole = false, .hold = hold, .remarks = {}};
    return entry;
}

} // namespace

SessionOpener::SessionOpener(BackgroundJobs &jobs, QObject *parent)
    : QObject(parent)
    , m_jobs(jobs)
{
}

bool SessionOpener::canOpen(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const char *const ours : {"pcapng", "har", "ndjson"}) {
        if (suffix == QLatin1String(ours))
            return true;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    constexpr qint64 beginning = 4096;
    const QByteArray start = file.read(beginning);
    return start.startsWith("\n\r\r\n") || importFormatOf(start.toStdString()).has_value();
}

void SessionOpener::open(const QString &path)
{
    auto reading = std::make_shared<Reading>();
    reading->path = path;
    reading->name = toQString(escaped(QFileInfo(path).fileName().toStdString()));
    start(reading);
}

void SessionOpener::reopen(const LeftOver &leftOver)
{
    auto reading = std::make_shared<Reading>();
    reading->path = toQString(leftOver.hold->path().string());
    reading->name = QStringLiteral("recovered");
    reading->hold = leftOver.hold;
    start(reading);
}

void SessionOpener::start(const std::shared_ptr<Reading> &reading)
{
    const auto work = [this, reading, memory = m_fileMemory](BackgroundJobs::Progress &progress) {
        OpeningWatch watch;
        watch.found = [&](const OpenedSession &session) {
            progress.inWindow([this, reading, session] { addEntry(*reading, session); });
        };
        watch.mayContinue = [&](std::uint64_t done, std::uint64_t all) {
            return progress.mayContinue(done, all);
        };
        reading->opened = openSessions(reading->path.toStdString(), watch, memory);
    };
    m_jobs.start(QStringLiteral("Opening %1").arg(shortened(reading->name, longestName)), this, work,
                 [this, reading](const BackgroundJobs::Progress &) { finish(*reading); });
}

void SessionOpener::addEntry(Reading &reading, const OpenedSession &session)
{
    const EntryPtr entry = entryOf(session, reading.path, reading.hold);
    reading.entries.push_back(entry);
    // The number tells apart several connections to one server in the same file.
    entry->title =
        QStringLiteral("%1 %2  %3")
            .arg(shortened(reading.name, longestName), QString::number(reading.entries.size()), entry->title);
    emit found(entry);
    if (reading.entries.size() == 1)
        emit foundFirst(entry);
}

void SessionOpener::finish(const Reading &reading)
{
    const OpenedFile &opened = reading.opened;
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
        auto &recording = *reading.entries[i]->as<Recording>();
        recording.isRead = true;
        recording.isWhole = opened.isWhole && opened.sessions.size() == 1;
        recording.read = opened.readOf(opened.sessions[i]);
        recording.remarks = opened.sessions[i].remarks;
        reading.entries[i]->takeRemarks(recording.remarks);
        emit finished(reading.entries[i]);
    }
    if (reading.hold && opened.isWhole && reading.entries.size() == 1)
        emit statusMessage(
            QStringLiteral(
                "Reopened: %1. The recording is kept until you save it or remove it from the list.")
                .arg(reading.entries.front()->title));
    else if (reading.hold)
        emit failed(troubleOfPart(reading));
    else
        reportOutcome(reading);
}

// The recording stays on disk, because saving the reopened part would not save all of it.
Trouble SessionOpener::troubleOfPart(const Reading &reading)
{
    std::string why = "It has several connections.";
    if (reading.opened.error || reading.opened.wasStopped)
        why = reading.opened.error.value_or("Reading was stopped.");
    if (reading.entries.empty())
        return {"The recording was not reopened.", why,
                "It is kept, and is offered again at the next start."};
    if (reading.opened.hasReachedLimit)
        why += ' ' + std::string(higherLimit);
    return {"The recording was reopened only in part.", why,
            "The whole recording is kept, even if this part is saved, and is offered again at the next "
            "start."};
}

void SessionOpener::reportOutcome(const Reading &reading)
{
    const OpenedFile &opened = reading.opened;
    const QString sessions = quantity(reading.entries.size(), "session");
    std::string why = opened.error.value_or(std::string());
    for (const std::string &note : opened.notes)
        why += (why.empty() ? "" : "\n") + note;
    if (!why.empty()) {
        const QString what = reading.entries.empty() ? QStringLiteral("%1 was not opened.").arg(reading.name)
            : opened.hasReachedLimit
            ? QStringLiteral("%1 was opened in part, because of a limit: %2.").arg(reading.name, sessions)
            : opened.error
            ? QStringLiteral("%1 is damaged: %2 opened up to the damage.").arg(reading.name, sessions)
            : QStringLiteral("%1 was opened: %2.").arg(reading.name, sessions);
        emit failed({what.toStdString(), why, std::string(opened.hasReachedLimit ? higherLimit : "")});
        return;
    }
    if (opened.wasStopped && reading.entries.empty()) {
        emit statusMessage(QStringLiteral("Stopped. Nothing of %1 was opened.").arg(reading.name));
        return;
    }
    emit statusMessage((opened.wasStopped
                            ? QStringLiteral("Stopped. The part of %1 that was read is kept: %2.")
                            : QStringLiteral("Opened %1: %2."))
                           .arg(reading.name, sessions));
}

} // namespace fg
