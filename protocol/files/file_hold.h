// A lock on a session file that was left behind. As long as the object exists, none of our other programs
// opens the file again or writes to it. The lock of a killed program is released.
#pragma once

#include "protocol/files/descriptor.h"

#include <filesystem>
#include <memory>

namespace fg {

class FileHold
{
public:
    // Null if the path does not lead to a regular file, or leads to it through a link, or another program has
    // locked the file because it records into the file or holds it.
    [[nodiscard]] static std::shared_ptr<FileHold> tryLock(const std::filesystem::path &path);
    FileHold(const FileHold &) = delete;
    FileHold &operator=(const FileHold &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // Removes the file, unless another file has its name now. Programs that have opened it can continue to
    // read it.
    void remove();

private:
    FileHold(std::filesystem::path path, Descriptor descriptor);

    const std::filesystem::path m_path;
    const Descriptor m_descriptor;
};

} // namespace fg
