#include "ui/runs/matrix_view.h"

#include "ui/base/text.h"
#include "ui/bench/agent_book.h"
#include "ui/bench/verdict_mark.h"
#include "ui/runs/matrix_tile.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace fg {

namespace {

constexpr int paintMilliseconds = 100;
// If a category's name would be cut to fewer characters, only its number is shown.
constexpr int fewestCharacters = 5;

MarkedWord lookOf(const ResultBook::Cell &cell, const Theme &theme)
{
    if (cell.isRunning)
        return {Mark::HalfDisc, theme.warning, QStringLiteral("running")};
    if (!cell.outcome)
        return notRunLook(theme);
    return markOf(*cell.outcome, theme);
}

} // namespace

MatrixView::MatrixView(ResultBook &results, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_results(results)
{
    setObjectName(QStringLiteral("matrixView"));
    setAccessibleName(QStringLiteral("Matrix of agents and cases"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    m_due.setSingleShot(true);
    m_due.setInterval(paintMilliseconds);
    connect(&m_due, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    connect(&results, &ResultBook::changed, this, [this] {
        if (isVisible() && !m_due.isActive())
            m_due.start();
    });
    connect(&results, &ResultBook::agentsChanged, this, &MatrixView::arrange);
    arrange();
}

void MatrixView::setScope(const QString &category)
{
    if (category == m_scope)
        return;
    m_scope = category;
    m_current.reset();
    arrange();
    emit scopeChanged();
}

void MatrixView::arrange()
{
    const int line = fontMetrics().lineSpacing() + 4;
    m_layout = MatrixLayout(blocksOf(m_scope), static_cast<int>(m_results.agents().size()),
                            viewport()->size(), line);
    m_tiles.clear();
    verticalScrollBar()->setRange(0, std::max(0, m_layout.height() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(line);
    viewport()->update();
}

// --- painting ---

AgentId MatrixView::agentOf(const MatrixCell &cell) const
{
    return m_results.agents()[static_cast<std::size_t>(cell.band)];
}

const ResultBook::Cell &MatrixView::resultAt(const MatrixCell &cell) const
{
    return m_results.cell(agentOf(cell), *m_layout.caseOf(cell));
}

const QPixmap &MatrixView::tile(const ResultBook::Cell &cell, qreal ratio) const
{
    const Theme theme = Theme::of(palette());
    const MarkedWord look = lookOf(cell, theme);
    const quint64 key =
        (static_cast<quint64>(look.mark) << 40) | look.color.rgb() | (static_cast<quint64>(ratio * 4) << 48);
    auto found = m_tiles.find(key);
    if (found == m_tiles.end()) {
        const int size = m_layout.cellSize();
        QPixmap pixmap(QSize(size, size) * ratio);
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintMatrixTile(painter, look, size, palette().color(QPalette::Base));
        found = m_tiles.insert(key, pixmap);
    }
    return *found;
}

void MatrixView::paintCell(QPainter &painter, const MatrixCell &cell) const
{
    const QRect place = m_layout.cell(cell);
    const ResultBook::Cell &result = resultAt(cell);
    painter.drawPixmap(place.topLeft(), tile(result, painter.device()->devicePixelRatioF()));
    if (m_layout.cellSize() >= matrixCellForText) {
        const Theme theme = Theme::of(palette());
        const bool isStrong = result.outcome && lookOf(result, theme).mark == Mark::Cross;
        painter.setPen(isStrong ? palette().color(QPalette::Base) : theme.text);
        const QString id = toQString(m_layout.caseOf(cell)->id);
        painter.drawText(place.adjusted(0, place.height() / 2, -1, -2), Qt::AlignHCenter | Qt::AlignBottom,
                         id.section(QLatin1Char('.'), -1));
    }
    if (m_current == cell && hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(0, 0, -1, -1));
    }
}

void MatrixView::paintLabels(QPainter &painter) const
{
    const Theme theme = Theme::of(palette());
    for (std::size_t block = 0; block < m_layout.blocks().size(); ++block) {
        const MatrixBlock &shown = m_layout.blocks()[block];
        const QRect place = m_layout.blockLabel(block);
        painter.setPen(theme.text);
        const QFontMetrics metrics = painter.fontMetrics();
        const QString named = shown.id + QLatin1Char(' ') + shown.title;
        const QString fewest = shown.id + QLatin1Char(' ') + shown.title.left(fewestCharacters);
        const bool hasRoom = metrics.horizontalAdvance(named) <= place.width()
            || metrics.horizontalAdvance(fewest + QChar(0x2026)) <= place.width();
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         hasRoom ? metrics.elidedText(named, Qt::ElideRight, place.width()) : shown.id);
    }
}

QString MatrixView::stateOf(AgentId agent) const
{
    const ResultBook::Counts counts = m_results.counts(agent);
    QString text = QStringLiteral("%1 run, %2 failed").arg(counts.run).arg(counts.failed);
    if (counts.nonStrict > 0)
        text += QStringLiteral(", %1 non-strict").arg(counts.nonStrict);
    return text;
}

void MatrixView::paintBand(QPainter &painter, int band, const QRect &area) const
{
    if (!m_layout.band(band).intersects(area))
        return;
    const AgentId agent = m_results.agents()[static_cast<std::size_t>(band)];
    const Theme theme = Theme::of(palette());
    const QRect label = m_layout.bandLabel(band);
    QFont bold = painter.font();
    const QFont plain = bold;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme.text);
    const QString name = shortened(shownAgent(m_results.nameOf(agent)), 60);
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, name);
    const int used = painter.fontMetrics().horizontalAdvance(name);
    painter.setFont(plain);
    painter.setPen(theme.muted);
    painter.drawText(label.adjusted(used + 10, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, stateOf(agent));
    for (std::size_t block = 0; block < m_layout.blocks().size(); ++block) {
        for (std::size_t place = 0; place < m_layout.blocks()[block].cases.size(); ++place)
            paintCell(painter, {band, block, place});
    }
}

void MatrixView::paintBands(QPainter &painter, const QRect &area) const
{
    paintLabels(painter);
    for (int band = 0; band < m_layout.bands(); ++band)
        paintBand(painter, band, area);
}

void MatrixView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    if (m_layout.bands() == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(
            viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
            QStringLiteral("Run cases: each agent gets a row here, with a field for every case.\n"
                           "Check several agents in the Targets panel to see them side by side."));
        return;
    }
    const int scrolled = verticalScrollBar()->value();
    painter.translate(0, -scrolled);
    paintBands(painter, event->rect().translated(0, scrolled));
}

MatrixView::Picture MatrixView::picture(int scale, const QString &caption) const
{
    const int line = fontMetrics().lineSpacing() + 4;
    const auto bottomOf = [this](int bands) {
        return bands == 0 ? 0 : m_layout.band(bands - 1).bottom() + 1;
    };
    int bands = m_layout.bands();
    while (bands > 1 && (bottomOf(bands) + 2 * line) * scale > highestPicture)
        --bands;
    const int leftOut = m_layout.bands() - bands;
    const QSize size(viewport()->width(), bottomOf(bands) + 2 * line);
    QImage image(size * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(palette().color(QPalette::Base));
    QPainter painter(&image);
    painter.setFont(font());
    paintLabels(painter);
    for (int band = 0; band < bands; ++band)
        paintBand(painter, band, QRect(QPoint(), size));
    painter.setPen(Theme::of(palette()).muted);
    QRect place = QRect(0, bottomOf(bands), size.width(), line).adjusted(line / 2, 0, -line / 2, 0);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, caption);
    if (leftOut > 0)
        painter.drawText(place.translated(0, line), Qt::AlignLeft | Qt::AlignVCenter,
                         QStringLiteral("%1 of %2 agents did not fit into this picture.")
                             .arg(leftOut)
                             .arg(m_layout.bands()));
    return {image, leftOut};
}

// --- mouse and keyboard ---

QPoint MatrixView::inContent(QPoint point) const { return point + QPoint(0, verticalScrollBar()->value()); }

void MatrixView::open(const MatrixCell &cell)
{
    if (const CaseSpec *const spec = m_layout.caseOf(cell))
        emit caseOpened(agentOf(cell), *spec);
}

void MatrixView::setCurrent(const MatrixCell &cell)
{
    m_current = cell;
    const QRect place = m_layout.cell(cell);
    QScrollBar *bar = verticalScrollBar();
    if (place.top() < bar->value())
        bar->setValue(place.top() - place.height());
    else if (place.bottom() > bar->value() + viewport()->height())
        bar->setValue(place.bottom() + place.height() - viewport()->height());
    viewport()->update();
}

void MatrixView::zoomOut() { setScope(m_scope.section(QLatin1Char('.'), 0, -2)); }

void MatrixView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = inContent(event->pos());
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto cell = m_layout.cellAt(point)) {
        setCurrent(*cell);
        open(*cell);
    } else if (const auto block = m_layout.blockLabelAt(point)) {
        setScope(m_layout.blocks()[*block].id);
    }
}

void MatrixView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = inContent(event->pos());
    const bool leads = m_layout.cellAt(point) || m_layout.blockLabelAt(point);
    viewport()->setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MatrixView::keyPressEvent(QKeyEvent *event)
{
    if (m_layout.bands() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const MatrixCell current = m_current.value_or(MatrixCell{});
    const auto go = [&](int columns, int rows) {
        setCurrent(m_current ? m_layout.neighbour(current, columns, rows) : current);
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return go(-1, 0);
    case Qt::Key_Right:
        return go(1, 0);
    case Qt::Key_Up:
        return go(0, -1);
    case Qt::Key_Down:
        return go(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return open(current);
    case Qt::Key_Plus:
        return setScope(m_layout.blocks()[current.block].id);
    case Qt::Key_Minus:
    case Qt::Key_Backspace:
    case Qt::Key_Escape:
        return zoomOut();
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

QString MatrixView::toolTipOf(const MatrixCell &cell) const
{
    const CaseSpec &spec = *m_layout.caseOf(cell);
    const ResultBook::Cell &result = resultAt(cell);
    QString text = QStringLiteral("%1 with %2\n%3\n\n%4")
                       .arg(toQString(spec.id), shownAgent(m_results.nameOf(agentOf(cell))),
                            toQString(spec.title), lookOf(result, Theme::of(palette())).word);
    if (result.outcome && result.outcome->hasRun() && result.outcome->duration)
        text += QStringLiteral(", %1").arg(shortDuration(*result.outcome->duration));
    if (result.outcome && result.outcome->remoteCloseCode)
        text += QStringLiteral(", close code %1").arg(*result.outcome->remoteCloseCode);
    return text;
}

bool MatrixView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *const help = static_cast<QHelpEvent *>(event);
    const QPoint point = inContent(help->pos());
    if (const auto cell = m_layout.cellAt(point)) {
        const QRect place = m_layout.cell(*cell).translated(0, -verticalScrollBar()->value());
        QToolTip::showText(help->globalPos(), plainToolTip(toolTipOf(*cell)), viewport(), place);
    } else if (const auto block = m_layout.blockLabelAt(point)) {
        const MatrixBlock &shown = m_layout.blocks()[*block];
        QToolTip::showText(help->globalPos(), plainToolTip(shown.id + QLatin1Char(' ') + shown.title),
                           viewport());
    } else {
        QToolTip::hideText();
    }
    return true;
}

void MatrixView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void MatrixView::scrollContentsBy(int, int) { viewport()->update(); }

void MatrixView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        arrange();
}

} // namespace fg
