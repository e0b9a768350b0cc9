// Messages found while the rows of a log go by, so that none of them has to be kept. Internal to report/.
#pragma once

#include "protocol/report/view/payload_pieces.h"
#include "protocol/report/view/session_view.h"

#include <array>
#include <optional>

namespace fg {

// A whole message of data. Its frames are the data frames of its direction from the first row to the last.
struct WalkedMessage
{
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text;
    unsigned rsv = 0; // of its first frame
    RowNumber firstRow;
    RowNumber lastRow;
    Duration time{}; // of its last frame

    [[nodiscard]] bool isOneFrame() const { return firstRow == lastRow; }
};

class MessageWalk
{
public:
    // Each row of a log in order; a message where this row is its last.
    [[nodiscard]] std::optional<WalkedMessage> see(RowNumber number, const LogRow &row);

private:
    ByDirection<std::optional<WalkedMessage>> m_open;
};

// What is kept of a message's payload, unmasked; the payloads of its frames one after the other.
[[nodiscard]] PieceSource payloadPieces(const SessionView &view, const WalkedMessage &message);

} // namespace fg
