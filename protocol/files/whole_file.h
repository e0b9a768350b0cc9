// Writes a file that is there either as a whole or not at all: it is written beside its place under a name
// that nobody can guess (new_file.h), and then moved there. If the user has named it, a symbolic link stays a
// link, and anything other than a regular file, for example a pipe or a device, is written into.
#pragma once

#include "protocol/files/new_file.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct FileError
{
    std::string file; // As the user would name it: escape it.
    std::string reason; // In the system's words.

    [[nodiscard]] std::string sentence() const; // Escaped.
};

// Writes to a descriptor, and remembers why that was not possible; its stream only knows that it was not.
// After an error nothing more is written.
class FileBuffer final : public std::streambuf
{
public:
    FileBuffer();

    // The descriptor must stay open as long as something is written.
    void writeTo(int descriptor) { m_descriptor = descriptor; }
    void fail(int error);
    // False if something could not be written.
    [[nodiscard]] bool flush();
    [[nodiscard]] int error() const { return m_error; } // errno, or 0.

private:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char *characters, std::streamsize count) override;
    int sync() override;
    [[nodiscard]] bool write(const char *characters, std::size_t count);

    int m_descriptor = -1;
    int m_error = 0;
    std::vector<char> m_waiting;
};

// Who may read a file that is written.
enum class FileReaders : std::uint8_t {
    Usual, // For a new file, as the user's settings say; for a replaced one, as before.
    OwnerOnly, // For files that may contain credentials.
};

// Who chose the name of a file, and so what may have the name already.
enum class NamedBy : std::uint8_t {
    User, // A link is followed; a pipe or device is written into.
    // The program, after a case or an agent, in a folder. Others may be able to guess the name: whatever has
    // it is replaced, also a link or a pipe. Only a folder is an error.
    Program,
};

class WholeFile
{
public:
    explicit WholeFile(const std::filesystem::path &path, FileReaders readers = FileReaders::Usual,
                       NamedBy namedBy = NamedBy::User);
    ~WholeFile(); // Removes everything that was not committed.
    WholeFile(const WholeFile &) = delete;
    WholeFile &operator=(const WholeFile &) = delete;

    // The stream to write to; commit() reports its errors.
    [[nodiscard]] std::ostream &stream() { return m_stream; }
    // Call it once, at the end. It replaces an older regular file with this name.
    [[nodiscard]] std::optional<FileError> commit();

private:
    void open(const std::filesystem::path &path, FileReaders readers, NamedBy namedBy);
    void openExisting(const std::filesystem::path &path);
    [[nodiscard]] int finish();

    std::filesystem::path m_path;
    std::optional<NewFile> m_part; // Nullopt if the file is written into.
    Descriptor m_writtenInto;
    FileBuffer m_buffer;
    std::ostream m_stream{&m_buffer};
};

// Why a file with this name could not be written; checking it leaves nothing behind. Pipes and devices are
// not opened, because that may have an effect or wait for a reader.
[[nodiscard]] std::optional<FileError> whyNotWritable(const std::filesystem::path &path);

// Creates a folder for files that the program names, and its parents, if it does not exist, and removes what
// killed programs have left in it.
[[nodiscard]] std::optional<FileError> makeFolder(const std::filesystem::path &path);

// Writes a small file at once.
[[nodiscard]] std::optional<FileError> writeWholeFile(const std::filesystem::path &path,
                                                      std::string_view text);

} // namespace fg
