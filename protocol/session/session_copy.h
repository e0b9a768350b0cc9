// A session written down after the fact, row by row: as it would have been while it ran.
#pragma once

#include "protocol/session/session.h"
#include "protocol/session/session_heading.h"

#include <filesystem>
#include <functional>
#include <optional>

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

// The same into a file of its own, which is there as a whole or not at all. Its memory does not grow with
// the session.
[[nodiscard]] std::optional<RecordingFault> saveSession(const Session &session, const SessionHeading &heading,
                                                        const std::vector<NamedText> &remarks,
                                                        const std::filesystem::path &path,
                                                        const CopyProgress &progress = {});

} // namespace fg
