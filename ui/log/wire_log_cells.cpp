// The contents of the wire log's cells: texts, marks, tool tips and the header.
#include "protocol/report/view/session_view.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/log/wire_log_model.h"

#include <array>

namespace fg {

namespace {

struct ColumnText
{
    const char *title;
    const char *explanation;
};

constexpr std::array<ColumnText, WireLogModel::ColumnCount> columnTexts = {{
    {"No", "Number of the row"},
    {"Time", nullptr},
    {"Dir", "TX: sent by us, RX: received from the peer"},
    {"What", "What the row is about"},
    {"Opcode", "Opcode of the frame"},
    {"FRM", "FIN, RSV bits and MASK of the frame; - for a bit that is not set"},
    {"Length", "Number of octets of the read or write, or of the frame's payload"},
    {"Info", "Payload, timer or reason"},
}};

std::string_view cellOf(const RowTexts &texts, int column)
{
    switch (column) {
    case WireLogModel::DirectionColumn:
        return texts.direction;
    case WireLogModel::What:
        return texts.what;
    case WireLogModel::OpcodeColumn:
        return texts.opcode;
    case WireLogModel::Flags:
        return texts.flags;
    case WireLogModel::Length:
        return texts.length;
    case WireLogModel::Info:
        return texts.info;
    default:
        return {};
    }
}

QString timeExplanation(TimeStyle style)
{
    switch (style) {
    case TimeStyle::Relative:
        break;
    case TimeStyle::Absolute:
        return QStringLiteral("Time of the day; a right click offers other times");
    case TimeStyle::Delta:
        return QStringLiteral(
            "Time since the row above; for the row below a message's frames, since that message; "
            "a right click offers other times");
    case TimeStyle::Utc:
        return QStringLiteral("Date and time in UTC; a right click offers other times");
    }
    return QStringLiteral("Time since the session began; a right click offers other times");
}

} // namespace

QString WireLogModel::timeText(const Shown &shown) const
{
    // The row above is the one of LogOutline::before().
    return fg::timeText(
        {.began = m_started, .sinceBegin = shown.row.time, .sincePrevious = shown.sincePrevious},
        m_timeStyle);
}

QString WireLogModel::cellText(int line, int column) const
{
    const Shown &here = shown(line);
    if (column == Number)
        return QString::number(here.line.row.value());
    if (column == Time)
        return timeText(here);
    return toQString(cellOf(here.texts, column));
}

WireLogModel::Look WireLogModel::lookOf(int line) const
{
    const Shown &here = shown(line);
    const RowKind kind = here.row.kind;
    return {.direction = here.row.direction,
            .isTraffic = kind == RowKind::Octets || kind == RowKind::Frame,
            .isFrame = kind == RowKind::Frame,
            .isBad = kind == RowKind::Error || kind == RowKind::Failing,
            .isMarked = isMarked(here.line.row),
            .line = here.line};
}

Mark WireLogModel::markOf(const LogRow &row)
{
    switch (row.kind) {
    case RowKind::Octets:
    case RowKind::Frame:
        return row.direction == Direction::Out ? Mark::ArrowOut : Mark::ArrowIn;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        return Mark::Clock;
    case RowKind::Connected:
        return Mark::Disc;
    case RowKind::Dropped:
        return Mark::Bar;
    case RowKind::Error:
    case RowKind::Failing:
        return Mark::Cross;
    case RowKind::Recording:
    case RowKind::Note:
        break;
    }
    return Mark::Dot;
}

int WireLogModel::alignmentOf(int column)
{
    const bool isNumber = column == Number || column == Time || column == Length;
    return static_cast<int>(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
}

QVariant WireLogModel::decorationOf(int line, int column) const
{
    const Theme theme = Theme::current();
    const Look look = lookOf(line);
    if (column == Number && look.isMarked)
        return markIcon(Mark::Triangle, theme.warning);
    if (column != DirectionColumn)
        return {};
    return markIcon(markOf(logRow(line)),
                    look.isTraffic   ? directionColor(look.direction, theme)
                        : look.isBad ? theme.bad
                                     : theme.muted);
}

QVariant WireLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_session)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(index.row(), column);
    case Qt::ToolTipRole: {
        if (column != Time)
            return plainToolTip(cellText(index.row(), column));
        const Shown &here = shown(index.row());
        const auto before = m_outline->before(static_cast<std::size_t>(index.row()));
        const bool isRowAbove = !before || *before + 1 == static_cast<std::size_t>(index.row());
        const RowTime time{
            .began = m_started, .sinceBegin = here.row.time, .sincePrevious = here.sincePrevious};
        return QStringLiteral("%1 after the session began, %2 after the %3 above")
            .arg(fg::timeText(time, TimeStyle::Relative), fg::timeText(time, TimeStyle::Delta),
                 isRowAbove ? QStringLiteral("row") : QStringLiteral("message"));
    }
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(
            QLatin1String(columnTexts[static_cast<std::size_t>(column)].title),
            cellText(index.row(), column));
    case Qt::DecorationRole:
        return decorationOf(index.row(), column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    default:
        return {};
    }
}

QVariant WireLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const ColumnText &column = columnTexts[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return QLatin1String(column.title);
    case Qt::ToolTipRole:
        return section == Time ? timeExplanation(m_timeStyle) : QString(QLatin1String(column.explanation));
    case Qt::TextAlignmentRole:
        return alignmentOf(section);
    default:
        return {};
    }
}

QStringList WireLogModel::cellsOf(int line) const
{
    QStringList cells;
    for (int column = 0; column < ColumnCount; ++column)
        cells += cellText(line, column);
    return cells;
}

QString WireLogModel::textOfLine(int line) const { return cellsOf(line).join(QLatin1Char('\t')); }

QString WireLogModel::textForOthers(const std::set<int> &lines) const
{
    const SessionView view(*m_session, Secrets::Blanked);
    QString text;
    for (const int line : lines) {
        QStringList cells = cellsOf(line);
        if (const LogRow row = shown(line).row; row.kind == RowKind::Octets)
            cells[Info] = toQString(rowTexts(view, row).info);
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace fg
