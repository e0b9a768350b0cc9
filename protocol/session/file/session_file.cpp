#include "protocol/session/file/session_file.h"

#include "protocol/session/file/connection_recorder.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/text/product.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace fg {
namespace {

// The interval for checking that the file still exists and that the disk has room left. Writing to a removed
// file would succeed.
constexpr std::chrono::milliseconds checkInterval{200};
constexpr std::size_t copyPart = 256 * 1024;
constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr mode_t ownersOnly = 0600; // Recordings may contain credentials.

RecordingFault faultOf(const std::filesystem::path &path, int error)
{
    return {path.string(), std::generic_category().message(error)};
}

class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] int release() { return std::exchange(m_number, -1); }

private:
    int m_number;
};

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

SessionFile::Created SessionFile::create(const std::filesystem::path &path, Life life,
                                         std::uint64_t leaveFree)
{
    Descriptor descriptor(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, ownersOnly));
    if (descriptor.number() < 0)
        return faultOf(path, errno);
    // The file is locked before it is emptied, because another program may be using it.
    if (flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0)
        return faultOf(path, errno == EWOULDBLOCK ? EBUSY : errno);
    // The file may have been removed before it was locked.
    struct stat status
    {
    };
    if (fstat(descriptor.number(), &status) != 0 || ftruncate(descriptor.number(), 0) != 0
        || fchmod(descriptor.number(), ownersOnly) != 0)
        return faultOf(path, errno);
    if (status.st_nlink == 0)
        return faultOf(path, ENOENT);
    std::shared_ptr<SessionFile> file(new SessionFile(path, descriptor.release(), life, leaveFree));
    OctetBuffer section;
    pcapng::appendSection(section, productToken());
    const Appended appended = file->append(section);
    if (const auto *const fault = std::get_if<RecordingFault>(&appended))
        return *fault;
    return file;
}

SessionFile::SessionFile(std::filesystem::path path, int descriptor, Life life, std::uint64_t leaveFree)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
    , m_life(life)
    , m_leaveFree(leaveFree)
    , m_pages(descriptor)
{
}

SessionFile::~SessionFile()
{
    std::error_code ignored;
    if (m_life == Life::UntilEnd)
        std::filesystem::remove(m_path, ignored);
    close(m_descriptor);
}

SessionBacking SessionFile::addConnection(const SessionHeading &heading)
{
    std::uint32_t number = 0;
    {
        // The number and the blocks are written in one turn, because readers number the interfaces in the
        // order of the file.
        const Turn turn(*this);
        number = m_connections++;
        [[maybe_unused]] const Appended appended = appendInTurn(beginningOf(number, heading));
    }
    auto store =
        std::make_unique<FileOctetStore>(std::shared_ptr<const PagedFile>(shared_from_this(), &m_pages),
                                         number, FileOctetStore::Use::Recording);
    auto recorder = std::make_unique<ConnectionRecorder>(shared_from_this(), *store, number, heading);
    return {std::move(store), std::move(recorder)};
}

std::optional<RecordingFault> SessionFile::addRemark(std::uint32_t connection, const NamedText &remark)
{
    JournalWriter entry(epochTime(std::chrono::system_clock::now()), remark.first + ": " + remark.second);
    entry.add("FG_CONNECTION", connection).add("FG_REMARK", remark.first).add("FG_TEXT", remark.second);
    OctetBuffer block;
    pcapng::appendJournal(block, entry.octets());
    const Appended appended = append(block);
    const auto *const fault = std::get_if<RecordingFault>(&appended);
    return fault ? std::optional(*fault) : std::nullopt;
}

SessionFile::Appended SessionFile::append(OctetView octets)
{
    const Turn turn(*this);
    return appendInTurn(octets);
}

SessionFile::Appended SessionFile::appendInTurn(OctetView octets)
{
    if (m_fault)
        return *m_fault;
    m_fault = checkFile();
    if (m_fault)
        return *m_fault;
    if (const int error = writeAll(m_descriptor, octets, m_size)) {
        // A part of a block would be useless, so it is removed.
        [[maybe_unused]] const int cut = ftruncate(m_descriptor, static_cast<off_t>(m_size));
        m_fault = faultOf(m_path, error);
        return *m_fault;
    }
    return m_size.fetch_add(octets.size());
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
    if (fstat(m_descriptor, &state) != 0)
        return faultOf(m_path, errno);
    if (state.st_nlink == 0 || static_cast<std::uint64_t>(state.st_size) < m_size)
        return faultOf(m_path, ENOENT);
    if (m_leaveFree > 0 && freeOctets(m_descriptor) < m_leaveFree)
        return RecordingFault{
            m_path.string(),
            "fewer than " + std::to_string(m_leaveFree / mebibyte)
                + " MiB are free on the disk, and this space is reserved for other programs"};
    return std::nullopt;
}

std::optional<RecordingFault> SessionFile::sync()
{
    // Other threads can write during this call.
    const int error = fsync(m_descriptor) != 0 ? errno : 0;
    const Turn turn(*this);
    if (!m_fault && error != 0)
        m_fault = faultOf(m_path, error);
    return m_fault;
}

std::optional<RecordingFault> SessionFile::copyTo(const std::filesystem::path &path) const
{
    const std::uint64_t end = size();
    std::filesystem::path part = path;
    part += ".part";
    const Descriptor copy(open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, ownersOnly));
    int error = copy.number() < 0 ? errno : 0;
    OctetBuffer buffer(copyPart);
    for (std::uint64_t at = 0; error == 0 && at < end;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(end - at, buffer.size()));
        const std::size_t count = m_pages.read(at, std::span(buffer).first(wanted));
        error = count == 0 ? EIO : writeAll(copy.number(), OctetView(buffer).first(count), at);
        at += count;
    }
    if (error == 0 && fsync(copy.number()) != 0)
        error = errno;
    std::error_code failure(error, std::generic_category());
    if (!failure)
        std::filesystem::rename(part, path, failure);
    if (!failure)
        return std::nullopt;
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return RecordingFault{path.string(), failure.message()};
}

} // namespace fg
