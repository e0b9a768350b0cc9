// Which rows of a log are shown and in what order: those that a filter lets pass, and where messages are
// wanted, with the frames of each folded under it. An index of four octets a row, made while the rows are
// read once; where every row is shown there is none.
//
// Folded under a message are its fragments and the control frames between them, those of its own direction.
// The message has the number of its first row. A close frame stands for itself and ends what it interrupts.
// Octets as they were read and written are no rows of messages.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"

#include <deque>
#include <optional>
#include <vector>

namespace fg {

enum class Grouping : std::uint8_t { Frames, Messages };

struct RowFilter
{
    enum class Kind : std::uint8_t {
        All,
        Frames,
        Data, // frames of messages, and those with a reserved opcode below 8
        Control,
        Picked, // rows that somebody names: LogOutline::pickFrom()
    };

    Kind kind = Kind::All;
    std::optional<Direction> direction; // given: nothing but what was read or written there

    // Whatever its kind; for Kind::Picked all that is asked of a row.
    [[nodiscard]] bool passesDirection(const LogRow &row) const;
    [[nodiscard]] bool passes(const LogRow &row) const;
    bool operator==(const RowFilter &) const = default;
};

class LogOutline
{
public:
    explicit LogOutline(Grouping grouping = Grouping::Frames, RowFilter filter = {});

    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    [[nodiscard]] const RowFilter &filter() const { return m_filter; }
    // Every row is shown, so that a line's position is the number of its row.
    [[nodiscard]] bool isPlain() const;

    // Each row of the log in order.
    void see(const LogRow &row);
    // isPlain(): as many rows as this have come.
    void seeAll(RowCount count) { m_seen = count; }
    // Rows seen.
    [[nodiscard]] RowCount seen() const { return m_seen; }
    // RowFilter::Kind::Picked: these rows, ascending, each once, in place of the lines from
    // this position on.
    void pickFrom(std::size_t position, const std::vector<RowNumber> &rows);

    struct Line
    {
        enum class Kind : std::uint8_t {
            Row,
            Message, // of several frames; row: the first of them
            Part, // a frame of an unfolded message
        };
        RowNumber row;
        Kind kind = Kind::Row;
        bool isUnfolded = false; // Message
        bool isOpen = false; // begins a message to which further frames may come; of a Row too
        std::size_t parts = 0; // Message: frames folded under it so far
    };
    // Lines that are shown.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] Line line(std::size_t position) const;
    // Message: the rows of its frames; none for other lines.
    [[nodiscard]] std::vector<RowNumber> partsOf(std::size_t position) const;
    // Where a row is shown, or the message that it is folded under; nullopt: nowhere.
    [[nodiscard]] std::optional<std::size_t> positionOf(RowNumber row) const;
    // Where the line stands that is shown of a row at this number or behind it; size(): there is none.
    [[nodiscard]] std::size_t positionFrom(RowNumber row) const;
    // The line that came before this one: for a part the line above, for others the last that is no part,
    // since the parts of a message may be newer than what stands below them. nullopt: it is the first.
    [[nodiscard]] std::optional<std::size_t> before(std::size_t position) const;

    // Lines that come, or go, behind the message's line at this position.
    struct Change
    {
        std::size_t position = 0; // of the first of them
        std::size_t count = 0;
    };
    [[nodiscard]] Change wouldUnfold(std::size_t position) const; // count 0: there is nothing to unfold
    void unfold(std::size_t position);
    [[nodiscard]] Change wouldFold(std::size_t position) const;
    void fold(std::size_t position);
    // Frames that have come to an unfolded message and are not shown yet; and showing them.
    [[nodiscard]] std::optional<Change> growth() const;
    void grow();

private:
    struct Fold
    {
        std::uint32_t head; // row
        std::uint32_t first; // in the members of its direction
        std::uint32_t count;
    };
    struct Stream
    {
        ChunkedList<std::uint32_t> members; // rows
        std::deque<Fold> folds; // in the order of their heads
        bool isOpen = false; // the last of them
    };
    struct Unfolded
    {
        std::size_t head; // its number among the heads
        std::size_t position; // of its line
        std::size_t shown; // lines behind it
        const Fold *fold;
        const Stream *stream;
    };

    void seeFrame(const LogRow &row);
    void appendHead(RowNumber row);
    [[nodiscard]] const Fold *foldOf(RowNumber head, const Stream **stream = nullptr) const;
    // The fold that has this row under it, its head apart.
    [[nodiscard]] const Fold *foldWith(RowNumber row, const Stream **stream, std::size_t *part) const;
    // The last that begins at this position or before it.
    [[nodiscard]] const Unfolded *unfoldedAt(std::size_t position) const;
    [[nodiscard]] std::size_t headAt(std::size_t position) const;
    // Where the line of a head is.
    [[nodiscard]] std::size_t lineOfHead(std::size_t head) const;
    [[nodiscard]] std::size_t headFrom(RowNumber row) const;
    void placeUnfolded();

    Grouping m_grouping;
    RowFilter m_filter;
    RowCount m_seen;
    ChunkedList<std::uint32_t> m_heads; // rows, where not every row is shown
    ByDirection<Stream> m_streams;
    std::vector<Unfolded> m_unfolded; // in order
    std::size_t m_unfoldedLines = 0;
};

} // namespace fg
