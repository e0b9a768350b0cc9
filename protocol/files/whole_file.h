// Writes a file that is there either as a whole or not at all: it is written beside its place and then moved
// there. A symbolic link stays a link. Anything other than a regular file, for example a pipe or a device, is
// written into.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace fg {

struct FileError
{
    std::string file; // As the user would name it: escape it.
    std::string reason; // In the system's words.

    [[nodiscard]] std::string sentence() const; // Escaped.
};

// A file buffer that remembers why the file could not be written; its stream only knows that it could not.
class FileBuffer final : public std::filebuf
{
public:
    [[nodiscard]] int error() const { return m_error; } // errno, or 0.
    bool openForWriting(const std::filesystem::path &path);
    bool closeWritten();

private:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char *characters, std::streamsize count) override;
    int sync() override;
    // Notes errno after a failed operation; errno was 0 before it.
    bool note(bool done);

    int m_error = 0;
};

// Who may read a file that is written.
enum class FileReaders : std::uint8_t {
    Usual, // For a new file, as the user's settings say; for a replaced one, as before.
    OwnerOnly, // For files that may contain credentials.
};

class WholeFile
{
public:
    explicit WholeFile(std::filesystem::path path, FileReaders readers = FileReaders::Usual);
    ~WholeFile(); // Removes everything that was not committed.
    WholeFile(const WholeFile &) = delete;
    WholeFile &operator=(const WholeFile &) = delete;

    // The stream to write to; commit() reports its errors.
    [[nodiscard]] std::ostream &stream() { return m_stream; }
    // Call it once, at the end. It replaces an older regular file with this name.
    [[nodiscard]] std::optional<FileError> commit();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_partPath; // m_path itself if it is not a regular file.
    FileBuffer m_buffer;
    std::ostream m_stream{&m_buffer};
    bool m_wasOpened = false;
    bool m_committed = false;
};

// Why a file with this name could not be written; checking it leaves nothing behind. Pipes and devices are
// not opened, because that may have an effect or wait for a reader.
[[nodiscard]] std::optional<FileError> whyNotWritable(const std::filesystem::path &path);

// Writes a small file at once.
[[nodiscard]] std::optional<FileError> writeWholeFile(const std::filesystem::path &path,
                                                      std::string_view text);

} // namespace fg
