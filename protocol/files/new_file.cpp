#include "protocol/files/new_file.h"

#include "protocol/files/file_hold.h"
#include "protocol/wire/octets.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace fg {
namespace {

constexpr std::string_view partStart = "frameglass-";
constexpr std::string_view partEnd = ".part";
constexpr std::size_t partOctets = 12; // Of randomness: nobody meets the name by trying.
constexpr std::size_t partDigits = 2 * partOctets;

// A name can be taken by chance only once in 2^96 times. But a program that tidies up the folder may take the
// file before it is locked.
constexpr int mostTries = 16;

std::string randomPartName()
{
    std::array<std::byte, partOctets> random{};
    // It fails only for more octets than these, or without the system call.
    if (getentropy(random.data(), random.size()) != 0)
        return {};
    return std::string(partStart) + toHex(random) + std::string(partEnd);
}

int openFolder(const std::filesystem::path &place)
{
    const std::filesystem::path folder = place.has_parent_path() ? place.parent_path() : ".";
    return open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

bool isFileName(const std::string &name) { return !name.empty() && name != "." && name != ".."; }

} // namespace

bool isNameOf(int folder, const std::filesystem::path &name, int descriptor)
{
    struct stat named
    {
    };
    struct stat opened
    {
    };
    return fstatat(folder, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 && fstat(descriptor, &opened) == 0
        && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

NewFile::NewFile(Descriptor folder, std::string name, std::string placeName)
    : m_folder(std::move(folder))
    , m_name(std::move(name))
    , m_placeName(std::move(placeName))
{
}

NewFile::~NewFile()
{
    if (!isInPlace())
        remove();
}

int NewFile::create(mode_t mode)
{
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC;
    m_descriptor = Descriptor(openat(m_folder.number(), m_name.c_str(), flags, mode));
    if (!m_descriptor.isOpen())
        return errno;
    if (flock(m_descriptor.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return EBUSY;
    return isNameOf(m_folder.number(), m_name, m_descriptor.number()) ? 0 : EBUSY;
}

NewFile::Created NewFile::createAt(const std::filesystem::path &place, mode_t mode)
{
    const std::string name = place.filename().string();
    if (!isFileName(name))
        return EISDIR;
    NewFile file(Descriptor(openFolder(place)), name, name);
    if (!file.m_folder.isOpen())
        return errno;
    if (const int error = file.create(mode))
        return error;
    return file;
}

NewFile::Created NewFile::createBeside(const std::filesystem::path &place, mode_t mode)
{
    const std::string placeName = place.filename().string();
    if (!isFileName(placeName))
        return EISDIR;
    int error = 0;
    for (int tries = 0; tries < mostTries; ++tries) {
        NewFile file(Descriptor(openFolder(place)), randomPartName(), placeName);
        if (!file.m_folder.isOpen())
            return errno;
        if (file.m_name.empty())
            return ENOSYS;
        error = file.create(mode);
        if (error == 0)
            return file;
        if (error != EEXIST && error != EBUSY)
            break;
    }
    return error;
}

int NewFile::moveToPlace()
{
    if (!isNameOf(m_folder.number(), m_name, m_descriptor.number()))
        return ENOENT;
    if (renameat(m_folder.number(), m_name.c_str(), m_folder.number(), m_placeName.c_str()) != 0)
        return errno;
    m_name = m_placeName;
    return 0;
}

int NewFile::closingError() const
{
    // Closing any descriptor of the file reports them, and this one is still needed.
    const int copy = fcntl(m_descriptor.number(), F_DUPFD_CLOEXEC, 0);
    return copy < 0 || close(copy) != 0 ? errno : 0;
}

void NewFile::syncFolder() const
{
    const Descriptor folder(openat(m_folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen())
        static_cast<void>(fsync(folder.number()));
}

void NewFile::remove()
{
    if (m_descriptor.isOpen() && isNameOf(m_folder.number(), m_name, m_descriptor.number()))
        unlinkat(m_folder.number(), m_name.c_str(), 0);
}

bool isPartName(std::string_view name)
{
    if (name.size() != partStart.size() + partDigits + partEnd.size() || !name.starts_with(partStart)
        || !name.ends_with(partEnd))
        return false;
    return std::ranges::all_of(name.substr(partStart.size(), partDigits),
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void removeLeftParts(const std::filesystem::path &folder)
{
    std::error_code failure;
    std::filesystem::directory_iterator entries(folder, failure);
    for (; !failure && entries != std::filesystem::directory_iterator(); entries.increment(failure)) {
        const std::filesystem::path &path = entries->path();
        struct stat there
        {
        };
        if (!isPartName(path.filename().string()) || lstat(path.c_str(), &there) != 0
            || there.st_uid != geteuid())
            continue;
        if (const auto left = FileHold::tryLock(path))
            left->remove();
    }
}

} // namespace fg
