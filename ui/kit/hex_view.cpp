#include "ui/kit/hex_view.h"

#include "ui/base/hit_color.h"
#include "ui/base/text.h"
#include "ui/kit/look.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <limits>

namespace fg {

namespace {

constexpr int margin = 6;
constexpr int leastWord = 12; // characters of a fault's word that fit beside its octets

QChar shownCharacter(std::byte octet)
{
    const auto value = std::to_integer<unsigned>(octet);
    return value >= 0x20 && value < 0x7F ? QChar(value) : QLatin1Char('.');
}

QString hexOf(std::byte octet)
{
    static constexpr char digits[] = "0123456789abcdef";
    const auto value = std::to_integer<unsigned>(octet);
    return QString(QLatin1Char(digits[value >> 4])) + QLatin1Char(digits[value & 0xF]);
}

int digitsOf(std::uint64_t length)
{
    int digits = 4;
    while (digits < 16 && (length >> (4 * digits)) != 0)
        digits += 2;
    return digits;
}

} // namespace

struct HexView::Line
{
    std::uint64_t first = 0; // position of the first octet
    OctetView octets;
    int top = 0;
};

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("hexView"));
    setAccessibleName(QStringLiteral("Octets in hexadecimal"));
    setFocusPolicy(Qt::StrongFocus);
    useFixedFont(this);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setCursor(Qt::IBeamCursor);
    measure();
}

void HexView::setSource(Reader reader, std::uint64_t length, Reader forOthers)
{
    m_reader = std::move(reader);
    m_forOthers = std::move(forOthers);
    m_searched = {};
    m_length = length;
    m_litStart = 0;
    m_litLength = 0;
    m_cursor = 0;
    verticalScrollBar()->setValue(0);
    measure();
}

void HexView::setLength(std::uint64_t length)
{
    m_length = length;
    measure();
}

void HexView::clear() { setSource({}, 0); }

void HexView::measure()
{
    const QFontMetrics metrics(font());
    m_charWidth = metrics.horizontalAdvance(QLatin1Char('0'));
    m_lineHeight = metrics.height() + 2;
    m_offsetDigits = digitsOf(m_length);
    m_perLine = 4;
    for (const int perLine : {8, 16}) {
        const int wanted = m_perLine;
        m_perLine = perLine;
        if (lineWidth() > viewport()->width()) {
            m_perLine = wanted;
            break;
        }
    }
    updateScrollBar();
    viewport()->update();
}

// Lines beyond a scroll bar's range cannot be reached; the store keeps far fewer.
void HexView::updateScrollBar()
{
    const std::uint64_t lines = std::min<std::uint64_t>(lineCount(), std::numeric_limits<int>::max());
    verticalScrollBar()->setPageStep(visibleLines());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(lines) - visibleLines()));
}

int HexView::visibleLines() const { return std::max(1, (viewport()->height() - margin) / m_lineHeight); }

std::uint64_t HexView::lineCount() const
{
    const auto perLine = static_cast<std::uint64_t>(m_perLine);
    return m_length / perLine + (m_length % perLine != 0);
}

int HexView::hexX(int column) const
{
    const int gap = column / 4; // a gap after every fourth octet
    return margin + (m_offsetDigits + 2 + column * 3) * m_charWidth - m_charWidth / 2 + gap * m_charWidth / 2;
}

int HexView::characterX(int column) const { return hexX(m_perLine) + m_charWidth + column * m_charWidth; }

int HexView::lineWidth() const { return characterX(m_perLine) + margin; }

QSize HexView::minimumSizeHint() const
{
    constexpr int fewest = 8;
    constexpr int lines = 3;
    // hexX() and characterX() depend on m_perLine only through the number of octets.
    const int width = hexX(fewest) + m_charWidth * (fewest + 1) + margin;
    return {width + 2 * frameWidth() + verticalScrollBar()->sizeHint().width(), lines * m_lineHeight};
}

QRect HexView::octetRect(std::uint64_t position) const
{
    const auto perLine = static_cast<std::uint64_t>(m_perLine);
    const auto line = static_cast<std::int64_t>(position / perLine) - verticalScrollBar()->value();
    const int top = margin / 2 + static_cast<int>(line) * m_lineHeight;
    return {hexX(static_cast<int>(position % perLine)), top, 2 * m_charWidth, m_lineHeight};
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_reader || m_length == 0)
        return;
    const auto perLine = static_cast<std::uint64_t>(m_perLine);
    const std::uint64_t first = static_cast<std::uint64_t>(verticalScrollBar()->value()) * perLine;
    const std::uint64_t wanted = std::min<std::uint64_t>(
        m_length - std::min(first, m_length), static_cast<std::uint64_t>(visibleLines() + 1) * perLine);
    const OctetBuffer octets = m_reader(first, static_cast<std::size_t>(wanted));
    painter.setFont(font());
    findHits(first, octets.size());
    Line line{first, {}, margin / 2};
    for (std::size_t at = 0; at < octets.size(); at += perLine) {
        line.octets = OctetView(octets).subspan(at, std::min<std::size_t>(perLine, octets.size() - at));
        paintLit(painter, line);
        paintLine(painter, line);
        line.first += perLine;
        line.top += m_lineHeight;
    }
    if (octets.empty() && wanted > 0) {
        painter.setPen(Theme::of(palette()).muted);
        painter.drawText(
            viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
            QStringLiteral("These octets are no longer kept: the memory of a session is limited."));
    }
}

void HexView::setHits(LitNeedles needles)
{
    m_needles = std::move(needles);
    viewport()->update();
}

// A match may begin before the octets in sight, and end after them.
void HexView::findHits(std::uint64_t first, std::size_t length)
{
    m_hits.clear();
    const std::size_t more = longestHit(m_needles);
    if (more == 0 || length == 0)
        return;
    m_hitsFrom = first - std::min<std::uint64_t>(first, more);
    const std::uint64_t end = std::min<std::uint64_t>(m_length, first + length + more);
    const OctetBuffer octets =
        (m_searched ? m_searched : m_reader)(m_hitsFrom, static_cast<std::size_t>(end - m_hitsFrom));
    m_hits = hitsIn(octets, m_needles);
}

bool HexView::isHit(std::uint64_t position) const
{
    return std::ranges::any_of(m_hits, [&](const HitRange &hit) {
        const std::uint64_t start = m_hitsFrom + hit.start;
        return position >= start && position - start < hit.length;
    });
}

void HexView::paintLit(QPainter &painter, const Line &line)
{
    const Theme theme = Theme::of(palette());
    for (const HitRange &hit : m_hits)
        fillOctets(painter, line, m_hitsFrom + hit.start, hit.length, hitColor(theme));
    fillOctets(painter, line, m_litStart, m_litLength, m_fault ? m_fault->color : theme.lit);
    const bool holdsStart = m_litStart >= line.first && m_litStart - line.first < line.octets.size();
    if (m_fault && m_litLength > 0 && holdsStart)
        paintFault(painter, line);
}

void HexView::fillOctets(QPainter &painter, const Line &line, std::uint64_t start, std::uint64_t length,
                         const QColor &color)
{
    const std::uint64_t end = line.first + line.octets.size();
    const std::uint64_t from = std::max(line.first, start);
    const std::uint64_t to = std::min(end, start + length);
    if (length == 0 || from >= to)
        return;
    const int firstColumn = static_cast<int>(from - line.first);
    const int lastColumn = static_cast<int>(to - line.first) - 1;
    const int left = hexX(firstColumn) - m_charWidth / 2;
    const int right = hexX(lastColumn) + 2 * m_charWidth + m_charWidth / 2;
    painter.fillRect(QRect(left, line.top, right - left, m_lineHeight), color);
    painter.fillRect(
        QRect(characterX(firstColumn), line.top, (lastColumn - firstColumn + 1) * m_charWidth, m_lineHeight),
        color);
}

// The mark and the word of the broken rule, in what is left of the line.
void HexView::paintFault(QPainter &painter, const Line &line)
{
    const int side = QFontMetrics(font()).ascent();
    const int left = characterX(m_perLine) + 2 * m_charWidth;
    const int wordLeft = left + side + m_charWidth;
    const QRect words(wordLeft, line.top, viewport()->width() - wordLeft - margin, m_lineHeight);
    if (words.width() < leastWord * m_charWidth)
        return;
    paintMark(painter, QRectF(left, line.top + (m_lineHeight - side) / 2.0, side, side), m_fault->mark,
              m_fault->color);
    painter.setPen(m_fault->color);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_fault->word, Qt::ElideRight, words.width()));
}

void HexView::paintLine(QPainter &painter, const Line &line)
{
    const Theme theme = Theme::of(palette());
    const QColor litText = m_fault ? palette().color(QPalette::Base) : theme.litText;
    const int baseline = line.top + QFontMetrics(font()).ascent() + 1;
    painter.setPen(theme.muted);
    painter.drawText(margin, baseline,
                     QStringLiteral("%1").arg(line.first, m_offsetDigits, 16, QLatin1Char('0')));
    for (int column = 0; column < static_cast<int>(line.octets.size()); ++column) {
        const std::uint64_t position = line.first + static_cast<std::uint64_t>(column);
        const bool isLit = position >= m_litStart && position - m_litStart < m_litLength;
        const bool isFound = !isLit && isHit(position);
        const QColor textColor = isLit ? litText : isFound ? hitTextColor(theme) : theme.text;
        const std::byte octet = line.octets[static_cast<std::size_t>(column)];
        painter.setPen(textColor);
        painter.drawText(hexX(column), baseline, hexOf(octet));
        const QChar character = shownCharacter(octet);
        if (!isLit && !isFound && character == QLatin1Char('.'))
            painter.setPen(theme.muted);
        painter.drawText(characterX(column), baseline, character);
        if (hasFocus() && position == m_cursor) {
            painter.setPen(textColor);
            painter.drawRect(hexX(column) - 2, line.top, 2 * m_charWidth + 3, m_lineHeight - 1);
        }
    }
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    measure();
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

void HexView::setLit(std::uint64_t start, std::uint64_t length, std::optional<MarkedWord> fault)
{
    m_fault = std::move(fault);
    m_litStart = start;
    m_litLength = length;
    if (length > 0) {
        if (m_fault || m_cursor < start || m_cursor - start >= length)
            m_cursor = start;
        scrollToOctet(m_cursor);
    }
    viewport()->update();
}

void HexView::scrollToOctet(std::uint64_t position)
{
    const std::uint64_t line = position / static_cast<std::uint64_t>(m_perLine);
    const auto first = static_cast<std::uint64_t>(verticalScrollBar()->value());
    const auto page = static_cast<std::uint64_t>(visibleLines());
    const std::uint64_t most = std::numeric_limits<int>::max();
    if (line < first)
        verticalScrollBar()->setValue(static_cast<int>(std::min(line, most)));
    else if (line >= first + page)
        verticalScrollBar()->setValue(static_cast<int>(std::min(line - page + 1, most)));
}

void HexView::pick(std::uint64_t position)
{
    if (position >= m_length)
        return;
    m_cursor = position;
    scrollToOctet(position);
    viewport()->update();
    emit octetPicked(position);
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    const std::optional<std::uint64_t> octet = octetAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && octet)
        pick(*octet);
}

bool HexView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *const help = static_cast<QHelpEvent *>(event);
    const std::optional<std::uint64_t> octet = octetAt(help->pos());
    const bool isOnFault = m_fault && octet && *octet >= m_litStart && *octet - m_litStart < m_litLength;
    QToolTip::showText(help->globalPos(),
                       isOnFault ? plainToolTip(m_fault->word + QLatin1Char('.')) : QString(), viewport());
    return true;
}

std::optional<std::uint64_t> HexView::octetAt(const QPoint &point) const
{
    const int line = std::max(0, point.y() - margin / 2) / m_lineHeight;
    int column = -1;
    for (int at = 0; at < m_perLine; ++at) {
        const bool inHex =
            point.x() >= hexX(at) - m_charWidth / 2 && point.x() < hexX(at) + 5 * m_charWidth / 2;
        const bool inText = point.x() >= characterX(at) && point.x() < characterX(at + 1);
        if (inHex || inText)
            column = at;
    }
    const auto top = static_cast<std::uint64_t>(verticalScrollBar()->value());
    const std::uint64_t position =
        (top + static_cast<std::uint64_t>(line)) * static_cast<std::uint64_t>(m_perLine)
        + static_cast<std::uint64_t>(std::max(column, 0));
    return column < 0 || position >= m_length ? std::nullopt : std::optional(position);
}

void HexView::moveCursor(std::int64_t by)
{
    if (m_length == 0)
        return;
    const std::uint64_t distance = static_cast<std::uint64_t>(by < 0 ? -by : by);
    if (by < 0)
        pick(m_cursor - std::min(distance, m_cursor));
    else
        pick(m_cursor + std::min(distance, m_length - 1 - m_cursor));
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyLit();
        return;
    }
    const auto most = std::numeric_limits<std::int64_t>::max();
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(-1);
        break;
    case Qt::Key_Right:
        moveCursor(1);
        break;
    case Qt::Key_Up:
        moveCursor(-m_perLine);
        break;
    case Qt::Key_Down:
        moveCursor(m_perLine);
        break;
    case Qt::Key_PageUp:
        moveCursor(-static_cast<std::int64_t>(m_perLine) * visibleLines());
        break;
    case Qt::Key_PageDown:
        moveCursor(static_cast<std::int64_t>(m_perLine) * visibleLines());
        break;
    case Qt::Key_Home:
        moveCursor(-most);
        break;
    case Qt::Key_End:
        moveCursor(most);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        break;
    }
}

void HexView::copyLit()
{
    if (!m_reader)
        return;
    const bool hasLit = m_litLength > 0;
    const std::uint64_t length = std::min<std::uint64_t>(hasLit ? m_litLength : m_length, maxCopiedOctets);
    const OctetBuffer octets =
        (m_forOthers ? m_forOthers : m_reader)(hasLit ? m_litStart : 0, static_cast<std::size_t>(length));
    QGuiApplication::clipboard()->setText(QString::fromStdString(toHex(octets)));
}

} // namespace fg
