#include "ui/bench/session_vault.h"

#include "protocol/session/file/session_reader.h"
#include "ui/base/settings_keys.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSettings>

#include <algorithm>
#include <functional>
#include <limits>
#include <system_error>

namespace fg {

namespace {

// Octets that are read from a file to find its first connection.
constexpr std::size_t beginning = 64 * 1024;

// Octets; a file of this program is smaller before its first connection begins.
constexpr std::uint64_t largestUnused = 512;

// Matches the names that createFile() gives.
bool isOurName(const std::string &name)
{
    static const QRegularExpression pattern(QStringLiteral("^\\d{8}-\\d{6}-[0-9a-f]+-\\d+\\.pcapng$"));
    return pattern.match(QString::fromStdString(name)).hasMatch();
}

// The file was created, and its writer was killed before it wrote a connection.
bool isUnused(const std::filesystem::path &path, const SessionReader *reader)
{
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(path, unknown);
    if (unknown || size > largestUnused)
        return false;
    return size == 0 || (reader && !reader->damage() && reader->position() == size);
}

// Nullopt if the file holds no connection: nobody has seen anything that it holds.
std::optional<LeftOver> leftOverOf(const std::filesystem::path &path)
{
    std::shared_ptr<FileHold> hold = FileHold::tryLock(path);
    if (!hold)
        return std::nullopt;
    auto read = SessionReader::open(path);
    const auto *const opened = std::get_if<0>(&read);
    SessionReader *const reader = opened ? opened->get() : nullptr;
    while (reader && reader->connections().empty() && reader->readSome(beginning)) { }
    if (reader && !reader->connections().empty())
        return LeftOver{std::move(hold), reader->connections().front().heading, reader->size()};
    if (isOurName(path.filename().string()) && isUnused(path, reader))
        hold->remove();
    return std::nullopt;
}

QString nameOf(const LeftOver &leftOver)
{
    return QString::fromStdString(leftOver.hold->path().filename().string());
}

// Names of files, which nobody can guess, so that they say enough without their folder.
QStringList answeredNames() { return QSettings().value(settings_keys::answeredRecordings).toStringList(); }

QStringList earlierFolders()
{
    return QSettings().value(settings_keys::earlierFolders).toStringList().mid(0, SessionVault::mostFolders);
}

// Newest first: the names begin with the time.
QFileInfoList recordingsIn(const QStringList &folders)
{
    QFileInfoList files;
    for (const QString &folder : folders)
        files += QDir(folder).entryInfoList({QStringLiteral("*.pcapng")}, QDir::Files | QDir::NoSymLinks);
    std::ranges::sort(files, std::greater(), [](const QFileInfo &file) { return file.fileName(); });
    return files;
}

// Removes those of the answered files that are beyond the limits, and returns how many.
std::size_t removeExpired(const QFileInfoList &newestFirst, const QStringList &answered,
                          const Keeping &keeping)
{
    constexpr qint64 unlimited = std::numeric_limits<qint64>::max();
    const auto limitOf = [](int limit, qint64 unit) { return limit > 0 ? limit * unit : unlimited; };
    const QDateTime now = QDateTime::currentDateTime();
    std::size_t removed = 0;
    qint64 files = 0;
    qint64 octets = 0;
    for (const QFileInfo &file : newestFirst) {
        if (!isOurName(file.fileName().toStdString()) || !answered.contains(file.fileName()))
            continue;
        ++files;
        octets += file.size();
        if (files <= limitOf(keeping.files, 1) && octets <= limitOf(keeping.mebibytes, mebibyte)
            && file.lastModified().daysTo(now) <= limitOf(keeping.days, 1))
            continue;
        // One that is open, or that another program records into, stays.
        if (const auto hold = FileHold::tryLock(file.filePath().toStdString())) {
            hold->remove();
            ++removed;
        }
    }
    return removed;
}

struct Search
{
    std::vector<LeftOver> leftOvers;
    std::size_t expired = 0;
};

} // namespace

SessionVault::SessionVault(QString ownFolder, QObject *parent)
    : QObject(parent)
    , m_ownFolder(std::move(ownFolder))
{
}

void SessionVault::setFolder(const QString &folder)
{
    if (folder == m_folder)
        return;
    // The folder before may still have recordings; the new one is remembered when it is left.
    if (!m_folder.isEmpty()) {
        QStringList earlier = earlierFolders();
        earlier.removeAll(m_folder);
        earlier.prepend(m_folder);
        QSettings().setValue(settings_keys::earlierFolders, earlier.mid(0, mostFolders));
    }
    m_folder = folder;
}

SessionFile::Created SessionVault::createFile(const std::filesystem::path &folder)
{
    // Nobody can guess the name, and the files of programs that start in the same second differ.
    const QString name = QStringLiteral("%1-%2-%3.pcapng")
                             .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-hhmmss")))
                             .arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'))
                             .arg(++m_begun);
    return SessionFile::createTemporary(folder / name.toStdString(), leftFree);
}

LiveRecording SessionVault::begin(const SessionHeading &heading)
{
    const std::filesystem::path folder = (m_folder.isEmpty() ? m_ownFolder : m_folder).toStdString();
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return {.backing = {}, .fault = RecordingFault{folder.string(), failure.message()}};
    SessionFile::Created created = createFile(folder);
    // A program that is just starting may have mistaken the still empty file for one left behind, and taken
    // it.
    if (created.index() != 0)
        created = createFile(folder);
    if (auto *const fault = std::get_if<RecordingFault>(&created))
        return {.backing = {}, .fault = std::move(*fault)};
    const std::shared_ptr<SessionFile> &file = std::get<0>(created);
    std::erase_if(m_recorded, [](const Recorded &recorded) { return recorded.file.expired(); });
    m_recorded.push_back({heading, file});
    return {.backing = file->addConnection(heading), .fault = {}};
}

void SessionVault::keep(const SessionHeading &heading)
{
    for (const Recorded &recorded : m_recorded) {
        const std::shared_ptr<SessionFile> file = recorded.file.lock();
        if (file && recorded.heading == heading)
            file->keep();
    }
}

void SessionVault::describe(const SessionHeading &heading, const std::vector<NamedText> &remarks)
{
    for (const Recorded &recorded : m_recorded) {
        const std::shared_ptr<SessionFile> file = recorded.file.lock();
        if (!file || recorded.heading != heading)
            continue;
        // The session itself reports that its file can no longer be written.
        for (const NamedText &remark : remarks)
            static_cast<void>(file->addRemark(0, remark));
    }
}

void SessionVault::findLeftOvers(Wanted wanted)
{
    QStringList folders{m_ownFolder};
    for (const QString &folder : QStringList{m_folder} + earlierFolders()) {
        if (!folder.isEmpty() && !folders.contains(folder))
            folders += folder;
    }
    const auto search = [folders, wanted, answered = answeredNames(),
                         keeping = m_keeping](BackgroundJobs::Progress &progress) {
        Search found;
        const QFileInfoList files = recordingsIn(folders);
        // Who asks for all that is left loses nothing of it by asking.
        if (wanted == Wanted::Unanswered)
            found.expired = removeExpired(files, answered, keeping);
        for (const QFileInfo &file : files) {
            if (progress.wasStopped() || found.leftOvers.size() == mostLeftOvers)
                break;
            if (wanted == Wanted::Unanswered && answered.contains(file.fileName()))
                continue;
            if (auto leftOver = leftOverOf(file.filePath().toStdString()))
                found.leftOvers.push_back(std::move(*leftOver));
        }
        std::ranges::reverse(found.leftOvers);
        return found;
    };
    m_jobs.start(this, search, [this, wanted](const Search &result) {
        if (result.expired > 0)
            emit expired(result.expired);
        emit found(result.leftOvers, wanted);
    });
}

void SessionVault::noteAnswered(const std::vector<LeftOver> &leftOvers)
{
    QStringList names = answeredNames();
    for (const LeftOver &leftOver : leftOvers) {
        names.removeAll(nameOf(leftOver));
        names += nameOf(leftOver);
    }
    QSettings settings;
    settings.setValue(settings_keys::answeredRecordings,
                      names.mid(std::max<qsizetype>(0, names.size() - mostAnswers)));
    settings.sync();
}

} // namespace fg
