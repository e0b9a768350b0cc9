#include "ui/runs/matrix_legend.h"

#include "ui/runs/matrix_tile.h"

#include <QPainter>

#include <array>

namespace fg {

namespace {

// In pixels; the usual size of a field when all cases of a few agents are shown.
constexpr int tileSize = 10;
constexpr int tileGap = 4;
constexpr int itemGap = 14;

std::array<MarkedWord, 4> itemsOf(const Theme &theme)
{
    return {MarkedWord{Mark::Cross, theme.bad, QStringLiteral("failed")},
            MarkedWord{Mark::Triangle, theme.warning, QStringLiteral("non-strict")},
            MarkedWord{Mark::Tick, theme.good, QStringLiteral("passed")}, notRunLook(theme)};
}

} // namespace

MatrixLegend::MatrixLegend(QWidget *parent)
    : QWidget(parent)
{
    setToolTip(QStringLiteral(
        "A click on a field opens the case, a click on a category's name zooms into the category."));
}

QSize MatrixLegend::sizeHint() const
{
    int width = 0;
    for (const MarkedWord &item : itemsOf(Theme::of(palette())))
        width += tileSize + tileGap + fontMetrics().horizontalAdvance(item.word) + itemGap;
    return {width, fontMetrics().height()};
}

void MatrixLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    int left = 0;
    for (const MarkedWord &item : itemsOf(theme)) {
        painter.save();
        painter.translate(left, (height() - tileSize) / 2);
        paintMatrixTile(painter, item, tileSize, palette().color(QPalette::Base));
        painter.restore();
        left += tileSize + tileGap;
        painter.setPen(theme.muted);
        painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignLeft | Qt::AlignVCenter,
                         item.word);
        left += fontMetrics().horizontalAdvance(item.word) + itemGap;
    }
}

} // namespace fg
