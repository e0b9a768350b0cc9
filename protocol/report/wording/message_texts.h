// Messages and frames as lines of the window's log: What says what they are, and binary payloads look like
// binary ones.
#pragma once

#include "protocol/report/wording/row_texts.h"
#include "protocol/session/log/row_number.h"

#include <cstddef>
#include <optional>

namespace fg {

class SessionView;
struct LogRow;
struct MessageRecord;

// Whether the frame begins a message, so that it has a line with messageTexts() where messages are shown.
[[nodiscard]] bool beginsMessage(const LogRow &row);
// Texts for the message that begins with the frame in `firstRow`. `frames` is the number of its frames so
// far, including the control and reserved frames between them. `message` is nullopt while the message has not
// ended.
[[nodiscard]] RowTexts messageTexts(const SessionView &view, RowNumber firstRow,
                                    const std::optional<MessageRecord> &message, std::size_t frames);
// Texts for any row by itself: as rowTexts(), but a frame is called by its opcode.
[[nodiscard]] RowTexts lineTexts(const SessionView &view, RowNumber number);

} // namespace fg
