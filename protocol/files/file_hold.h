// A session file that was left behind, held as long as this lives: no other program of ours takes it up or
// writes to it. A program that is killed holds nothing any more.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

namespace fg {

class FileHold
{
public:
    // Null: it is not there, or somebody has it: a program that records into it, or one that holds it.
    [[nodiscard]] static std::shared_ptr<FileHold> take(const std::filesystem::path &path);
    ~FileHold();
    FileHold(const FileHold &) = delete;
    FileHold &operator=(const FileHold &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // Takes the file away. Whoever has it open goes on reading it.
    void remove();

private:
    FileHold(std::filesystem::path path, int descriptor);

    const std::filesystem::path m_path;
    const int m_descriptor;
};

} // namespace fg
