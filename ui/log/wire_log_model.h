// The wire log of the shown session as a table. Rows stay in the session; what is visible is formatted when
// it is painted. New rows are taken when poll() is called, in one insertion. A line of the table is a row of
// the log only while all rows are shown: see rowOf() and lineOfRow().
#pragma once

#include "protocol/report/wording/wording.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/log_outline.h"
#include "ui/base/mark.h"
#include "ui/base/theme.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace fg {

// Of what was sent or received.
[[nodiscard]] inline QColor directionColor(Direction direction, const Theme &theme)
{
    return direction == Direction::Out ? theme.sent : theme.received;
}

class WireLogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Time, DirectionColumn, What, OpcodeColumn, Flags, Length, Info, ColumnCount };

    enum class TimeStyle : std::uint8_t {
        Relative, // since the session began
        Absolute, // of the day, here
        Delta, // since the line that came before: LogOutline::before()
    };

    explicit WireLogModel(QObject *parent = nullptr);

    // `started`: when time 0 of the session was.
    void setSession(std::shared_ptr<const Session> session,
                    std::chrono::system_clock::time_point started = {});
    [[nodiscard]] const std::shared_ptr<const Session> &session() const { return m_session; }
    void setTimeStyle(TimeStyle style);
    [[nodiscard]] TimeStyle timeStyle() const { return m_timeStyle; }
    // Which rows are shown. RowFilter::Kind::Picked stands for those that a finding points to. Looking
    // through the log takes place between other work.
    void setOutline(Grouping grouping, const RowFilter &filter);
    [[nodiscard]] const LogOutline &outline() const { return *m_outline; }
    // Rows that came long ago are still being looked through.
    [[nodiscard]] bool isCatchingUp() const { return m_lookingOn.isActive(); }
    // Takes in the rows that came since the last call.
    void poll();
    // Rows that a finding points to, in ascending order; several may point to one.
    void setMarkedRows(std::vector<RowNumber> rows);
    [[nodiscard]] const std::vector<RowNumber> &markedRows() const { return m_marked; }

    // -1: none.
    [[nodiscard]] int rowOf(int line) const;
    [[nodiscard]] int lineOfRow(RowNumber row) const; // of its message, where it is folded
    // Where a row is, or the next behind it that is shown; -1: there is none.
    [[nodiscard]] int lineFromRow(RowNumber row) const;
    [[nodiscard]] LogOutline::Line outlineAt(int line) const;
    // Shows or hides the frames of the message on this line; false: it is none, or they are already.
    bool unfold(int line);
    bool fold(int line);

    // The line as a text, cells separated by tabs.
    [[nodiscard]] QString textOfLine(int line) const;

    // --- for who paints: as data() has it, without a QVariant for each ---
    [[nodiscard]] QString cellText(int line, int column) const;
    struct Look
    {
        Direction direction = Direction::In;
        bool isTraffic = false;
        bool isFrame = false;
        bool isBad = false;
        bool isMarked = false; // a finding points to it
        LogOutline::Line line;
    };
    [[nodiscard]] Look lookOf(int line) const;
    [[nodiscard]] static Mark markOf(const LogRow &row);
    [[nodiscard]] static int alignmentOf(int column); // Qt::Alignment
    [[nodiscard]] const LogRow &logRow(int line) const { return shown(line).row; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    // outline() has seen further rows, whether or not they are shown.
    void lookedOn();

private:
    // What one line shows; kept for the lines on screen only.
    struct Shown
    {
        LogRow row;
        LogOutline::Line line;
        RowTexts texts;
        Duration sincePrevious{}; // LogOutline::before()
        bool isArriving = false; // a frame whose payload is under way, or a message to which frames come
    };
    [[nodiscard]] const Shown &shown(int line) const;
    [[nodiscard]] const LogRow &rowAt(RowNumber row) const;
    [[nodiscard]] bool isArriving(const LogRow &row) const;
    void lookOn();
    // Marked rows before this one, by their place among them, are shown as they should be.
    void showPicked(std::size_t firstMarked);
    void showNew();
    void forgetFrom(int line);
    void forgetAll();
    [[nodiscard]] bool mayGrow(const LogOutline::Line &line) const;
    // Lines that showed a part of a payload, or of a message, show more of it.
    void renewArriving();
    [[nodiscard]] QString timeText(const Shown &shown) const;
    [[nodiscard]] QVariant decorationOf(int line, int column) const;
    [[nodiscard]] bool isMarked(RowNumber row) const;

    static constexpr std::size_t maxShown = 512;
    // Rows fetched at once: each call to the session may have to wait for the network thread.
    static constexpr RowNumber windowRows = 128;
    // Of the newest rows, a frame may still be arriving.
    static constexpr RowNumber unsettledRows = 64;
    // Rows to look through before other work has its turn: some milliseconds.
    static constexpr RowNumber sliceRows = 128 * 1024;

    std::shared_ptr<const Session> m_session;
    std::chrono::system_clock::time_point m_started;
    TimeStyle m_timeStyle = TimeStyle::Relative;
    std::unique_ptr<LogOutline> m_outline = std::make_unique<LogOutline>();
    QTimer m_lookingOn; // while rows are still to be looked through
    int m_lines = 0;
    std::vector<RowNumber> m_marked;
    mutable std::unordered_map<int, Shown> m_shown; // by line
    mutable std::vector<LogRow> m_window; // consecutive rows from m_windowFirst
    mutable RowNumber m_windowFirst = 0;
};

} // namespace fg
