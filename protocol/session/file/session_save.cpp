#include "protocol/session/file/session_save.h"

#include "protocol/files/file_hold.h"
#include "protocol/files/link_target.h"
#include "protocol/session/file/session_file.h"

#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace fg {
namespace {

// Adds one session to an existing file. `first`: rows of the previous sessions; `all`: rows of all sessions.
std::optional<RecordingFault> addTo(SessionFile &file, std::uint32_t number, const SavedSession &saved,
                                    RowCount first, RowCount all, const CopyProgress &progress)
{
    SessionBacking backing = file.addConnection(saved.heading);
    const auto mayContinue = [&](RowCount done, RowCount) {
        return !progress || progress(first + done, all);
    };
    std::optional<RecordingFault> fault = copySession(*saved.session, backing, mayContinue);
    for (std::size_t i = 0; i < saved.remarks.size() && !fault; ++i)
        fault = file.addRemark(number, saved.remarks[i]);
    return fault;
}

std::optional<RecordingFault> addAll(SessionFile &file, std::span<const SavedSession> sessions,
                                     const CopyProgress &progress)
{
    RowCount all;
    for (const SavedSession &saved : sessions)
        all += saved.session->rowCount();
    RowCount done;
    for (std::uint32_t number = 0; number < sessions.size(); ++number) {
        const SavedSession &saved = sessions[number];
        if (std::optional<RecordingFault> fault = addTo(file, number, saved, done, all, progress))
            return fault;
        done += saved.session->rowCount();
    }
    return std::nullopt;
}

// Replaces the file, and makes this survive a power failure. It is not a fault if the folder cannot be
// synchronised, because not every file system supports that.
std::optional<RecordingFault> moveTo(const std::filesystem::path &path, const std::filesystem::path &part)
{
    std::error_code failure;
    std::filesystem::rename(part, path, failure);
    if (failure)
        return RecordingFault{{}, failure.message()};
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (const int opened = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); opened >= 0) {
        static_cast<void>(fsync(opened));
        close(opened);
    }
    return std::nullopt;
}

} // namespace

std::optional<RecordingFault> saveSessions(std::span<const SavedSession> sessions,
                                           const std::filesystem::path &named, const CopyProgress &progress)
{
    std::error_code ignored;
    const std::filesystem::path path = linkTarget(named);
    if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
        return RecordingFault{named.string(), "Not a regular file"};
    std::filesystem::path part = path;
    part += ".frameglass.part";
    // A file that was left behind may belong to another program, be a link, or be readable by others.
    if (const auto left = FileHold::tryLock(part))
        left->remove();
    // The file is removed again unless it is moved to its place.
    SessionFile::Created created = SessionFile::create(part, SessionFile::Life::UntilEnd);
    std::optional<RecordingFault> fault;
    if (auto *const failed = std::get_if<RecordingFault>(&created)) {
        fault = std::move(*failed);
    } else {
        const std::shared_ptr<SessionFile> file = std::get<0>(std::move(created));
        fault = addAll(*file, sessions, progress);
        if (!fault)
            fault = file->sync();
        if (!fault)
            fault = moveTo(path, part);
    }
    if (fault)
        fault->file = named.string();
    return fault;
}

std::optional<RecordingFault> saveSession(const Session &session, const SessionHeading &heading,
                                          const std::vector<NamedText> &remarks,
                                          const std::filesystem::path &path, const CopyProgress &progress)
{
    const SavedSession saved{{std::shared_ptr<void>(), &session}, heading, remarks};
    return saveSessions(std::span(&saved, 1), path, progress);
}

} // namespace fg
