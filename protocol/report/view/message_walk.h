// Finds the messages of a log while its rows are read in order, so that no messages have to be stored.
// Internal to report/.
#pragma once

#include "protocol/report/view/payload_pieces.h"
#include "protocol/report/view/session_view.h"
#include "protocol/session/log/message_rows.h"

#include <optional>

namespace fg {

// A complete data message. Its frames are firstRow and the continuation frames of its direction up to
// lastRow.
struct WalkedMessage
{
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text;
    unsigned rsv = 0; // Of its first frame.
    RowNumber firstRow;
    RowNumber lastRow;
    Duration time{}; // Of its last frame.

    [[nodiscard]] bool isOneFrame() const { return firstRow == lastRow; }
};

class MessageWalk
{
public:
    // Call it for each row of a log in order. Returns a message if this row is its last.
    [[nodiscard]] std::optional<WalkedMessage> addRow(RowNumber number, const LogRow &row);

private:
    RowAssembler m_assembler;
    ByDirection<WalkedMessage> m_messages; // The message that m_assembler has open, or the last one.
};

// The kept octets of a message's payload, unmasked: the payloads of its frames in order.
[[nodiscard]] PieceSource payloadPieces(const SessionView &view, const WalkedMessage &message);

} // namespace fg
