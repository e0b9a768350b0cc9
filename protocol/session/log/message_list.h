// The messages of a session, four octets for one of a single frame: what such a message is stands in the
// frame's row already. Four more where it is compressed, for the length that it inflated to; where that
// begins among the inflated octets is counted from the last mark on, because one begins where the one before
// it ended.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/row_list.h"

#include <cstdint>
#include <optional>

namespace fg {

// A message: its frames are the rows of its direction from firstRow to lastRow that are data frames.
struct MessageRecord
{
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text; // Text, Binary; Ping and Pong count as messages of one frame
    RowNumber firstRow;
    RowNumber lastRow;
    std::uint64_t length = 0; // octets of payload, inflated
    std::uint64_t wireLength = 0; // octets of payload as they passed the wire
    bool isCompressed = false;
    // Of its payload among the inflated octets of its direction, where compressed.
    StreamOffset inflatedOffset;

    bool operator==(const MessageRecord &) const = default;
};

class MessageList
{
public:
    // Rows of a log that messages can be told from.
    static constexpr RowCount mostRows{0x3FFF'FFFF};

    // The rows that messages refer to; they must outlive the list.
    explicit MessageList(const RowList &rows)
        : m_rows(rows)
    {
    }

    void append(const MessageRecord &message);
    [[nodiscard]] std::size_t size() const { return m_places.size(); }
    [[nodiscard]] MessageRecord operator[](std::size_t number) const;
    // The message of data that this data frame is part of.
    [[nodiscard]] std::optional<MessageRecord> ofFrame(RowNumber frame) const;

private:
    // Number of the only frame's row, with compressedBit where it is compressed; or with longBit, of an entry
    // in m_long.
    using Place = std::uint32_t;
    static constexpr Place longBit = 0x8000'0000;
    static constexpr Place compressedBit = 0x4000'0000;
    static constexpr std::size_t markDistance = 64;
    struct LongMessage
    {
        std::uint64_t length;
        std::uint64_t wireLength;
        StreamOffset inflatedOffset;
        std::uint32_t firstRow;
        std::uint32_t lastRow;
        Direction direction;
        Opcode opcode;
        bool isCompressed;
    };
    // How far those before it have come.
    struct Mark
    {
        ByDirection<StreamOffset> inflated; // octets
        std::uint32_t lengths; // of m_lengths
        ByDirection<std::uint32_t> dataEnd; // the row behind the last message of data
    };

    [[nodiscard]] bool isItsRow(const MessageRecord &message) const;
    void pass(Mark &mark, Place place) const;
    void passData(Mark &mark, Direction direction, Opcode opcode, RowNumber lastRow) const;

    const RowList &m_rows;
    ChunkedList<Place> m_places;
    ChunkedList<std::uint32_t> m_lengths; // inflated, of those with compressedBit
    ChunkedList<LongMessage> m_long; // of several frames, or not what their row and those before them say
    ChunkedList<Mark> m_marks; // of every 64th message
    Mark m_end{}; // behind the last
};

} // namespace fg
