// Sessions written to a session file after the fact, as they would have been while they ran.
#pragma once

#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session_copy.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace fg {

// A session as it goes into a file of its own.
struct SavedSession
{
    std::shared_ptr<const Session> session;
    SessionHeading heading;
    std::vector<NamedText> remarks;
};

// The same into a file, which is there as a whole or not at all. Its memory does not grow with the sessions.
[[nodiscard]] std::optional<RecordingFault> saveSessions(std::span<const SavedSession> sessions,
                                                         const std::filesystem::path &path,
                                                         const CopyProgress &progress = {});
// One of them.
[[nodiscard]] std::optional<RecordingFault> saveSession(const Session &session, const SessionHeading &heading,
                                                        const std::vector<NamedText> &remarks,
                                                        const std::filesystem::path &path,
                                                        const CopyProgress &progress = {});

} // namespace fg
