// The messages of a session, four octets for one of a single frame that is not compressed: what such a
// message is stands in the frame's row already.
#pragma once

#include "protocol/session/chunked_list.h"
#include "protocol/session/log_row.h"
#include "protocol/session/row_list.h"

#include <cstdint>

namespace fg {

// A message: its frames are the rows of its direction from firstRow to lastRow that are data frames.
struct MessageRecord
{
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text; // Text, Binary; Ping and Pong count as messages of one frame
    RowNumber firstRow = 0;
    RowNumber lastRow = 0;
    std::uint64_t length = 0; // octets of payload, inflated
    std::uint64_t wireLength = 0; // octets of payload as they passed the wire
    bool isCompressed = false;
    // Of its payload among the inflated octets of its direction, where compressed.
    std::uint64_t inflatedOffset = 0;

    bool operator==(const MessageRecord &) const = default;
};

class MessageList
{
public:
    // Rows of a log that messages can be told from.
    static constexpr RowNumber mostRows = 0x7FFF'FFFF;

    // The rows that messages refer to; they must outlive the list.
    explicit MessageList(const RowList &rows)
        : m_rows(rows)
    {
    }

    void append(const MessageRecord &message);
    [[nodiscard]] std::size_t size() const { return m_places.size(); }
    [[nodiscard]] MessageRecord operator[](std::size_t number) const;

private:
    // Number of the only frame's row, or with the top bit set, of an entry in m_long.
    using Place = std::uint32_t;
    static constexpr Place longBit = 0x8000'0000;
    struct LongMessage
    {
        std::uint64_t length;
        std::uint64_t wireLength;
        std::uint64_t inflatedOffset;
        std::uint32_t firstRow;
        std::uint32_t lastRow;
        Direction direction;
        Opcode opcode;
        bool isCompressed;
    };

    const RowList &m_rows;
    ChunkedList<Place> m_places;
    ChunkedList<LongMessage> m_long; // of several frames, or compressed
};

} // namespace fg
