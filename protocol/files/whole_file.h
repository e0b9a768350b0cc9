// A file that is there as a whole or not at all: written beside its place and then moved there; a symbolic
// link stays one. What is there and no regular file (a pipe, a device) is written into.
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
    std::string file; // as the user would name it: escape it
    std::string reason; // in the system's words

    [[nodiscard]] std::string sentence() const; // escaped
};

// A file's buffer that remembers why it could not be written: its stream only knows that.
class FileBuffer final : public std::filebuf
{
public:
    [[nodiscard]] int error() const { return m_error; } // errno, or 0
    bool openForWriting(const std::filesystem::path &path);
    bool closeWritten();

private:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char *characters, std::streamsize count) override;
    int sync() override;
    // Of what was just done; errno was 0 before.
    bool note(bool done);

    int m_error = 0;
};

// Who may read a new file.
enum class FileReaders : std::uint8_t {
    Usual, // of a new file, as the user's settings have it; of one that is replaced, as before
    OwnerOnly, // what may hold credentials
};

class WholeFile
{
public:
    explicit WholeFile(std::filesystem::path path, FileReaders readers = FileReaders::Usual);
    ~WholeFile(); // leaves nothing behind of what was not committed
    WholeFile(const WholeFile &) = delete;
    WholeFile &operator=(const WholeFile &) = delete;

    // Write here; errors show in commit().
    [[nodiscard]] std::ostream &stream() { return m_stream; }
    // Once, at the end. An older regular file of the name is replaced.
    [[nodiscard]] std::optional<FileError> commit();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_partPath; // m_path itself where that is no regular file
    FileBuffer m_buffer;
    std::ostream m_stream{&m_buffer};
    bool m_wasOpened = false;
    bool m_committed = false;
};

// Why a file of the name could not be written, found out without leaving anything behind. Pipes and devices
// are not tried: opening one may have an effect, or wait for a reader.
[[nodiscard]] std::optional<FileError> whyNotWritable(const std::filesystem::path &path);

// A small file at once.
[[nodiscard]] std::optional<FileError> writeWholeFile(const std::filesystem::path &path,
                                                      std::string_view text);

} // namespace fg
