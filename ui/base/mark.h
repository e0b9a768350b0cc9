// Small shapes that say at a glance what a colour alone must not say: directions, states, verdicts. Drawn
// as vectors in the size and the colours of the moment.
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

#include <cstdint>

class QPainter;
class QRectF;

namespace fg {

enum class Mark : std::uint8_t {
    ArrowOut, // sent: to the right
    ArrowIn, // received: to the left
    Tick,
    Cross,
    Triangle, // a warning
    Dash, // not judged
    Letter, // informational: an i in a ring
    Disc, // connected
    Ring, // not connected
    HalfDisc, // on the way there or away
    Clock, // a timer
    Bar, // the stream ended
    Dot, // a note
    Page, // from a file
};

void paintMark(QPainter &painter, const QRectF &area, Mark mark, const QColor &color);

[[nodiscard]] QIcon markIcon(Mark mark, const QColor &color);

// A shape and its word in one colour.
struct MarkedWord
{
    Mark mark = Mark::Dash;
    QColor color;
    QString word;

    [[nodiscard]] QIcon icon() const { return markIcon(mark, color); }
};

} // namespace fg
