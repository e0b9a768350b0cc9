// A lock on a session file that was left behind. As long as the object exists, none of our other programs
// opens the file again or writes to it. The lock of a killed program is released.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

namespace fg {

class FileHold
{
public:
    // Null if the file does not exist or another program has locked it because it records into the file or
    // holds it.
    [[nodiscard]] static std::shared_ptr<FileHold> tryLock(const std::filesystem::path &path);
    ~FileHold();
    FileHold(const FileHold &) = delete;
    FileHold &operator=(const FileHold &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // Removes the file. Programs that have opened it can continue to read it.
    void remove();

private:
    FileHold(std::filesystem::path path, int descriptor);

    const std::filesystem::path m_path;
    const int m_descriptor;
};

} // namespace fg
