#include "ui/base/mark.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>

#include <algorithm>

namespace fg {

namespace {

// Draws in a square of 16 by 16 units.
QPainterPath linesOf(std::initializer_list<QPointF> points)
{
    QPainterPath path;
    const QPointF *point = points.begin();
    path.moveTo(*point);
    while (++point != points.end())
        path.lineTo(*point);
    return path;
}

void paintArrow(QPainter &painter, bool toTheRight)
{
    if (!toTheRight) {
        painter.translate(16, 0);
        painter.scale(-1, 1);
    }
    painter.drawPath(linesOf({{2, 8}, {13.5, 8}}));
    painter.drawPath(linesOf({{9, 3.5}, {13.5, 8}, {9, 12.5}}));
}

void paintFilled(QPainter &painter, const QPainterPath &path)
{
    painter.fillPath(path, painter.pen().color());
}

void paintTriangle(QPainter &painter)
{
    QPainterPath path = linesOf({{8, 1.8}, {15, 14.2}, {1, 14.2}});
    path.closeSubpath();
    path.addRect(7.2, 6, 1.7, 4.4);
    path.addRect(7.2, 11.4, 1.7, 1.7);
    path.setFillRule(Qt::OddEvenFill);
    paintFilled(painter, path);
}

void paintDisc(QPainter &painter, double radius)
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 8), radius, radius);
    paintFilled(painter, path);
}

void paintHalfDisc(QPainter &painter)
{
    painter.drawEllipse(QPointF(8, 8), 5.5, 5.5);
    QPainterPath path;
    path.moveTo(8, 8);
    path.arcTo(QRectF(2.5, 2.5, 11, 11), 90, 180);
    paintFilled(painter, path);
}

void paintLetter(QPainter &painter)
{
    painter.drawEllipse(QPointF(8, 8), 6, 6);
    painter.drawPath(linesOf({{8, 7.4}, {8, 11}}));
    painter.drawPoint(QPointF(8, 4.8));
}

void paintClock(QPainter &painter)
{
    painter.drawEllipse(QPointF(8, 8), 5.8, 5.8);
    painter.drawPath(linesOf({{8, 4.6}, {8, 8}, {10.6, 9.4}}));
}

// A sheet with a corner turned down.
void paintPage(QPainter &painter)
{
    QPen thin = painter.pen();
    thin.setWidthF(1.3);
    painter.setPen(thin);
    painter.drawPath(
        linesOf({{9.5, 2}, {3.5, 2}, {3.5, 14}, {12.5, 14}, {12.5, 5}, {9.5, 2}, {9.5, 5}, {12.5, 5}}));
}

class MarkEngine final : public QIconEngine
{
public:
    MarkEngine(Mark mark, const QColor &color)
        : m_mark(mark)
        , m_color(color)
    {
    }
    void paint(QPainter *painter, const QRect &area, QIcon::Mode mode, QIcon::State) override
    {
        QColor color = m_color;
        if (mode == QIcon::Disabled)
            color.setAlphaF(0.45F);
        // The mark's own colour may be invisible on the selection's colour.
        if (mode == QIcon::Selected)
            color = QGuiApplication::palette().color(QPalette::HighlightedText);
        paintMark(*painter, area, m_mark, color);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new MarkEngine(*this); }

private:
    Mark m_mark;
    QColor m_color;
};

} // namespace

void paintMark(QPainter &painter, const QRectF &area, Mark mark, const QColor &color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = std::min(area.width(), area.height());
    painter.translate(area.center().x() - side / 2, area.center().y() - side / 2);
    painter.scale(side / 16, side / 16);
    painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (mark) {
    case Mark::ArrowOut:
        paintArrow(painter, true);
        break;
    case Mark::ArrowIn:
        paintArrow(painter, false);
        break;
    case Mark::Tick:
        painter.drawPath(linesOf({{2.5, 8.5}, {6.3, 12.3}, {13.5, 4}}));
        break;
    case Mark::Cross:
        painter.drawPath(linesOf({{3.5, 3.5}, {12.5, 12.5}}));
        painter.drawPath(linesOf({{12.5, 3.5}, {3.5, 12.5}}));
        break;
    case Mark::Triangle:
        paintTriangle(painter);
        break;
    case Mark::Dash:
        painter.drawPath(linesOf({{4, 8}, {12, 8}}));
        break;
    case Mark::Letter:
        paintLetter(painter);
        break;
    case Mark::Disc:
        paintDisc(painter, 6);
        break;
    case Mark::Ring:
        painter.drawEllipse(QPointF(8, 8), 5.5, 5.5);
        break;
    case Mark::HalfDisc:
        paintHalfDisc(painter);
        break;
    case Mark::Clock:
        paintClock(painter);
        break;
    case Mark::Bar:
        painter.drawPath(linesOf({{8, 2.5}, {8, 13.5}}));
        break;
    case Mark::Dot:
        paintDisc(painter, 2);
        break;
    case Mark::Page:
        paintPage(painter);
        break;
    }
    painter.restore();
}

QIcon markIcon(Mark mark, const QColor &color) { return QIcon(new MarkEngine(mark, color)); }

} // namespace fg
