#include "ui/wire_log_model.h"

#include "ui/mark.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QFont>

#include <algorithm>
#include <array>
#include <limits>

namespace fg {

namespace {

struct ColumnText
{
    const char *title;
    const char *explanation;
};

constexpr std::array<ColumnText, WireLogModel::ColumnCount> columnTexts = {{
    {"No", "Number of the row"},
    {"Time", "Since the session began"},
    {"Dir", "TX: sent by us, RX: received from the peer"},
    {"What", "What the row is about"},
    {"Opcode", "Opcode of the frame"},
    {"FRM", "FIN, RSV bits and MASK of the frame; - where not set"},
    {"Length", "Octets: of the read or write, or of the frame's payload"},
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

bool isTraffic(RowKind kind) { return kind == RowKind::Octets || kind == RowKind::Frame; }

QColor colorOf(Direction direction, const Theme &theme)
{
    return direction == Direction::Out ? theme.sent : theme.received;
}

QVariant foregroundOf(const LogRow &row, int column)
{
    const Theme theme = Theme::current();
    if (isTraffic(row.kind) && column == WireLogModel::DirectionColumn)
        return colorOf(row.direction, theme);
    if (row.kind == RowKind::Error || row.kind == RowKind::Failing)
        return theme.bad;
    if (row.kind == RowKind::Frame)
        return column == WireLogModel::Number || column == WireLogModel::Time ? theme.muted : theme.text;
    return theme.muted;
}

Mark markOf(const LogRow &row)
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

} // namespace

WireLogModel::WireLogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void WireLogModel::setSession(std::shared_ptr<const Session> session)
{
    beginResetModel();
    m_session = std::move(session);
    m_marked.clear();
    m_shown.clear();
    m_window.clear();
    m_rows = 0;
    endResetModel();
    poll();
}

void WireLogModel::poll()
{
    if (!m_session)
        return;
    constexpr RowNumber most = std::numeric_limits<int>::max() - 1;
    const int rows = static_cast<int>(std::min(m_session->rowCount(), most));
    renewArriving();
    if (rows <= m_rows)
        return;
    forgetTail();
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
}

void WireLogModel::setMarkedRows(std::vector<RowNumber> rows)
{
    if (rows == m_marked)
        return;
    m_marked = std::move(rows);
    if (m_rows > 0)
        emit dataChanged(index(0, Number), index(m_rows - 1, Number), {Qt::DecorationRole});
}

bool WireLogModel::isMarked(RowNumber row) const
{
    return std::binary_search(m_marked.begin(), m_marked.end(), row);
}

int WireLogModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_rows; }

int WireLogModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

void WireLogModel::forgetTail()
{
    const auto settled = static_cast<RowNumber>(m_rows) - std::min<RowNumber>(m_rows, unsettledRows);
    std::erase_if(m_shown, [settled](const auto &shown) { return shown.first >= settled; });
    m_window.clear();
}

bool WireLogModel::isArriving(const LogRow &row) const
{
    if (row.kind != RowKind::Frame || row.has(RowFlag::Incomplete)
        || m_session->summary().state == SessionState::Closed)
        return false;
    const std::uint64_t taken = m_session->streamSize(row.direction);
    const std::uint64_t payload = row.offset + row.header().size();
    return taken < payload || taken - payload < row.length;
}

void WireLogModel::renewArriving()
{
    std::vector<int> renewed;
    for (const auto &[row, shown] : m_shown) {
        if (shown.isArriving)
            renewed.push_back(static_cast<int>(row));
    }
    if (renewed.empty())
        return;
    m_window.clear();
    for (const int row : renewed) {
        m_shown.erase(static_cast<RowNumber>(row));
        emit dataChanged(index(row, Length), index(row, Info));
    }
}

const LogRow &WireLogModel::rowAt(RowNumber row) const
{
    if (row < m_windowFirst || row - m_windowFirst >= m_window.size()) {
        m_windowFirst = row - std::min(row, windowRows / 2);
        m_window.resize(windowRows);
        m_window.resize(m_session->rows(m_windowFirst, m_window));
    }
    return m_window[row - m_windowFirst];
}

const WireLogModel::Shown &WireLogModel::shown(RowNumber row) const
{
    if (const auto found = m_shown.find(row); found != m_shown.end())
        return found->second;
    if (m_shown.size() >= maxShown)
        m_shown.clear();
    Shown made;
    made.row = rowAt(row);
    // Asked first: what arrives in between is shown once more, not left out.
    made.isArriving = isArriving(made.row);
    made.texts = rowTexts(*m_session, row);
    made.sincePrevious = row > 0 ? made.row.time - rowAt(row - 1).time : made.row.time;
    return m_shown.emplace(row, std::move(made)).first->second;
}

QString WireLogModel::textOf(const Shown &shown, RowNumber row, int column) const
{
    if (column == Number)
        return QString::number(row);
    if (column == Time)
        return toQString(durationText(shown.row.time));
    return toQString(cellOf(shown.texts, column));
}

QVariant WireLogModel::decorationOf(const LogRow &row, RowNumber number, int column) const
{
    const Theme theme = Theme::current();
    if (column == Number && isMarked(number))
        return markIcon(Mark::Triangle, theme.warning);
    if (column != DirectionColumn)
        return {};
    if (isTraffic(row.kind))
        return markIcon(markOf(row), colorOf(row.direction, theme));
    const bool isBad = row.kind == RowKind::Error || row.kind == RowKind::Failing;
    return markIcon(markOf(row), isBad ? theme.bad : theme.muted);
}

QVariant WireLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_session)
        return {};
    const int column = index.column();
    const auto number = static_cast<RowNumber>(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(shown(number), number, column);
    case Qt::ToolTipRole: {
        const Shown &row = shown(number);
        if (column == Time)
            return QStringLiteral("%1 after the row before").arg(toQString(durationText(row.sincePrevious)));
        return plainToolTip(textOf(row, number, column));
    }
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(
            QLatin1String(columnTexts[static_cast<std::size_t>(column)].title),
            textOf(shown(number), number, column));
    case Qt::DecorationRole:
        return decorationOf(shown(number).row, number, column);
    case Qt::ForegroundRole:
        return foregroundOf(shown(number).row, column);
    case Qt::TextAlignmentRole:
        return int(
            Qt::AlignVCenter
            | (column == Number || column == Time || column == Length ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return column == Flags || column == Info ? QVariant(monospaceFont()) : QVariant();
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
        return QLatin1String(column.explanation);
    case Qt::TextAlignmentRole:
        return int(
            Qt::AlignVCenter
            | (section == Number || section == Time || section == Length ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QString WireLogModel::lineOf(int row) const
{
    const auto number = static_cast<RowNumber>(row);
    const Shown &texts = shown(number);
    QStringList cells;
    for (int column = 0; column < ColumnCount; ++column)
        cells += textOf(texts, number, column);
    return cells.join(QLatin1Char('\t'));
}

} // namespace fg
