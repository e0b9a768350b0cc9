// A field of the matrix, which shows a verdict at a glance. A passed case is a small field and a failed one
// fills its cell, so that they can be distinguished without colours.
#pragma once

#include "ui/bench/verdict_mark.h"

class QPainter;

namespace fg {

// In pixels; cells of at least this size have room for a text below their mark.
inline constexpr int matrixCellForText = 26;

[[nodiscard]] MarkedWord notRunLook(const Theme &theme);

// Paints the field with its corner at the painter's origin, on a background of the colour `base`.
void paintMatrixTile(QPainter &painter, const MarkedWord &look, int size, const QColor &base);

} // namespace fg
