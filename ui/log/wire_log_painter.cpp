#include "ui/log/wire_log_painter.h"

#include "ui/base/hit_color.h"
#include "ui/bench/verdict_mark.h"

#include <QHeaderView>
#include <QPainter>
#include <QWidget>

#include <algorithm>

namespace fg {
namespace {

constexpr int cellMargin = 4;
constexpr int markSize = 14;
// More than fits into any column; a peer can send a longer text.
constexpr qsizetype mostCharacters = 1'000;

QRect markRect(const QRect &cell)
{
    return {cell.left() + cellMargin, cell.center().y() - markSize / 2 + 1, markSize, markSize};
}

} // namespace

WireLogPainter::WireLogPainter(QPainter &painter, const WireLogModel &model, const QHeaderView &header,
                               const QWidget &view, const LitNeedles &lit)
    : m_painter(painter)
    , m_model(model)
    , m_header(header)
    , m_palette(view.palette())
    , m_theme(Theme::of(m_palette))
    , m_font(view.font())
    , m_fixedFont(monospaceFont())
    , m_metrics(m_font)
    , m_fixedMetrics(m_fixedFont)
    , m_isActive(view.isActiveWindow() && view.hasFocus())
    , m_lit(lit)
{
}

QRect WireLogPainter::faultIn(const QRect &cell) { return markRect(cell); }

QRect WireLogPainter::triangleIn(const QRect &cell)
{
    return {cell.left() + 2, cell.center().y() - markSize / 2 + 1, markSize, markSize};
}

void WireLogPainter::paint(int line, const QRect &area, State state)
{
    m_look = m_model.lookOf(line);
    m_isSelected = state.isSelected;
    if (m_isSelected)
        m_painter.fillRect(
            area, m_palette.brush(m_isActive ? QPalette::Active : QPalette::Inactive, QPalette::Highlight));
    else if (m_look.tint)
        m_painter.fillRect(area, tintColor(*m_look.tint, m_theme));
    else if (m_look.line.kind == LogOutline::Line::Kind::Part || m_look.line.isUnfolded)
        m_painter.fillRect(area, mixed(m_palette.color(QPalette::Base), m_theme.text, 0.05));
    const int columns = m_header.count();
    for (int visual = 0; visual < columns; ++visual) {
        const int column = m_header.logicalIndex(visual);
        if (m_header.isSectionHidden(column))
            continue;
        const QRect cell(m_header.sectionViewportPosition(column), area.top(), m_header.sectionSize(column),
                         area.height());
        if (cell.right() >= area.left() && cell.left() <= area.right())
            paintCell(line, column, cell);
    }
    if (state.isCurrent && m_isActive) {
        m_painter.setPen(
            QPen(m_isSelected ? m_palette.color(QPalette::HighlightedText) : m_theme.text, 1, Qt::DotLine));
        m_painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
}

void WireLogPainter::paintCell(int line, int column, const QRect &cell)
{
    switch (column) {
    case WireLogModel::Number:
        paintNumber(line, cell);
        break;
    case WireLogModel::DirectionColumn:
        paintDirection(line, cell);
        break;
    case WireLogModel::What:
        paintWhat(line, cell);
        break;
    case WireLogModel::Info:
        paintInfo(line, cell);
        break;
    default:
        paintText(cell, column, m_model.cellText(line, column));
    }
}

void WireLogPainter::paintNumber(int line, QRect cell)
{
    const QString number = m_model.cellText(line, WireLogModel::Number);
    if (m_look.broken && cell.width() > markSize + 2 * cellMargin) {
        const MarkedWord mark = markOf(*m_look.broken, m_theme);
        paintMark(m_painter, markRect(cell), mark.mark,
                  m_isSelected ? m_palette.color(QPalette::HighlightedText) : mark.color);
        cell.setLeft(cell.left() + markSize + cellMargin);
    }
    paintText(cell, WireLogModel::Number, number);
}

void WireLogPainter::paintDirection(int line, const QRect &cell)
{
    const QColor color = m_isSelected ? m_palette.color(QPalette::HighlightedText)
        : m_look.isTraffic            ? directionColor(m_look.direction, m_theme)
        : m_look.isBad                ? m_theme.bad
                                      : m_theme.muted;
    paintMark(m_painter, markRect(cell), WireLogModel::markOf(m_model.logRow(line)), color);
    paintText(cell.adjusted(markSize + cellMargin, 0, 0, 0), WireLogModel::DirectionColumn,
              m_model.cellText(line, WireLogModel::DirectionColumn));
}

void WireLogPainter::paintWhat(int line, QRect cell)
{
    if (m_look.line.kind == LogOutline::Line::Kind::Message) {
        const QRectF area = triangleIn(cell);
        QPolygonF triangle;
        if (m_look.line.isUnfolded)
            triangle << QPointF(2, 4) << QPointF(12, 4) << QPointF(7, 11);
        else
            triangle << QPointF(4, 2) << QPointF(11, 7) << QPointF(4, 12);
        m_painter.setRenderHint(QPainter::Antialiasing, true);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(colorOf(WireLogModel::What));
        m_painter.drawPolygon(triangle.translated(area.topLeft()));
        m_painter.setRenderHint(QPainter::Antialiasing, false);
    }
    if (m_model.outline().level() == LogLevel::Messages)
        cell.setLeft(cell.left() + (m_look.line.kind == LogOutline::Line::Kind::Part ? 2 * indent : indent)
                     - 2);
    paintText(cell, WireLogModel::What, m_model.cellText(line, WireLogModel::What));
}

QColor WireLogPainter::colorOf(int column) const
{
    if (m_isSelected)
        return m_palette.color(m_isActive ? QPalette::Active : QPalette::Inactive, QPalette::HighlightedText);
    if (m_look.tint) // other colours may not be readable on it
        return m_theme.text;
    if (m_look.isTraffic && column == WireLogModel::DirectionColumn)
        return directionColor(m_look.direction, m_theme);
    if (m_look.isBad)
        return m_theme.bad;
    const bool isAside = column == WireLogModel::Number || column == WireLogModel::Time;
    return m_look.isFrame && !isAside ? m_theme.text : m_theme.muted;
}

// What is wrong has the colour of its mark; what the row says otherwise keeps its own.
void WireLogPainter::paintInfo(int line, QRect cell)
{
    if (m_look.hasNote) {
        paintMark(m_painter, markRect(cell), Mark::Page,
                  m_isSelected ? m_palette.color(QPalette::HighlightedText) : m_theme.text);
        cell.setLeft(cell.left() + markSize + cellMargin);
    }
    const QString broken = m_look.broken ? m_model.brokenText(line) : QString();
    const QString text = m_model.cellText(line, WireLogModel::Info);
    if (!broken.isEmpty()) {
        const QRect room = cell.adjusted(cellMargin, 0, -cellMargin, 0);
        m_painter.setFont(m_fixedFont);
        m_painter.setPen(m_isSelected ? colorOf(WireLogModel::Info) : markOf(*m_look.broken, m_theme).color);
        const QString shown = m_fixedMetrics.elidedText(broken, Qt::ElideRight, room.width());
        m_painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        if (m_lit)
            paintHits(room, shown);
        cell.setLeft(cell.left() + m_fixedMetrics.horizontalAdvance(broken));
    }
    paintText(cell, WireLogModel::Info, text.mid(broken.size()));
}

void WireLogPainter::paintText(const QRect &cell, int column, const QString &text)
{
    const QRect room = cell.adjusted(cellMargin, 0, -cellMargin, 0);
    const bool isFixed = column == WireLogModel::Flags || column == WireLogModel::Info;
    const QFontMetrics &metrics = isFixed ? m_fixedMetrics : m_metrics;
    if (column != WireLogModel::Info) {
        const int besides = m_header.sectionSize(column) - cell.width(); // marks and indents
        int &wanted = m_wantedWidths[static_cast<std::size_t>(column)];
        wanted = std::max(wanted, metrics.horizontalAdvance(text) + 2 * cellMargin + besides + 1);
    }
    if (text.isEmpty() || room.width() <= 0)
        return;
    m_painter.setFont(isFixed ? m_fixedFont : m_font);
    m_painter.setPen(colorOf(column));
    const QString shown = metrics.elidedText(text.left(mostCharacters), Qt::ElideRight, room.width());
    m_painter.drawText(room, WireLogModel::alignmentOf(column) | Qt::TextSingleLine, shown);
    const bool isSearched =
        column == WireLogModel::What || column == WireLogModel::OpcodeColumn || column == WireLogModel::Info;
    if (m_lit && isSearched)
        paintHits(room, shown);
}

void WireLogPainter::paintHits(const QRect &room, const QString &text)
{
    const QByteArray octets = text.toUtf8();
    const QFontMetrics metrics(m_painter.font());
    for (const HitRange &hit : hitsIn(octetsOf(octets.toStdString()), m_lit)) {
        const auto start = static_cast<qsizetype>(hit.start);
        const QString before = QString::fromUtf8(octets.first(start));
        const QString found = QString::fromUtf8(octets.mid(start, static_cast<qsizetype>(hit.length)));
        const QRect place(room.left() + metrics.horizontalAdvance(before), room.top() + 2,
                          metrics.horizontalAdvance(found), room.height() - 4);
        m_painter.fillRect(place, hitColor(m_theme));
        m_painter.setPen(hitTextColor(m_theme));
        m_painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, found);
    }
}

} // namespace fg
