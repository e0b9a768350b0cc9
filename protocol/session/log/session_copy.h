// A session written down after the fact, row by row: as it would have been while it ran.
#pragma once

#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace fg {

// Told now and then: rows done, and of how many. False stops the copy.
using CopyProgress = std::function<bool(RowNumber done, RowNumber all)>;

// Reads octets of a stream that is copied, as they are to be in the copy.
using OctetReader = std::function<OctetBuffer(Direction direction, std::uint64_t offset, std::size_t length)>;

// The rows that rowCount() counts now, into a backing that is new. A fault: it could not be written, was
// stopped (ECANCELED), or octets of the session are no longer kept (ENODATA).
[[nodiscard]] std::optional<RecordingFault> copySession(const Session &session, SessionBacking &backing,
                                                        const CopyProgress &progress = {},
                                                        const OctetReader &reader = {});

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
