// How well a colour is seen on another.
#pragma once

#include <QColor>

namespace fg {

// The contrast ratio as defined in WCAG 2.1: from 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace fg
