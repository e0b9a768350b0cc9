// The wire log of the shown session as a table. The rows stay in the session; only visible lines are
// formatted, when they are painted. poll() adds new rows in one insertion. Lines of the table are numbered
// differently from rows of the log unless all rows are shown: see rowOf() and lineOfRow().
#pragma once

#include "protocol/report/wording/row_texts.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/log_outline.h"
#include "protocol/session/look/row_match.h"
#include "ui/base/mark.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/log/color_rules.h"
#include "ui/log/row_findings.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fg {

// The colour for sent or received octets.
[[nodiscard]] inline QColor directionColor(Direction direction, const Theme &theme)
{
    return direction == Direction::Out ? theme.sent : theme.received;
}

class WireLogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Time, DirectionColumn, What, OpcodeColumn, Flags, Length, Info, ColumnCount };

    explicit WireLogModel(QObject *parent = nullptr);

    // Which rows of a session a person wants out of sight.
    struct Veil
    {
        RowNumber clearedBefore; // Earlier rows are hidden.
        std::optional<RowNumber> heldFrom; // This row and later ones wait; nullopt: none do.
    };
    // `started`: the time of the day at the session's time 0.
    void setSession(std::shared_ptr<const Session> session,
                    std::chrono::system_clock::time_point started = {}, const Veil &veil = {});
    [[nodiscard]] const std::shared_ptr<const Session> &session() const { return m_session; }
    void setTimeStyle(TimeStyle style);
    [[nodiscard]] TimeStyle timeStyle() const { return m_timeStyle; }
    // Chooses the rows that are shown. RowFilter::Kind::Picked means the rows that a finding points to. Rows
    // are added in slices, so that other events are processed in between. With a sieve, only those of them
    // are shown that setPassed() names.
    struct Sifted
    {
        Sieve sieve = Sieve::None;
        FoundRows passed; // So far.
        RowCount tried; // Rows up to here.
    };
    void setOutline(LogLevel level, const RowFilter &filter, const Sifted &sifted);
    // The rows from this one on that pass the sieve, in ascending order; those before it stay as they are.
    void setPassed(RowNumber from, const std::vector<RowNumber> &rows);
    // The rows up to here were tried by whoever calls setPassed().
    void setTried(RowCount rows) { m_tried = rows; }
    [[nodiscard]] RowCount tried() const { return m_tried; }
    // Whether it is known whether the row is shown.
    [[nodiscard]] bool isDecided(RowNumber row) const;
    [[nodiscard]] const LogOutline &outline() const { return *m_outline; }
    // Older rows are still being added to the outline.
    [[nodiscard]] bool isCatchingUp() const { return m_extending.isActive() || m_isSieving; }
    // Older rows are still being tried by whoever calls setPassed().
    void setSieving(bool on) { m_isSieving = on; }
    // Adds the rows that the session got since the last call. They wait if new rows are held.
    void poll();
    // Holds the rows that are not in the log yet, or shows those that waited.
    void hold();
    void release();
    [[nodiscard]] std::optional<RowNumber> heldFrom() const { return m_heldFrom; }
    // Number of lines that are held.
    [[nodiscard]] std::size_t waiting() const;
    // Number of lines that are neither held nor parts of messages.
    [[nodiscard]] std::size_t headsShown() const;
    // The rules by which rows are coloured; asked only for the lines that are painted.
    void setColorRules(const std::vector<ColorRule> &rules);
    // The rows that they point to are marked and say what is wrong.
    void setFindings(std::vector<Finding> findings);
    [[nodiscard]] const RowFindings &findings() const { return m_findings; }

    // The row of a line; nullopt: there is no such line.
    [[nodiscard]] std::optional<RowNumber> rowOf(int line) const;
    // The line of a row; -1: none.
    [[nodiscard]] int lineOfRow(RowNumber row) const; // the message's line if the frame is folded
    // The line of a row, or of the next shown row after it; -1: none.
    [[nodiscard]] int lineFromRow(RowNumber row) const;
    [[nodiscard]] LogOutline::Line outlineAt(int line) const;
    // Shows or hides the frames of the message on this line. False: the line is not a message, or nothing
    // changed.
    bool unfold(int line);
    bool fold(int line);

    // A condition of a filter that the row passes for what this cell shows; empty: none.
    [[nodiscard]] std::string clauseOf(int line, int column) const;
    // The line as text, with tabs between its cells.
    [[nodiscard]] QString textOfLine(int line) const;
    // What a person has noted on the line's row, and on the frames folded under it.
    [[nodiscard]] QString notesOf(int line) const;
    // Lines as text for others: secrets of the opening handshake are blanked. Each line ends with LF.
    [[nodiscard]] QString textForOthers(const std::set<int> &lines) const;

    // --- for painting: the values of data() without a QVariant for each ---
    [[nodiscard]] QString cellText(int line, int column) const;
    struct Look
    {
        Direction direction = Direction::In;
        bool isTraffic = false;
        bool isFrame = false;
        bool isBad = false;
        std::optional<Severity> broken; // the worst of the rules that findings say the row breaks
        bool hasNote = false; // a person has noted something on it, or on a frame folded under it
        std::optional<Tint> tint; // of the first colour rule that it passes
        LogOutline::Line line;
    };
    [[nodiscard]] Look lookOf(int line) const;
    [[nodiscard]] static Mark markOf(const LogRow &row);
    [[nodiscard]] static int alignmentOf(int column); // Qt::Alignment
    [[nodiscard]] const LogRow &logRow(int line) const { return shown(line).row; }
    // The findings that point to the line's row, or to a frame of its message while the frames are folded.
    [[nodiscard]] std::span<const Finding> findingsAt(int line) const;
    // What is wrong with the line, with which its Info begins; empty if it breaks no rule.
    [[nodiscard]] QString brokenText(int line) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    // Rows were added to outline(), whether or not they are shown.
    void outlineExtended();
    // The sieve has changed how many lines are held.
    void waitingChanged();

private:
    // The contents of one line; kept for the lines on screen only.
    struct Shown
    {
        LogRow row;
        LogOutline::Line line;
        RowTexts texts;
        Duration sincePrevious{}; // LogOutline::before()
        RowNumber end; // the row after it, or after the last frame of a message that is folded
        std::optional<Tint> tint;
        bool isArriving = false; // a frame or a message that is not complete yet
    };
    [[nodiscard]] const Shown &shown(int line) const;
    [[nodiscard]] const LogRow &rowAt(RowNumber row) const;
    [[nodiscard]] bool isArriving(const LogRow &row) const;
    // Makes the colour rules ready for the session.
    void readyTints();
    [[nodiscard]] std::optional<Tint> tintOf(const LogOutline::Line &line) const;
    void extendOutline();
    // Number of lines that may be shown.
    [[nodiscard]] std::size_t shownSize() const;
    // Shows the marked rows anew from this index in m_findings.rows() on; those before it are already shown.
    void showPicked(std::size_t firstMarked);
    void showNew();
    void change(const LogOutline::PassChange &change);
    void forgetFrom(int line);
    void forgetAll();
    [[nodiscard]] bool mayGrow(const LogOutline::Line &line) const;
    // The rows with notes that are on this line: its own and those folded under it.
    // The sentence of a cell, and the notes on its row.
    [[nodiscard]] QString tipOf(int line, int column) const;
    [[nodiscard]] std::vector<RowNumber> notedRowsOf(int line, const LogOutline::Line &at) const;
    // Repaints the lines whose frame or message was not complete.
    void renewArriving();
    [[nodiscard]] std::optional<MessageRecord> messageAt(const Shown &here) const;
    [[nodiscard]] std::uint64_t lengthOf(const Shown &here) const;
    [[nodiscard]] std::string contentClause(const Shown &here) const;
    [[nodiscard]] static std::string infoClause(const Shown &here);
    [[nodiscard]] QStringList cellsOf(int line) const;
    [[nodiscard]] QString timeText(const Shown &shown) const;
    [[nodiscard]] QVariant decorationOf(int line, int column) const;
    [[nodiscard]] QString infoText(int line) const;
    [[nodiscard]] QString toolTipOf(int line, int column) const;
    [[nodiscard]] QString timeToolTip(int line) const;

    static constexpr std::size_t maxShown = 512;
    // Rows fetched at once, because each call to the session may have to wait for the network thread.
    static constexpr RowCount windowRows{128};
    // Number of newest lines among which a frame may still be arriving.
    static constexpr int unsettledLines = 64;
    // Rows added to the outline before other events are processed: this takes some milliseconds.
    static constexpr RowCount sliceRows{128 * 1024};

    std::shared_ptr<const Session> m_session;
    std::chrono::system_clock::time_point m_started;
    TimeStyle m_timeStyle = TimeStyle::Relative;
    std::unique_ptr<LogOutline> m_outline = std::make_unique<LogOutline>();
    QTimer m_extending; // runs while rows of the log are missing in the outline
    int m_lines = 0;
    RowFindings m_findings;
    std::optional<RowNumber> m_heldFrom;
    std::vector<std::pair<FilterTree, Tint>> m_colorRules; // those that are on, in order
    mutable std::vector<std::pair<RowMatch, Tint>> m_tints; // the same for the session
    mutable std::vector<RowNumber> m_noted; // in order, as of m_notedRevision
    mutable std::uint64_t m_notedRevision = 0;
    RowCount m_tried;
    bool m_isSieving = false;
    mutable std::unordered_map<int, Shown> m_shown; // by line
    mutable std::vector<LogRow> m_window; // consecutive rows from m_windowFirst
    mutable RowNumber m_windowFirst;
};

} // namespace fg
