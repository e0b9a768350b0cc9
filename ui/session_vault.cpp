#include "ui/session_vault.h"

#include "protocol/session/session_file.h"
#include "protocol/session/session_reader.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QThreadPool>

#include <system_error>

namespace fg {

namespace {

// What is read of a file to say what it is.
constexpr std::size_t beginning = 64 * 1024;

// Nothing where it holds no connection: then there is nothing in it that anybody has seen.
std::optional<LeftOver> leftOverOf(const std::filesystem::path &path)
{
    std::shared_ptr<FileHold> hold = FileHold::take(path);
    if (!hold)
        return std::nullopt;
    auto read = SessionReader::open(path);
    if (auto *const opened = std::get_if<0>(&read)) {
        SessionReader &reader = **opened;
        while (reader.connections().empty() && reader.readSome(beginning)) { }
        if (!reader.connections().empty())
            return LeftOver{std::move(hold), reader.connections().front().heading, reader.size()};
    }
    hold->remove();
    return std::nullopt;
}

} // namespace

SessionVault::SessionVault(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
}

SessionVault::~SessionVault() { QThreadPool::globalInstance()->waitForDone(); }

LiveRecording SessionVault::begin(const SessionHeading &heading)
{
    const std::filesystem::path folder = m_folder.toStdString();
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return {.backing = {}, .fault = RecordingFault{folder.string(), failure.message()}};
    const QString name = QStringLiteral("%1-%2-%3.pcapng")
                             .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-hhmmss")))
                             .arg(QCoreApplication::applicationPid())
                             .arg(++m_begun);
    SessionFile::Created created =
        SessionFile::create(folder / name.toStdString(), SessionFile::Life::UntilEnd);
    if (auto *const fault = std::get_if<RecordingFault>(&created))
        return {.backing = {}, .fault = std::move(*fault)};
    return {.backing = std::get<0>(created)->addConnection(heading), .fault = {}};
}

void SessionVault::look()
{
    QThreadPool::globalInstance()->start([this, folder = m_folder] {
        const QDir dir(folder);
        std::vector<LeftOver> leftOvers;
        const QStringList names = dir.entryList({QStringLiteral("*.pcapng")}, QDir::Files, QDir::Name);
        for (const QString &name : names.mid(0, mostLeftOvers)) {
            if (auto leftOver = leftOverOf(dir.filePath(name).toStdString()))
                leftOvers.push_back(std::move(*leftOver));
        }
        // The destructor waits for this thread, so `this` is there.
        if (!leftOvers.empty())
            QMetaObject::invokeMethod(
                this, [this, leftOvers = std::move(leftOvers)] { emit found(leftOvers); },
                Qt::QueuedConnection);
    });
}

} // namespace fg
