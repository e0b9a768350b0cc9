#include "protocol/files/file_hold.h"

#include "protocol/files/new_file.h"

#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace fg {

std::shared_ptr<FileHold> FileHold::tryLock(const std::filesystem::path &path)
{
    // A pipe must not make us wait for its other end.
    constexpr int flags = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    // On a network file system an exclusive lock needs a descriptor that can write.
    Descriptor descriptor(open(path.c_str(), O_RDWR | flags));
    if (!descriptor.isOpen())
        descriptor = Descriptor(open(path.c_str(), O_RDONLY | flags));
    struct stat opened
    {
    };
    if (!descriptor.isOpen() || fstat(descriptor.number(), &opened) != 0 || !S_ISREG(opened.st_mode)
        || flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0)
        return nullptr;
    return std::shared_ptr<FileHold>(new FileHold(path, std::move(descriptor)));
}

FileHold::FileHold(std::filesystem::path path, Descriptor descriptor)
    : m_path(std::move(path))
    , m_descriptor(std::move(descriptor))
{
}

void FileHold::remove()
{
    if (isNameOf(AT_FDCWD, m_path, m_descriptor.number()))
        unlink(m_path.c_str());
}

} // namespace fg
