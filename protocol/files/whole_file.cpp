#include "protocol/files/whole_file.h"

#include "protocol/files/link_target.h"
#include "protocol/text/escape.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fg {

std::string FileError::sentence() const { return escaped(file) + ": " + escaped(reason) + '.'; }

bool FileBuffer::note(bool done)
{
    if (!done && m_error == 0)
        m_error = errno != 0 ? errno : EIO;
    return done;
}

bool FileBuffer::openForWriting(const std::filesystem::path &path)
{
    errno = 0;
    return note(open(path, std::ios::out | std::ios::binary | std::ios::trunc) != nullptr);
}

bool FileBuffer::closeWritten()
{
    errno = 0;
    return note(close() != nullptr) && m_error == 0;
}

FileBuffer::int_type FileBuffer::overflow(int_type character)
{
    errno = 0;
    const int_type result = std::filebuf::overflow(character);
    note(result != traits_type::eof());
    return result;
}

std::streamsize FileBuffer::xsputn(const char *characters, std::streamsize count)
{
    errno = 0;
    const std::streamsize written = std::filebuf::xsputn(characters, count);
    note(written == count);
    return written;
}

int FileBuffer::sync()
{
    errno = 0;
    const int result = std::filebuf::sync();
    note(result == 0);
    return result;
}

namespace {

// Whether the file is replaced. Otherwise it is written into.
bool isReplaced(const std::filesystem::path &path)
{
    std::error_code ignored;
    const std::filesystem::file_status there = std::filesystem::status(path, ignored); // Of a link's target.
    return !std::filesystem::exists(there) || std::filesystem::is_regular_file(there);
}

// Creates the new file, still empty, for the same readers as the file that it will replace. Errors show when
// it is opened for writing.
void makePart(const std::filesystem::path &part, const std::filesystem::path &path, FileReaders readers)
{
    constexpr mode_t usual = 0666; // Restricted by the user's umask.
    constexpr mode_t owners = 0600;
    std::error_code ignored;
    std::filesystem::remove(part, ignored); // It may be a link, or other users may have opened it.
    const bool isUsual = readers == FileReaders::Usual;
    const int made = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isUsual ? usual : owners);
    if (made < 0)
        return;
    struct stat before
    {
    };
    if (isUsual && stat(path.c_str(), &before) == 0)
        static_cast<void>(fchmod(made, before.st_mode & usual));
    close(made);
}

std::filesystem::path partOf(const std::filesystem::path &path)
{
    std::filesystem::path part = path;
    return part += ".frameglass.part";
}

} // namespace

WholeFile::WholeFile(std::filesystem::path path, FileReaders readers)
    : m_path(isReplaced(path) ? linkTarget(std::move(path)) : std::move(path))
    , m_partPath(m_path)
{
    if (isReplaced(m_path)) {
        m_partPath = partOf(m_path);
        makePart(m_partPath, m_path, readers);
    }
    m_wasOpened = m_buffer.openForWriting(m_partPath);
}

WholeFile::~WholeFile()
{
    if (m_committed || !m_wasOpened)
        return;
    m_buffer.close();
    if (m_partPath == m_path)
        return;
    std::error_code ignored;
    std::filesystem::remove(m_partPath, ignored);
}

std::optional<FileError> WholeFile::commit()
{
    const bool isWritten = m_wasOpened && m_buffer.closeWritten();
    // The writer may have stopped for another reason.
    if (!isWritten || !m_stream)
        return FileError{m_path.string(),
                         std::generic_category().message(isWritten ? EIO : m_buffer.error())};
    std::error_code failure;
    if (m_partPath != m_path)
        std::filesystem::rename(m_partPath, m_path, failure);
    if (failure)
        return FileError{m_path.string(), failure.message()};
    m_committed = true;
    return std::nullopt;
}

std::optional<FileError> whyNotWritable(const std::filesystem::path &path)
{
    std::error_code ignored;
    const std::filesystem::file_status there = std::filesystem::status(path, ignored); // Of a link's target.
    if (std::filesystem::is_directory(there))
        return FileError{path.string(), std::generic_category().message(EISDIR)};
    if (!isReplaced(path)) {
        const bool isLocked = std::filesystem::is_regular_file(there) && access(path.c_str(), W_OK) != 0;
        return isLocked ? std::optional(FileError{path.string(), std::generic_category().message(errno)})
                        : std::nullopt;
    }
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, ignored))
        return FileError{path.string(), std::generic_category().message(ENOENT)};
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        return FileError{path.string(), std::generic_category().message(errno)};
    return std::nullopt;
}

std::optional<FileError> writeWholeFile(const std::filesystem::path &path, std::string_view text)
{
    WholeFile file(path);
    file.stream() << text;
    return file.commit();
}

} // namespace fg
