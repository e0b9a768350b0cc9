// Writes sessions to a session file after they ended, as if the file had been written while they ran.
#pragma once

#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session_copy.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace fg {

// A session to be written, with its heading and remarks.
struct SavedSession
{
    std::shared_ptr<const Session> session;
    SessionHeading heading;
    std::vector<NamedText> remarks;
};

// Writes all sessions to one file, which is there either as a whole or not at all. The memory used does not
// grow with the sessions.
[[nodiscard]] std::optional<RecordingFault> saveSessions(std::span<const SavedSession> sessions,
                                                         const std::filesystem::path &path,
                                                         const CopyProgress &progress = {});
// The same for one session.
[[nodiscard]] std::optional<RecordingFault> saveSession(const Session &session, const SessionHeading &heading,
                                                        const std::vector<NamedText> &remarks,
                                                        const std::filesystem::path &path,
                                                        const CopyProgress &progress = {});

} // namespace fg
