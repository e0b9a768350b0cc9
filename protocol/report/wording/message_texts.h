// A message of several frames as a line of the wire log.
#pragma once

#include "protocol/report/wording/row_texts.h"
#include "protocol/session/log/row_number.h"

#include <cstddef>
#include <optional>

namespace fg {

class SessionView;
struct MessageRecord;

// Texts for the message that begins with the frame in `firstRow`. `frames` is the number of its frames so
// far, including the control and reserved frames between them. `message` is nullopt while the message has not
// ended.
[[nodiscard]] RowTexts messageTexts(const SessionView &view, RowNumber firstRow,
                                    const std::optional<MessageRecord> &message, std::size_t frames);

} // namespace fg
