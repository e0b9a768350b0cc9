// Small shapes for directions, states and verdicts, so that nothing is shown by colour alone. They are drawn
// as vectors in the current size and colours.
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
    Letter, // informational: the letter i in a ring
    Disc, // connected
    Ring, // not connected
    HalfDisc, // connecting or closing
    Clock, // a timer
    Bar, // the stream ended
    Dot, // a note
    Page, // from a file
};

void paintMark(QPainter &painter, const QRectF &area, Mark mark, const QColor &color);

[[nodiscard]] QIcon markIcon(Mark mark, const QColor &color);

// A shape and a word in the same colour.
struct MarkedWord
{
    Mark mark = Mark::Dash;
    QColor color;
    QString word;

    [[nodiscard]] QIcon icon() const { return markIcon(mark, color); }
};

} // namespace fg
