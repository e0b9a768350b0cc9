// A session written down after the fact, row by row: as it would have been while it ran.
#pragma once

#include "protocol/session/log/session.h"

#include <functional>
#include <optional>

namespace fg {

// Told now and then: rows done, and of how many. False stops the copy.
using CopyProgress = std::function<bool(RowCount done, RowCount all)>;

// Reads octets of a stream that is copied, as they are to be in the copy.
using OctetReader = std::function<OctetBuffer(Direction direction, StreamOffset offset, std::size_t length)>;

// The rows that rowCount() counts now, into a backing that is new. A fault: it could not be written, was
// stopped (ECANCELED), or octets of the session are no longer kept (ENODATA).
[[nodiscard]] std::optional<RecordingFault> copySession(const Session &session, SessionBacking &backing,
                                                        const CopyProgress &progress = {},
                                                        const OctetReader &reader = {});

} // namespace fg
