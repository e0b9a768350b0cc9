// The lines of a log view: the rows of a level that a filter accepts. At the level of messages the frames of
// each message are folded under it. The index takes four octets for each row and is built while the rows are
// read once; if every row is shown, there is no index. Lines are in the order of rows, so that a cause is
// above its effects.
//
// The fragments of a message and the control and reserved frames of its direction between them are folded
// under it, except that a close frame has a line of its own. A message has the number of its first row. A
// continuation without a message to continue has a line of its own, too.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/message_rows.h"

#include <deque>
#include <optional>
#include <vector>

namespace fg {

// What a log view shows. Each level shows everything that the one before shows, and more. Rows that are not
// traffic are shown at all of them.
enum class LogLevel : std::uint8_t {
    Messages, // Messages, with their frames folded under them, and control frames.
    Frames, // Each frame.
    Octets, // Also each read and each write: all rows.
};

struct RowFilter
{
    enum class Kind : std::uint8_t {
        All,
        Data, // Frames of messages, and those with a reserved opcode below 8.
        Control,
        Picked, // The rows given to LogOutline::pickFrom().
    };

    Kind kind = Kind::All;
    std::optional<Direction> direction; // If given, only rows that were read or written in this direction.
    RowNumber from; // Only this row and later ones.

    // Checks all but the kind; for Kind::Picked this is the only check.
    [[nodiscard]] bool passesButForKind(const LogRow &row, RowNumber number) const;
    [[nodiscard]] bool passes(const LogRow &row, RowNumber number) const;
    bool operator==(const RowFilter &) const = default;
};

class LogOutline
{
public:
    explicit LogOutline(LogLevel level = LogLevel::Octets, RowFilter filter = {});

    [[nodiscard]] LogLevel level() const { return m_level; }
    [[nodiscard]] const RowFilter &filter() const { return m_filter; }
    // Whether every row is shown, so that a line's position is the number of its row.
    [[nodiscard]] bool isPlain() const;

    // Adds a row; call it for each row of the log in order.
    void addRow(const LogRow &row);
    // If isPlain(): sets the number of rows without reading them.
    void setRowCount(RowCount count) { m_rowCount = count; }
    // Number of rows added so far.
    [[nodiscard]] RowCount rowCount() const { return m_rowCount; }
    // RowFilter::Kind::Picked: replaces the lines from this position on by these rows, which are ascending
    // and distinct.
    void pickFrom(std::size_t position, const std::vector<RowNumber> &rows);

    struct Line
    {
        enum class Kind : std::uint8_t {
            Row,
            Message, // A message of several frames; row: the first of them.
            Part, // A frame of an unfolded message.
        };
        RowNumber row;
        Kind kind = Kind::Row;
        bool isUnfolded = false; // Used for Message.
        bool isOpen = false; // The row begins a message that may get further frames; also used for Row.
        std::size_t parts = 0; // Message: number of frames folded under it so far.
    };
    // Number of lines shown.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] Line line(std::size_t position) const;
    // Message: the rows of its frames; empty for other lines.
    [[nodiscard]] std::vector<RowNumber> partsOf(std::size_t position) const;
    // The position of a row, or of the message that it is folded under; nullopt if it is not shown.
    [[nodiscard]] std::optional<std::size_t> positionOf(RowNumber row) const;
    // The position of this row, or else of the first later row that is shown; size() if there is none.
    [[nodiscard]] std::size_t positionFrom(RowNumber row) const;
    // Number of lines of rows before this one. The frames that are shown under a message count as its line.
    [[nodiscard]] std::size_t sizeBefore(RowNumber row) const;
    // The line that precedes this one in time: the line above for a part, the last line that is not a part
    // for others, because the parts of a message may be newer than the lines below them. nullopt for the
    // first line.
    [[nodiscard]] std::optional<std::size_t> before(std::size_t position) const;

    // Lines that are added or removed after the message's line.
    struct Change
    {
        std::size_t position = 0; // Position of the first of these lines.
        std::size_t count = 0;
    };
    [[nodiscard]] Change wouldUnfold(std::size_t position) const; // count 0: the line cannot be unfolded.
    void unfold(std::size_t position);
    [[nodiscard]] Change wouldFold(std::size_t position) const;
    void fold(std::size_t position);
    // growth() tells which frames were added to an unfolded message and are not shown yet; grow() shows them.
    [[nodiscard]] std::optional<Change> growth() const;
    void grow();

private:
    struct Fold
    {
        std::uint32_t head; // Row number.
        std::uint32_t first; // Index in the members of its direction.
        std::uint32_t count;
    };
    struct Stream
    {
        ChunkedList<std::uint32_t> members; // Row numbers.
        std::deque<Fold> folds; // In the order of their heads.
    };
    struct Unfolded
    {
        std::size_t head; // Index in m_heads.
        std::size_t position; // Position of its line.
        std::size_t shown; // Number of lines shown under it.
        const Fold *fold;
        const Stream *stream;
    };

    void addLine(const LogRow &row, MessageAssembler::Step step);
    void addFrame(const LogRow &row, MessageAssembler::Step step);
    // Whether the last fold of the stream may get further frames.
    [[nodiscard]] bool isLastFoldOpen(const Stream &stream) const;
    void appendHead(RowNumber row);
    [[nodiscard]] const Fold *foldOf(RowNumber head, const Stream **stream = nullptr) const;
    // The fold that contains this row, other than as its head.
    [[nodiscard]] const Fold *foldWith(RowNumber row, const Stream **stream, std::size_t *part) const;
    // The last unfolded message that begins at or before this position.
    [[nodiscard]] const Unfolded *unfoldedAt(std::size_t position) const;
    [[nodiscard]] std::size_t headAt(std::size_t position) const;
    // The position of a head's line.
    [[nodiscard]] std::size_t lineOfHead(std::size_t head) const;
    [[nodiscard]] std::size_t headFrom(RowNumber row) const;
    void placeUnfolded();

    LogLevel m_level;
    RowFilter m_filter;
    RowCount m_rowCount;
    RowAssembler m_assembler;
    ChunkedList<std::uint32_t> m_heads; // Row numbers; empty if every row is shown.
    ByDirection<Stream> m_streams;
    std::vector<Unfolded> m_unfolded; // In the order of their positions.
    std::size_t m_unfoldedLines = 0;
};

} // namespace fg
