#include "ui/message/text_view.h"

#include "ui/base/hit_color.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/look.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <limits>

namespace fg {

namespace {

constexpr int margin = 6;
// A text up to this length is wrapped at once, in less than a millisecond.
constexpr std::size_t shortText = 64 * 1024;

// A double click picks no more on each side, in octets.
constexpr std::size_t longestWord = 64 * 1024;

bool isWordCharacter(char c)
{
    return QChar::isLetterOrNumber(static_cast<unsigned char>(c)) || c == '_'
        || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

TextView::TextView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_jobs(BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Abandon)
{
    setObjectName(QStringLiteral("messageText"));
    setAccessibleName(QStringLiteral("Text of the message"));
    setFocusPolicy(Qt::StrongFocus);
    useFixedFont(this);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // So that the width does not depend on the text.
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setCursor(Qt::IBeamCursor);
    measure();
}

void TextView::setText(SharedText text)
{
    m_text = std::move(text);
    m_lines = {};
    m_lit = {};
    m_tints.clear();
    m_anchor = m_cursor = 0;
    verticalScrollBar()->setValue(0);
    wrap();
}

void TextView::setTints(std::vector<Tint> tints)
{
    m_tints = std::move(tints);
    viewport()->update();
}

// --- lines ---

void TextView::measure()
{
    const QFontMetricsF metrics(font());
    m_charWidth = metrics.horizontalAdvance(QLatin1Char('0'));
    m_lineHeight = static_cast<int>(metrics.height()) + 2;
}

int TextView::columns() const
{
    return std::max(TextLines::leastColumns,
                    static_cast<int>((viewport()->width() - 2 * margin) / m_charWidth));
}

int TextView::visibleLines() const { return std::max(1, (viewport()->height() - margin) / m_lineHeight); }

void TextView::wrap()
{
    m_jobs.cancelAll();
    m_isReady = false;
    viewport()->update();
    if (m_text.characters.size() <= shortText) {
        setLines(*TextLines::wrap(m_text, columns()));
        return;
    }
    m_jobs.start(
        this,
        [text = m_text, columns = columns()](BackgroundJobs::Progress &progress) {
            return TextLines::wrap(text, columns, progress.stopToken());
        },
        [this](std::optional<TextLines> lines) {
            if (lines)
                setLines(std::move(*lines));
        });
}

// Keeps the text at the top of the view where it is.
void TextView::setLines(TextLines lines)
{
    const std::size_t first = m_lines.count() > 0 ? m_lines.line(top()).start : 0;
    m_lines = std::move(lines);
    m_isReady = true;
    updateScrollBar();
    const std::size_t line = m_lines.count() > 0 ? m_lines.lineOf(first) : 0;
    verticalScrollBar()->setValue(
        static_cast<int>(std::min<std::size_t>(line, verticalScrollBar()->maximum())));
    if (m_lit.end > m_lit.start)
        scrollToOctet(m_lit.start);
    viewport()->update();
    emit ready();
}

void TextView::updateScrollBar()
{
    const auto lines =
        static_cast<int>(std::min<std::size_t>(m_lines.count(), std::numeric_limits<int>::max()));
    verticalScrollBar()->setPageStep(visibleLines());
    verticalScrollBar()->setRange(0, std::max(0, lines - visibleLines()));
}

std::size_t TextView::top() const
{
    const auto value = static_cast<std::size_t>(verticalScrollBar()->value());
    return std::min(value, m_lines.count() - std::min<std::size_t>(m_lines.count(), 1));
}

void TextView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (columns() != m_lines.columns() || !m_isReady)
        wrap();
    else
        updateScrollBar();
}

void TextView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measure();
        wrap();
    }
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

// --- painting ---

void TextView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const Theme theme = Theme::of(palette());
    if (m_lines.count() == 0) {
        painter.setPen(theme.muted);
        if (!m_isReady)
            painter.drawText(viewport()->rect(), Qt::AlignCenter, QStringLiteral("Laying out the text…"));
        return;
    }
    painter.setFont(font());
    const std::size_t first = top();
    const std::size_t end = std::min(m_lines.count(), first + static_cast<std::size_t>(visibleLines()) + 1);
    int y = margin / 2;
    const std::vector<HitRange> hits = end > first
        ? hitsBetween(m_lines.line(first).start, m_lines.line(end - 1).end)
        : std::vector<HitRange>();
    for (std::size_t number = first; number < end; ++number, y += m_lineHeight)
        paintLine(painter, m_lines.line(number), y, hits);
}

// A match may begin before the first line in sight, and end after the last one.
std::vector<HitRange> TextView::hitsBetween(std::size_t start, std::size_t end) const
{
    const std::size_t more = longestHit(m_needles);
    if (more == 0)
        return {};
    const std::size_t from = start - std::min(start, more);
    const std::string_view part = m_text.characters.substr(from, end - from + more);
    std::vector<HitRange> hits = hitsIn(octetsOf(part), m_needles);
    for (HitRange &hit : hits)
        hit.start += from;
    return hits;
}

void TextView::setHits(LitNeedles needles)
{
    m_needles = std::move(needles);
    viewport()->update();
}

// Neighbouring characters of one look are painted together, so that letters that join do so.
void TextView::paintLine(QPainter &painter, const TextLines::Line &line, int top,
                         const std::vector<HitRange> &hits)
{
    struct Look
    {
        bool isSign = false;
        bool isAscii = true;
        bool isPicked = false;
        bool isLit = false;
        bool isHit = false;

        bool operator==(const Look &) const = default;
    };
    const Theme theme = Theme::of(palette());
    const Range picked = pickedRange();
    const int baseline = top + QFontMetrics(font()).ascent() + 1;
    Look look;
    QString run;
    int runColumn = 0;
    int column = 0;
    auto hit = hits.begin();
    const auto isHit = [&](std::size_t at) {
        while (hit != hits.end() && hit->start + hit->length <= at)
            ++hit;
        return hit != hits.end() && hit->start <= at;
    };
    const auto paintRun = [&] {
        if (column == runColumn)
            return;
        const double left = margin + runColumn * m_charWidth;
        const double width = (column - runColumn) * m_charWidth;
        if (look.isPicked || look.isLit || look.isHit)
            painter.fillRect(QRectF(left, top, width, m_lineHeight),
                             look.isPicked    ? palette().color(QPalette::Highlight)
                                 : look.isLit ? theme.lit
                                              : hitColor(theme));
        painter.setPen(look.isPicked     ? palette().color(QPalette::HighlightedText)
                           : look.isLit  ? theme.litText
                           : look.isHit  ? hitTextColor(theme)
                           : look.isSign ? theme.warning
                                         : theme.text);
        const double advance = look.isAscii ? width : QFontMetricsF(font()).horizontalAdvance(run);
        painter.save();
        painter.translate(left, baseline);
        // A font that stands in for a missing character may be wider than the columns.
        if (advance > width)
            painter.scale(width / advance, 1);
        painter.drawText(QPointF(0, 0), run);
        painter.restore();
        run.clear();
        runColumn = column;
    };
    paintTints(painter, line, top);
    const std::string_view all = m_text.characters;
    for (std::size_t at = line.start; at < line.end;) {
        const std::string_view rest = all.substr(at);
        const TextCell cell = firstCell(rest, column);
        const bool isSign = cell.kind == TextCell::Kind::Sign;
        const bool isAscii = cell.columns > 0 && static_cast<unsigned char>(rest.front()) < 0x80 && !isSign;
        const Look next{isSign, isAscii, picked.has(at), m_lit.has(at), isHit(at)};
        // A wide character stands by itself, because fonts disagree about its width.
        if (next != look || cell.columns == 2) {
            paintRun();
            look = next;
        }
        if (cell.kind == TextCell::Kind::Tab)
            run += QString(cell.columns, QLatin1Char(' '));
        else if (isSign)
            run += signText(rest);
        else
            run += toQString(rest.substr(0, cell.octets));
        column += cell.columns;
        at += cell.octets;
    }
    paintRun();
}

int TextView::leftOf(const TextLines::Line &line, std::size_t offset) const
{
    int column = 0;
    for (std::size_t at = line.start; at < line.end;) {
        const TextCell cell = firstCell(m_text.characters.substr(at), column);
        if (offset < at + cell.octets)
            break;
        column += cell.columns;
        at += cell.octets;
    }
    return margin + static_cast<int>(column * m_charWidth);
}

// A tint that has its line from start to end is painted to the edge.
void TextView::paintTints(QPainter &painter, const TextLines::Line &line, int top)
{
    auto tint = std::ranges::lower_bound(m_tints, line.start, {}, &Tint::start);
    // One that began before this line, and one in it.
    for (int back = 0; back < 2 && tint != m_tints.begin(); ++back)
        --tint;
    for (; tint != m_tints.end() && tint->start < std::max(line.end, line.start + 1); ++tint) {
        if (tint->end <= line.start)
            continue;
        const int left = tint->start <= line.start ? 0 : leftOf(line, tint->start);
        const bool isWhole = tint->start <= line.start && tint->end >= line.end;
        const int right = isWhole ? viewport()->width() : leftOf(line, std::min(tint->end, line.end));
        painter.fillRect(left, top, right - left, m_lineHeight, tint->color);
    }
}

QRect TextView::rectOf(std::size_t offset) const
{
    const std::size_t number = m_lines.lineOf(offset);
    const int y = margin / 2
        + static_cast<int>(static_cast<std::int64_t>(number) - static_cast<std::int64_t>(top()))
            * m_lineHeight;
    return {leftOf(m_lines.line(number), offset), y, static_cast<int>(m_charWidth), m_lineHeight};
}

// --- picking and copying ---

TextView::Range TextView::pickedRange() const
{
    return {std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor)};
}

std::size_t TextView::offsetAt(const QPoint &point) const
{
    if (m_lines.count() == 0)
        return 0;
    const int below = std::max(0, point.y() - margin / 2) / m_lineHeight;
    const std::size_t number = std::min(m_lines.count() - 1, top() + static_cast<std::size_t>(below));
    const TextLines::Line line = m_lines.line(number);
    const double wanted = (point.x() - margin) / m_charWidth;
    int column = 0;
    std::size_t at = line.start;
    while (at < line.end) {
        const TextCell cell = firstCell(m_text.characters.substr(at), column);
        if (wanted < column + cell.columns / 2.0)
            break;
        column += cell.columns;
        at += cell.octets;
    }
    return at;
}

void TextView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_cursor = offsetAt(event->position().toPoint());
    if (!event->modifiers().testFlag(Qt::ShiftModifier))
        m_anchor = m_cursor;
    viewport()->update();
}

void TextView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    const QPoint point = event->position().toPoint();
    if (point.y() < 0 || point.y() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (point.y() < 0 ? -1 : 1));
    m_cursor = offsetAt(point);
    viewport()->update();
}

void TextView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const std::string_view all = m_text.characters;
    m_anchor = m_cursor = offsetAt(event->position().toPoint());
    const std::size_t first = m_anchor - std::min(m_anchor, longestWord);
    const std::size_t end = std::min(all.size(), m_cursor + longestWord);
    while (m_anchor > first && isWordCharacter(all[m_anchor - 1]))
        --m_anchor;
    while (m_cursor < end && isWordCharacter(all[m_cursor]))
        ++m_cursor;
    viewport()->update();
}

void TextView::pickAll()
{
    m_anchor = 0;
    m_cursor = m_text.characters.size();
    viewport()->update();
}

std::string_view TextView::picked() const
{
    const Range range = pickedRange();
    const std::string_view all = m_text.characters;
    return range.end > range.start ? all.substr(range.start, range.end - range.start) : all;
}

void TextView::copy()
{
    const std::string_view text = picked().substr(0, maxCopiedOctets);
    QGuiApplication::clipboard()->setText(toQString(text));
    emit copied(text.size(), picked().size());
}

void TextView::setLit(std::size_t start, std::size_t length)
{
    m_lit = {start, start + length};
    if (length > 0 && m_isReady)
        scrollToOctet(start);
    viewport()->update();
}

void TextView::scrollToOctet(std::size_t offset)
{
    if (m_lines.count() == 0)
        return;
    const std::size_t line = m_lines.lineOf(offset);
    const std::size_t first = top();
    if (line < first || line >= first + static_cast<std::size_t>(visibleLines()))
        verticalScrollBar()->setValue(static_cast<int>(
            std::min<std::size_t>(line - std::min<std::size_t>(line, 2), std::numeric_limits<int>::max())));
}

void TextView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *const bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        pickAll();
    } else if (event->key() == Qt::Key_Home) {
        bar->setValue(bar->minimum());
    } else if (event->key() == Qt::Key_End) {
        bar->setValue(bar->maximum());
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TextView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Range range = pickedRange();
    menu->addAction(range.end > range.start ? QStringLiteral("&Copy") : QStringLiteral("&Copy all"), this,
                    &TextView::copy);
    menu->addAction(QStringLiteral("Select &all"), this, &TextView::pickAll);
    menu->popup(event->globalPos());
}

} // namespace fg
