// The lines of a log view: the rows of a level that a filter accepts. At the level of messages the frames of
// each message are folded under it. The index takes an octet for eight rows, and four octets for each folded
// frame; it is built while the rows are read once. If every row is shown, there is no index. Lines are in the
// order of rows, so that a cause is above its effects.
//
// The fragments of a message and the control and reserved frames of its direction between them are folded
// under it, except that a close frame has a line of its own. A message has the number of its first row. A
// continuation without a message to continue has a line of its own, too.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/message_rows.h"
#include "protocol/session/look/found_rows.h"

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

// Whether what a filter in words (filter_run.h) finds decides which of these lines are shown. A frame that is
// folded under a message, but is found by itself, such as a ping, is then a line of its own, too.
enum class Sieve : std::uint8_t {
    None,
    Passed, // Only lines whose rows were given to LogOutline::setPassed().
    // The same. Octets of the opening handshake are lines that can pass at the levels that leave out reads
    // and writes.
    PassedOrHandshake,
};

class LogOutline
{
public:
    explicit LogOutline(LogLevel level = LogLevel::Octets, RowFilter filter = {}, Sieve sieve = Sieve::None);

    [[nodiscard]] LogLevel level() const { return m_level; }
    [[nodiscard]] const RowFilter &filter() const { return m_filter; }
    [[nodiscard]] Sieve sieve() const { return m_sieve; }
    // Whether every row is shown, so that a line's position is the number of its row.
    [[nodiscard]] bool isPlain() const { return takesCount() && m_sieve == Sieve::None; }
    // Whether every row is a line unless the sieve holds it back, so that rows need not be read.
    [[nodiscard]] bool takesCount() const;

    // Adds a row; call it for each row of the log in order.
    void addRow(const LogRow &row);
    // If takesCount(): sets the number of rows without reading them.
    void setRowCount(RowCount count);
    // Number of rows added so far.
    [[nodiscard]] RowCount rowCount() const { return m_rowCount; }
    // RowFilter::Kind::Picked: replaces the lines of the rows from this one on by these rows, which are
    // ascending and distinct. The sieve may hold back some of them.
    void pickFrom(RowNumber from, const std::vector<RowNumber> &rows);

    // --- the sieve ---
    // Lines that appear or vanish together: there is no other line between them, apart from their parts.
    struct PassChange
    {
        enum class Kind : std::uint8_t { Appear, Vanish };
        Kind kind = Kind::Appear;
        std::vector<RowNumber> rows; // At least one; ascending.
    };
    // From this row on, these rows pass, in ascending order. Rows need not be added yet. Returns what the
    // lines have to be changed by, for change(), in the order of the rows.
    [[nodiscard]] std::vector<PassChange> setPassed(RowNumber from, const std::vector<RowNumber> &rows);
    [[nodiscard]] const FoundRows &passed() const { return m_passed; }
    [[nodiscard]] bool hasPassed(RowNumber row) const
    {
        return m_sieve == Sieve::None || m_passed.contains(row);
    }
    // Number of lines that the sieve holds back.
    [[nodiscard]] std::size_t heldBack() const;

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
    // Number of lines that are not parts.
    [[nodiscard]] std::size_t heads() const { return isPlain() ? m_rowCount.value() : m_heads.size(); }
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

    // Lines that are added or removed.
    struct Change
    {
        std::size_t position = 0; // Position of the first of these lines.
        std::size_t count = 0;
    };
    // The lines that change() adds or removes.
    [[nodiscard]] Change wouldChange(const PassChange &change) const;
    void change(const PassChange &change);
    // Unfolding and folding: the lines after the message's line.
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
        std::size_t head; // Position in m_heads.
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
    // A row that only the sieve can make a line.
    void appendAside(RowNumber row);
    [[nodiscard]] bool isCandidate(RowNumber row) const;
    // After lines have appeared or vanished.
    void renumberUnfolded();
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
    Sieve m_sieve;
    RowCount m_rowCount;
    RowAssembler m_assembler;
    FoundRows m_heads; // The rows of lines that are not parts; empty if every row is shown.
    // With a sieve only:
    FoundRows m_passed;
    FoundRows m_candidates; // The rows of lines without the sieve; empty if takesCount().
    FoundRows m_asides; // Rows that only the sieve makes lines.
    std::size_t m_shownAsides = 0;
    ByDirection<Stream> m_streams;
    std::vector<Unfolded> m_unfolded; // In the order of their positions.
    std::size_t m_unfoldedLines = 0;
};

} // namespace fg
