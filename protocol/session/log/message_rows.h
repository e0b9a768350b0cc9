// Which rows of a log make a message, for code that reads rows in order instead of the list of messages.
#pragma once

#include "protocol/session/log/log_row.h"
#include "protocol/wire/message_assembler.h"

namespace fg {

// Whether octets and frames are recorded again from this row on. Frames before it are missing.
[[nodiscard]] inline bool resumesRecording(const LogRow &row)
{
    return row.kind == RowKind::Recording && row.has(RowFlag::On);
}

// Assembles the messages of both directions from the rows of a log.
class RowAssembler
{
public:
    // The next row of the log. A row other than a frame is outside of all messages.
    MessageAssembler::Step add(const LogRow &row)
    {
        if (resumesRecording(row))
            reset();
        if (row.kind != RowKind::Frame || row.has(RowFlag::NotPassed))
            return {};
        // The end of the stream cut an incomplete frame, so its message has not ended either.
        return m_directions[row.direction].add(row.opcode(), row.fin() && !row.has(RowFlag::Incomplete));
    }

    // Whether a message of this direction has begun and still waits for its last frame.
    [[nodiscard]] bool isOpen(Direction direction) const { return m_directions[direction].isOpen(); }
    // Forgets the open messages, because frames after them are missing.
    void reset() { m_directions = {}; }

private:
    ByDirection<MessageAssembler> m_directions;
};

// Whether this row is a frame of a complete message, which is given by its direction, firstRow and lastRow:
// its frames are its first row and the continuation frames of its direction up to its last row.
template <typename Message>
[[nodiscard]] bool isFrameOf(const Message &message, RowNumber number, const LogRow &row)
{
    const bool isInside = number >= message.firstRow && number <= message.lastRow;
    if (!isInside || row.kind != RowKind::Frame || row.has(RowFlag::NotPassed)
        || row.direction != message.direction)
        return false;
    return number == message.firstRow || classOf(row.opcode()) == OpcodeClass::Continuation;
}

} // namespace fg
