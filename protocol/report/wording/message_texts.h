// A message of several frames as a line of the wire log.
#pragma once

#include "protocol/report/wording/wording.h"

#include <optional>

namespace fg {

// Of the message that begins with this row and has come to so many frames, control frames between them
// included; null: it has not ended.
[[nodiscard]] RowTexts messageTexts(const Session &session, RowNumber firstRow,
                                    const std::optional<MessageRecord> &message, std::size_t frames);

} // namespace fg
