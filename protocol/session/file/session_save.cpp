#include "protocol/session/file/session_save.h"

#include "protocol/files/link_target.h"
#include "protocol/session/file/session_file.h"

#include <system_error>
#include <utility>

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
    for (const auto &[row, text] : saved.session->notes().all()) {
        if (!fault)
            fault = file.addNote(number, row, text);
    }
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

} // namespace

std::optional<RecordingFault> saveSessions(std::span<const SavedSession> sessions,
                                           const std::filesystem::path &named, const CopyProgress &progress)
{
    std::error_code failure;
    const std::filesystem::path path = linkTarget(named, failure);
    if (failure)
        return RecordingFault{named.string(), failure.message()};
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
        return RecordingFault{named.string(), "Not a regular file"};
    // The file is removed again unless it is moved to its place.
    SessionFile::Created created = SessionFile::createBeside(path);
    std::optional<RecordingFault> fault;
    if (auto *const failed = std::get_if<RecordingFault>(&created)) {
        fault = std::move(*failed);
    } else {
        const std::shared_ptr<SessionFile> file = std::get<0>(std::move(created));
        fault = addAll(*file, sessions, progress);
        if (!fault)
            fault = file->sync();
        if (!fault)
            fault = file->moveToPlace();
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
