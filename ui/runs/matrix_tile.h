// A field of the matrix: the look of a verdict at a glance. What passed is a small field, what failed fills
// its cell, so that they are told apart without colours too.
#pragma once

#include "ui/bench/verdict_mark.h"

class QPainter;

namespace fg {

// Cells from this size on have room for a text below their mark.
inline constexpr int matrixCellForText = 26;

[[nodiscard]] MarkedWord notRunLook(const Theme &theme);

// With its corner at the painter's origin, on a ground of `base`.
void paintMatrixTile(QPainter &painter, const MarkedWord &look, int size, const QColor &base);

} // namespace fg
