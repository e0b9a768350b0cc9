// The contents of the wire log's cells: texts, marks, tool tips and the header.
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/finding_sentences.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/bench/verdict_mark.h"
#include "ui/log/wire_log_model.h"

#include <algorithm>
#include <array>
#include <optional>

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
    {"Length", "Number of octets of the message, of the frame's payload, or of the read or write"},
    {"Info", "Payload, timer or reason; a binary payload is shown in hexadecimal"},
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
            "Seconds since the row above; for the row below a message's frames, since that message; "
            "a right click offers other times");
    case TimeStyle::Utc:
        return QStringLiteral("Date and time in UTC; a right click offers other times");
    }
    return QStringLiteral("Seconds since the session began; a right click offers other times");
}

// "FIN and RSV2 are set. The payload is masked."
QString flagsSentence(const LogRow &row)
{
    QStringList set;
    if (row.fin())
        set += QStringLiteral("FIN");
    for (unsigned bit = 0; bit < 3; ++bit) {
        if ((row.rsv() & (rsv1 >> bit)) != 0)
            set += QStringLiteral("RSV%1").arg(bit + 1);
    }
    const QString names = set.isEmpty() ? QStringLiteral("No bit") : set.join(QStringLiteral(" and "));
    return QStringLiteral("%1 %2 set. The payload is %3.")
        .arg(names, set.size() > 1 ? QStringLiteral("are") : QStringLiteral("is"),
             row.isMasked() ? QStringLiteral("masked") : QStringLiteral("not masked"));
}

QString lengthSentence(const LogRow &row, const QString &length)
{
    const QString octets =
        length == QLatin1String("1") ? QStringLiteral("1 octet") : QStringLiteral("%1 octets").arg(length);
    if (row.kind == RowKind::Frame)
        return QStringLiteral("The payload has %1.").arg(octets);
    return row.direction == Direction::Out ? QStringLiteral("We wrote %1 at once.").arg(octets)
                                           : QStringLiteral("We read %1 at once.").arg(octets);
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
    return column == Info ? infoText(line) : toQString(cellOf(here.texts, column));
}

std::span<const Finding> WireLogModel::findingsAt(int line) const
{
    const Shown &here = shown(line);
    const std::span<const Finding> all = m_findings.between(here.line.row, here.end);
    // Between the frames of a message there are other rows, which have lines of their own.
    const bool areItsOwn = std::ranges::all_of(
        all, [&](const Finding &finding) { return finding.direction == here.row.direction; });
    return areItsOwn ? all : m_findings.of(here.line.row);
}

QString WireLogModel::brokenText(int line) const
{
    std::string broken;
    for (const Finding &finding : findingsAt(line))
        broken += (broken.empty() ? "" : "; ") + findingBrief(finding.violation);
    return toQString(broken);
}

// What is wrong comes first, because a long payload would leave no room for it.
QString WireLogModel::infoText(int line) const
{
    const QString broken = brokenText(line);
    const QString info = toQString(shown(line).texts.info);
    return broken.isEmpty() || info.isEmpty() ? broken + info : broken + QStringLiteral(" · ") + info;
}

WireLogModel::Look WireLogModel::lookOf(int line) const
{
    const Shown &here = shown(line);
    const RowKind kind = here.row.kind;
    std::optional<Severity> broken;
    for (const Finding &finding : findingsAt(line))
        broken = broken ? std::min(*broken, finding.severity()) : finding.severity();
    return {.direction = here.row.direction,
            .isTraffic = kind == RowKind::Octets || kind == RowKind::Frame,
            .isFrame = kind == RowKind::Frame,
            .isBad = kind == RowKind::Error || kind == RowKind::Failing,
            .broken = broken,
            .hasNote = !notedRowsOf(line, here.line).empty(),
            .tint = here.tint,
            .line = here.line};
}

std::vector<RowNumber> WireLogModel::notedRowsOf(int line, const LogOutline::Line &at) const
{
    const RowNotes &notes = m_session->notes();
    if (const std::uint64_t revision = notes.revision(); revision != m_notedRevision) {
        m_notedRevision = revision;
        m_noted.clear();
        for (const auto &[row, text] : notes.all())
            m_noted.push_back(row);
    }
    std::vector<RowNumber> found;
    const bool hasFolded = at.kind == LogOutline::Line::Kind::Message && !at.isUnfolded;
    const RowNumber end = hasFolded ? shown(line).end : at.row + RowCount(1);
    for (auto row = std::ranges::lower_bound(m_noted, at.row); row != m_noted.end() && *row < end; ++row) {
        if (*row == at.row || lineOfRow(*row) == line)
            found.push_back(*row);
    }
    return found;
}

QString WireLogModel::notesOf(int line) const
{
    QStringList notes;
    for (const RowNumber row : notedRowsOf(line, outlineAt(line)))
        notes += toQString(m_session->notes().of(row));
    return notes.join(QLatin1Char('\n'));
}

QString WireLogModel::tipOf(int line, int column) const
{
    const QString sentence = toolTipOf(line, column);
    const QString notes = notesOf(line);
    if (sentence.isEmpty() && notes.isEmpty())
        return {};
    return plainToolTip(notes.isEmpty() ? sentence : QStringLiteral("%1\n\nNote: %2").arg(sentence, notes));
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
    if (column == Number && look.broken)
        return fg::markOf(*look.broken, theme).icon();
    if (column != DirectionColumn)
        return {};
    return markIcon(markOf(logRow(line)),
                    look.isTraffic   ? directionColor(look.direction, theme)
                        : look.isBad ? theme.bad
                                     : theme.muted);
}

QString WireLogModel::timeToolTip(int line) const
{
    const Shown &here = shown(line);
    const auto before = m_outline->before(static_cast<std::size_t>(line));
    const bool isRowAbove = !before || *before + 1 == static_cast<std::size_t>(line);
    const RowTime time{.began = m_started, .sinceBegin = here.row.time, .sincePrevious = here.sincePrevious};
    return QStringLiteral("%1 s after the session began, %2 s after the %3 above")
        .arg(fg::timeText(time, TimeStyle::Relative), fg::timeText(time, TimeStyle::Delta),
             isRowAbove ? QStringLiteral("row") : QStringLiteral("message"));
}

// A sentence, never a bare number. The mark and what is wrong say which rule was broken.
QString WireLogModel::toolTipOf(int line, int column) const
{
    const Shown &here = shown(line);
    if (column == Time)
        return timeToolTip(line);
    if (column == Number || column == Info) {
        QStringList sentences;
        for (const Finding &finding : findingsAt(line))
            sentences += toQString(findingHeadline(finding, m_session->role()));
        if (!sentences.isEmpty() && column == Info)
            sentences += toQString(here.texts.info);
        if (!sentences.isEmpty())
            return sentences.join(QLatin1Char('\n'));
    }
    const QString text = cellText(line, column);
    switch (column) {
    case Number:
        return QStringLiteral("This is row %1 of the log.").arg(text);
    case DirectionColumn:
        if (here.texts.direction.empty())
            return {};
        return here.row.direction == Direction::Out ? QStringLiteral("We sent it.")
                                                    : QStringLiteral("We received it.");
    case OpcodeColumn:
        return text.isEmpty() ? QString() : QStringLiteral("The opcode of the frame is %1.").arg(text);
    case Flags:
        return text.isEmpty() ? QString() : flagsSentence(here.row);
    case Length:
        return text.isEmpty() ? QString() : lengthSentence(here.row, text);
    default:
        return text;
    }
}

QVariant WireLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_session)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(index.row(), column);
    case Qt::ToolTipRole:
        return tipOf(index.row(), column);
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
