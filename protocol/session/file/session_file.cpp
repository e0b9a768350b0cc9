#include "protocol/session/file/session_file.h"

#include "protocol/files/link_target.h"
#include "protocol/session/file/connection_recorder.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/text/product.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace fg {
namespace {

// The interval for checking that the file still exists and that the disk has room left. Writing to a removed
// file would succeed.
constexpr std::chrono::milliseconds checkInterval{200};
constexpr mode_t ownersOnly = 0600; // Recordings may contain credentials.

RecordingFault faultOf(const std::filesystem::path &path, int error)
{
    return {path.string(), std::generic_category().message(error)};
}

// Free octets of the disk with the file that programs without privileges may use; the largest number if the
// system does not tell.
std::uint64_t freeOctets(int descriptor)
{
    struct statvfs disk
    {
    };
    return fstatvfs(descriptor, &disk) == 0 ? std::uint64_t{disk.f_bavail} * disk.f_frsize : UINT64_MAX;
}

int writeAll(int descriptor, OctetView octets, std::uint64_t position)
{
    while (!octets.empty()) {
        const ssize_t count = pwrite(descriptor, octets.data(), octets.size(), static_cast<off_t>(position));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : EIO;
        position += static_cast<std::uint64_t>(count);
        octets = octets.subspan(static_cast<std::size_t>(count));
    }
    return 0;
}

} // namespace

class SessionFile::Turn
{
public:
    explicit Turn(SessionFile &file)
        : m_file(file)
    {
        std::unique_lock lock(m_file.m_mutex);
        m_file.m_turnEnded.wait(lock, [this] { return !m_file.m_isTaken; });
        m_file.m_isTaken = true;
    }
    ~Turn()
    {
        {
            const std::lock_guard lock(m_file.m_mutex);
            m_file.m_isTaken = false;
        }
        m_file.m_turnEnded.notify_one();
    }
    Turn(const Turn &) = delete;
    Turn &operator=(const Turn &) = delete;

private:
    SessionFile &m_file;
};

namespace {

// Why a user's older file cannot be replaced by a recording.
std::optional<RecordingFault> faultOfOlder(const std::filesystem::path &path)
{
    struct stat older
    {
    };
    if (lstat(path.c_str(), &older) != 0)
        return faultOf(path, errno);
    if (S_ISDIR(older.st_mode))
        return faultOf(path, EISDIR);
    if (!S_ISREG(older.st_mode))
        return RecordingFault{path.string(), "Not a regular file"};
    if (access(path.c_str(), R_OK | W_OK) != 0)
        return faultOf(path, errno);
    return std::nullopt;
}

bool isTaken(const NewFile::Created &made)
{
    const int *const error = std::get_if<int>(&made);
    return error && *error == EEXIST;
}

} // namespace

SessionFile::Created SessionFile::create(const std::filesystem::path &named, NamedBy namedBy)
{
    std::error_code failure;
    const std::filesystem::path path = namedBy == NamedBy::User ? linkTarget(named, failure) : named;
    if (failure)
        return RecordingFault{named.string(), failure.message()};
    NewFile::Created made = NewFile::createAt(path, ownersOnly);
    if (!isTaken(made))
        return begin(path, std::move(made), Life::Kept, 0, nullptr);
    std::shared_ptr<FileHold> older;
    if (namedBy == NamedBy::User) {
        if (std::optional<RecordingFault> fault = faultOfOlder(path))
            return *fault;
        older = FileHold::tryLock(path);
        if (!older)
            return faultOf(path, EBUSY);
    } else if (std::filesystem::is_directory(std::filesystem::symlink_status(path, failure))) {
        return faultOf(path, EISDIR);
    }
    return begin(path, NewFile::createBeside(path, ownersOnly), Life::Kept, 0, std::move(older));
}

SessionFile::Created SessionFile::createTemporary(const std::filesystem::path &path, std::uint64_t leaveFree)
{
    return begin(path, NewFile::createAt(path, ownersOnly), Life::UntilEnd, leaveFree, nullptr);
}

SessionFile::Created SessionFile::createBeside(const std::filesystem::path &place)
{
    return begin(place, NewFile::createBeside(place, ownersOnly), Life::UntilEnd, 0, nullptr);
}

SessionFile::Created SessionFile::begin(const std::filesystem::path &path, NewFile::Created made, Life life,
                                        std::uint64_t leaveFree, std::shared_ptr<FileHold> older)
{
    if (const int *const error = std::get_if<int>(&made))
        return faultOf(path, *error);
    std::shared_ptr<SessionFile> file(
        new SessionFile(path, std::get<NewFile>(std::move(made)), life, leaveFree));
    file->m_waitsForOctets = life == Life::Kept && !file->m_file.isInPlace();
    file->m_older = std::move(older);
    OctetBuffer section;
    pcapng::appendSection(section, productToken());
    const Appended appended = file->append(section);
    if (const auto *const fault = std::get_if<RecordingFault>(&appended)) {
        // Nothing useful is in it.
        file->m_isKept = false;
        return *fault;
    }
    return file;
}

SessionFile::SessionFile(std::filesystem::path path, NewFile file, Life life, std::uint64_t leaveFree)
    : m_path(std::move(path))
    , m_file(std::move(file))
    , m_isKept(life == Life::Kept)
    , m_leaveFree(leaveFree)
    , m_pages(m_file.descriptor())
{
}

SessionFile::~SessionFile()
{
    if (!m_isKept)
        m_file.remove();
}

SessionBacking SessionFile::addConnection(const SessionHeading &heading)
{
    std::uint32_t number = 0;
    {
        // The number and the blocks are written in one turn, because readers number the interfaces in the
        // order of the file.
        const Turn turn(*this);
        number = static_cast<std::uint32_t>(m_started.size());
        m_started.push_back(epochTime(heading.started));
        [[maybe_unused]] const Appended appended = appendInTurn(beginningOf(number, heading));
    }
    auto store =
        std::make_unique<FileOctetStore>(std::shared_ptr<const PagedFile>(shared_from_this(), &m_pages),
                                         number, FileOctetStore::Use::Recording);
    auto recorder = std::make_unique<ConnectionRecorder>(shared_from_this(), *store, number, heading);
    return {.store = std::move(store),
            .recorder = std::move(recorder),
            .notes = [file = shared_from_this(), number](RowNumber row, const std::string &text) {
                // Whether the file can still be written is said by the session.
                (void)file->addNote(number, row, text);
            }};
}

std::optional<RecordingFault> SessionFile::addRemark(std::uint32_t connection, const NamedText &remark)
{
    JournalWriter entry(epochTime(std::chrono::system_clock::now()), remark.first + ": " + remark.second);
    entry.add("FG_REMARK", remark.first).add("FG_TEXT", remark.second);
    return addAside(connection, std::move(entry));
}

std::optional<RecordingFault> SessionFile::addNote(std::uint32_t connection, RowNumber row,
                                                   const std::string &text)
{
    // It is also a remark, as which programs read it that know no notes.
    const std::string name = "note on row " + std::to_string(row.value());
    JournalWriter entry(epochTime(std::chrono::system_clock::now()), name + ": " + text);
    entry.add("FG_REMARK", name).add("FG_NOTE_ROW", row.value()).add("FG_TEXT", text);
    return addAside(connection, std::move(entry));
}

std::optional<RecordingFault> SessionFile::addAside(std::uint32_t connection, JournalWriter entry)
{
    const Turn turn(*this);
    entry.add("FG_CONNECTION", connection);
    // Where recordings are joined, several connections have the same number.
    if (connection < m_started.size())
        entry.add("FG_OF", m_started[connection]);
    OctetBuffer block;
    pcapng::appendJournal(block, entry.octets());
    const Appended appended = appendInTurn(block);
    const auto *const fault = std::get_if<RecordingFault>(&appended);
    return fault ? std::optional(*fault) : std::nullopt;
}

SessionFile::Appended SessionFile::append(OctetView octets, Holds holds)
{
    const Turn turn(*this);
    return appendInTurn(octets, holds);
}

SessionFile::Appended SessionFile::appendInTurn(OctetView octets, Holds holds)
{
    if (m_fault)
        return *m_fault;
    m_fault = checkFile();
    if (m_fault)
        return *m_fault;
    if (const int error = writeAndPlace(octets, holds)) {
        // A part of a block would be useless, so it is removed.
        [[maybe_unused]] const int cut = ftruncate(m_file.descriptor(), static_cast<off_t>(m_size));
        m_fault = faultOf(m_path, error);
        return *m_fault;
    }
    return m_size.fetch_add(octets.size());
}

// The older file is replaced only once the new one holds something in its place.
int SessionFile::writeAndPlace(OctetView octets, Holds holds)
{
    if (const int error = writeAll(m_file.descriptor(), octets, m_size))
        return error;
    if (!m_waitsForOctets || holds == Holds::Entries)
        return 0;
    if (const int error = m_file.moveToPlace())
        return error;
    m_waitsForOctets = false;
    m_older.reset();
    return 0;
}

// Checks that the file still exists and may continue to grow.
std::optional<RecordingFault> SessionFile::checkFile()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_checkedAt < checkInterval)
        return std::nullopt;
    m_checkedAt = now;
    struct stat state
    {
    };
    if (fstat(m_file.descriptor(), &state) != 0)
        return faultOf(m_path, errno);
    if (state.st_nlink == 0 || static_cast<std::uint64_t>(state.st_size) < m_size)
        return faultOf(m_path, ENOENT);
    if (m_leaveFree > 0 && freeOctets(m_file.descriptor()) < m_leaveFree)
        return RecordingFault{
            m_path.string(),
            "fewer than " + std::to_string(m_leaveFree / mebibyte)
                + " MiB are free on the disk, and this space is reserved for other programs"};
    return std::nullopt;
}

std::optional<RecordingFault> SessionFile::sync()
{
    // Other threads can write during this call.
    const int error = fsync(m_file.descriptor()) != 0 ? errno : 0;
    const Turn turn(*this);
    if (!m_fault && error != 0)
        m_fault = faultOf(m_path, error);
    return m_fault;
}

std::optional<RecordingFault> SessionFile::moveToPlace()
{
    const Turn turn(*this);
    if (!m_fault) {
        if (const int error = m_file.moveToPlace())
            m_fault = faultOf(m_path, error);
    }
    if (m_fault)
        return m_fault;
    m_file.syncFolder();
    m_isKept = true;
    return std::nullopt;
}

} // namespace fg
