#include "ui/bench/session_vault.h"

#include "protocol/session/file/session_reader.h"

#include <QDateTime>
#include <QDir>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <algorithm>
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

} // namespace

SessionVault::SessionVault(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
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
    const std::filesystem::path folder = m_folder.toStdString();
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

void SessionVault::findLeftOvers()
{
    const auto search = [folder = m_folder](BackgroundJobs::Progress &progress) {
        const QDir dir(folder);
        std::vector<LeftOver> leftOvers;
        // The names begin with the time.
        const QStringList names = dir.entryList({QStringLiteral("*.pcapng")}, QDir::Files | QDir::NoSymLinks,
                                                QDir::Name | QDir::Reversed);
        for (const QString &name : names) {
            if (progress.wasStopped() || leftOvers.size() == mostLeftOvers)
                break;
            if (auto leftOver = leftOverOf(dir.filePath(name).toStdString()))
                leftOvers.push_back(std::move(*leftOver));
        }
        std::ranges::reverse(leftOvers);
        return leftOvers;
    };
    m_jobs.start(this, search, [this](const std::vector<LeftOver> &leftOvers) { emit found(leftOvers); });
}

} // namespace fg
