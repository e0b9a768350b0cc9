#include "protocol/files/whole_file.h"

#include "protocol/files/link_target.h"
#include "protocol/text/escape.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

namespace fg {
namespace {

constexpr std::size_t bufferSize = 64 * 1024;

} // namespace

std::string FileError::sentence() const { return escaped(file) + ": " + escaped(reason) + '.'; }

FileBuffer::FileBuffer()
    : m_waiting(bufferSize)
{
    setp(m_waiting.data(), m_waiting.data() + m_waiting.size());
}

void FileBuffer::fail(int error)
{
    if (m_error == 0)
        m_error = error != 0 ? error : EIO;
}

bool FileBuffer::write(const char *characters, std::size_t count)
{
    while (count > 0 && m_error == 0) {
        const ssize_t written = ::write(m_descriptor, characters, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            fail(written < 0 ? errno : EIO);
            break;
        }
        characters += written;
        count -= static_cast<std::size_t>(written);
    }
    return m_error == 0;
}

bool FileBuffer::flush()
{
    const bool isWritten = write(pbase(), static_cast<std::size_t>(pptr() - pbase()));
    setp(m_waiting.data(), m_waiting.data() + m_waiting.size());
    return isWritten;
}

FileBuffer::int_type FileBuffer::overflow(int_type character)
{
    if (!flush())
        return traits_type::eof();
    if (!traits_type::eq_int_type(character, traits_type::eof()))
        sputc(traits_type::to_char_type(character));
    return traits_type::not_eof(character);
}

std::streamsize FileBuffer::xsputn(const char *characters, std::streamsize count)
{
    if (count <= epptr() - pptr())
        return std::streambuf::xsputn(characters, count);
    return flush() && write(characters, static_cast<std::size_t>(count)) ? count : 0;
}

int FileBuffer::sync() { return flush() ? 0 : -1; }

namespace {

std::string textOf(int error) { return std::generic_category().message(error); }

// Whether a file that the user has named is replaced. Otherwise it is written into.
bool isReplaced(const std::filesystem::path &path)
{
    std::error_code ignored;
    const std::filesystem::file_status there = std::filesystem::status(path, ignored); // Of a link's target.
    return !std::filesystem::exists(there) || std::filesystem::is_regular_file(there);
}

} // namespace

WholeFile::WholeFile(const std::filesystem::path &path, FileReaders readers, NamedBy namedBy)
    : m_path(path)
{
    if (namedBy == NamedBy::User && !isReplaced(path))
        openExisting(path);
    else
        open(path, readers, namedBy);
}

WholeFile::~WholeFile() = default;

// A pipe may wait here for its reader.
void WholeFile::openExisting(const std::filesystem::path &path)
{
    m_writtenInto = Descriptor(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
    struct stat opened
    {
    };
    if (!m_writtenInto.isOpen() || fstat(m_writtenInto.number(), &opened) != 0)
        m_buffer.fail(errno);
    else if (S_ISREG(opened.st_mode)) // It has just taken the place of something else, and is not ours.
        m_buffer.fail(EEXIST);
    m_buffer.writeTo(m_writtenInto.number());
}

void WholeFile::open(const std::filesystem::path &path, FileReaders readers, NamedBy namedBy)
{
    constexpr mode_t usual = 0666; // Restricted by the user's umask.
    constexpr mode_t owners = 0600;
    std::error_code failure;
    const std::filesystem::path place = namedBy == NamedBy::User ? linkTarget(path, failure) : path;
    if (failure) {
        m_buffer.fail(failure.value());
        return;
    }
    struct stat before
    {
    };
    const bool isThere = lstat(place.c_str(), &before) == 0;
    if (isThere && S_ISDIR(before.st_mode)) {
        m_buffer.fail(EISDIR);
        return;
    }
    const bool isUsual = readers == FileReaders::Usual;
    NewFile::Created made = NewFile::createBeside(place, isUsual ? usual : owners);
    if (const int *const error = std::get_if<int>(&made)) {
        m_buffer.fail(*error);
        return;
    }
    m_part.emplace(std::get<NewFile>(std::move(made)));
    m_buffer.writeTo(m_part->descriptor());
    // The new file has the same readers as the one that it will replace.
    if (isUsual && isThere && S_ISREG(before.st_mode))
        static_cast<void>(fchmod(m_part->descriptor(), before.st_mode & usual));
}

int WholeFile::finish()
{
    if (!m_buffer.flush())
        return m_buffer.error();
    // The writer may have stopped for another reason.
    if (!m_stream)
        return EIO;
    if (!m_part)
        return 0;
    if (const int error = m_part->closingError())
        return error;
    return m_part->moveToPlace();
}

std::optional<FileError> WholeFile::commit()
{
    if (const int error = finish())
        return FileError{m_path.string(), textOf(error)};
    return std::nullopt;
}

std::optional<FileError> whyNotWritable(const std::filesystem::path &path)
{
    const auto fault = [&path](int error) { return FileError{path.string(), textOf(error)}; };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) // Or a link to one.
        return fault(EISDIR);
    if (!isReplaced(path))
        return std::nullopt;
    std::error_code failure;
    const std::filesystem::path place = linkTarget(path, failure);
    if (failure)
        return fault(failure.value());
    const std::filesystem::path folder = place.has_parent_path() ? place.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, ignored))
        return fault(ENOENT);
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        return fault(errno);
    return std::nullopt;
}

std::optional<FileError> makeFolder(const std::filesystem::path &path)
{
    std::error_code failure;
    static_cast<void>(linkTarget(path, failure));
    if (!failure)
        std::filesystem::create_directories(path, failure);
    if (failure)
        return FileError{path.string(), failure.message()};
    removeLeftParts(path);
    return std::nullopt;
}

std::optional<FileError> writeWholeFile(const std::filesystem::path &path, std::string_view text)
{
    WholeFile file(path);
    file.stream() << text;
    return file.commit();
}

} // namespace fg
