// Copies a session row by row to a new backing, which is then the same as if it had been written while the
// session ran.
#pragma once

#include "protocol/session/log/session.h"

#include <functional>
#include <optional>

namespace fg {

// Called from time to time with the number of copied rows and of all rows. A result of false stops the copy.
using CopyProgress = std::function<bool(RowCount done, RowCount all)>;

// Reads the octets of a stream as they are to be in the copy.
using OctetReader = std::function<OctetBuffer(Direction direction, StreamOffset offset, std::size_t length)>;

// Reads the details of a row as they are to be in the copy.
using ExtraReader = std::function<RowExtra(const LogRow &row)>;

// Copies the rows that rowCount() counts now to a new backing. A fault means: it could not be written, was
// stopped (ECANCELED), or octets of the session are no longer kept (ENODATA).
[[nodiscard]] std::optional<RecordingFault> copySession(const Session &session, SessionBacking &backing,
                                                        const CopyProgress &progress = {},
                                                        const OctetReader &reader = {},
                                                        const ExtraReader &extras = {});

} // namespace fg
