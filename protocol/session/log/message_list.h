// The messages of a session. A message of a single frame takes four octets, because the frame's row has its
// details. A compressed one takes four more for its inflated length. Its offset among the inflated octets is
// calculated from the last mark, because each message begins where the one before ended.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/row_list.h"

#include <cstdint>
#include <optional>

namespace fg {

// A message. Its frames are firstRow and the continuation frames of its direction up to lastRow.
struct MessageRecord
{
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text; // Text or Binary. A Ping or Pong counts as a message of one frame.
    RowNumber firstRow;
    RowNumber lastRow;
    std::uint64_t length = 0; // Number of octets of payload, inflated.
    std::uint64_t wireLength = 0; // Number of octets of payload as they passed the wire.
    bool isCompressed = false;
    // If compressed: offset of the payload among the inflated octets of its direction.
    StreamOffset inflatedOffset;

    bool operator==(const MessageRecord &) const = default;
};

class MessageList
{
public:
    // The list can refer to this many rows of a log.
    static constexpr RowCount mostRows{0x3FFF'FFFF};

    // `rows` are the rows that messages refer to; they must outlive the list.
    explicit MessageList(const RowList &rows)
        : m_rows(rows)
    {
    }

    void append(const MessageRecord &message);
    [[nodiscard]] std::size_t size() const { return m_places.size(); }
    // Octets of memory.
    [[nodiscard]] std::size_t memory() const
    {
        return m_places.memory() + m_lengths.memory() + m_long.memory() + m_marks.memory();
    }
    [[nodiscard]] MessageRecord operator[](std::size_t number) const;
    // The data message that the frame in this row is part of; nullopt also for control and reserved frames.
    [[nodiscard]] std::optional<MessageRecord> ofFrame(RowNumber frame) const;

private:
    // The row number of the only frame, with compressedBit if it is compressed; or, with longBit, the number
    // of an entry in m_long.
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
    // Totals of the messages before the mark.
    struct Mark
    {
        ByDirection<StreamOffset> inflated; // Number of inflated octets.
        std::uint32_t lengths; // Number of entries in m_lengths.
        ByDirection<std::uint32_t> dataEnd; // The row after the last data message.
    };

    [[nodiscard]] bool isItsRow(const MessageRecord &message) const;
    void advance(Mark &mark, Place place) const;
    void updateDataEnd(Mark &mark, Direction direction, Opcode opcode, RowNumber lastRow) const;

    const RowList &m_rows;
    ChunkedList<Place> m_places;
    ChunkedList<std::uint32_t> m_lengths; // The inflated lengths of the messages with compressedBit.
    // Messages of several frames, and those that cannot be derived from their row and earlier messages.
    ChunkedList<LongMessage> m_long;
    ChunkedList<Mark> m_marks; // One mark for every 64 messages.
    Mark m_end{}; // The totals of all messages.
};

} // namespace fg
