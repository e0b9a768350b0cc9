#include "protocol/files/file_hold.h"

#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace fg {

std::shared_ptr<FileHold> FileHold::tryLock(const std::filesystem::path &path)
{
    // On a network file system an exclusive lock needs a descriptor that can write.
    int descriptor = open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return nullptr;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        close(descriptor);
        return nullptr;
    }
    return std::shared_ptr<FileHold>(new FileHold(path, descriptor));
}

FileHold::FileHold(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

FileHold::~FileHold() { close(m_descriptor); }

void FileHold::remove()
{
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

} // namespace fg
