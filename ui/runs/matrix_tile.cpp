#include "ui/runs/matrix_tile.h"

#include <QPainter>

#include <algorithm>

namespace fg {

namespace {

constexpr int cellForMark = 12; // pixels; smaller cells are fields without a mark

int insetOf(Mark mark, int size)
{
    switch (mark) {
    case Mark::Cross:
        return 0;
    case Mark::Triangle:
        return std::max(1, size / 10);
    case Mark::Dot:
        return size * 2 / 5;
    default:
        return std::max(1, size / 6);
    }
}

// There is no room for a mark: the field is full, hollow or smaller.
void paintSmallTile(QPainter &painter, const MarkedWord &look, int size, const QColor &base)
{
    const int inset = insetOf(look.mark, size);
    const QRect field(inset, inset, size - 2 * inset, size - 2 * inset);
    if (look.mark == Mark::Triangle) {
        painter.setPen(look.color);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(field.adjusted(0, 0, -1, -1));
    } else {
        painter.fillRect(field, look.mark == Mark::Cross ? look.color : mixed(base, look.color, 0.65));
    }
}

} // namespace

MarkedWord notRunLook(const Theme &theme) { return {Mark::Dot, theme.muted, QStringLiteral("not run")}; }

void paintMatrixTile(QPainter &painter, const MarkedWord &look, int size, const QColor &base)
{
    if (size < cellForMark) {
        paintSmallTile(painter, look, size, base);
        return;
    }
    const int inset = insetOf(look.mark, size - 1);
    const QRectF field(inset, inset, size - 1 - 2 * inset, size - 1 - 2 * inset);
    const bool isStrong = look.mark == Mark::Cross;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    // A small field needs a stronger colour to be visible, also on a dark background.
    painter.setBrush(isStrong ? look.color : mixed(base, look.color, look.mark == Mark::Dot ? 0.65 : 0.22));
    painter.drawRoundedRect(field, 2, 2);
    const double mark = std::min<double>(field.width() * 0.7, 18);
    // In big cells, the number of the case is in the lower half.
    const double top = size >= matrixCellForText ? field.top() + field.height() * 0.28 - mark / 2
                                                 : field.center().y() - mark / 2;
    paintMark(painter, QRectF(field.center().x() - mark / 2, std::max(top, 0.0), mark, mark), look.mark,
              isStrong ? base : look.color);
}

} // namespace fg
