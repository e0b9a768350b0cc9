// Finds the messages of a log while its rows are read in order, so that no messages have to be stored.
// Internal to report/.
#pragma once

#include "protocol/report/view/payload_pieces.h"
#include "protocol/report/view/session_view.h"

#include <array>
#include <optional>

namespace fg {

// A complete data message. Its frames are the data frames of its direction from the first row to the last.
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
    [[nodiscard]] std::optional<WalkedMessage> see(RowNumber number, const LogRow &row);

private:
    ByDirection<std::optional<WalkedMessage>> m_open;
};

// The kept octets of a message's payload, unmasked: the payloads of its frames in order.
[[nodiscard]] PieceSource payloadPieces(const SessionView &view, const WalkedMessage &message);

} // namespace fg
