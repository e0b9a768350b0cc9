// The colours of what a search or a filter has found. They differ from those of picked rows and lit octets,
// so that a hit can be told from both.
#pragma once

#include "ui/base/theme.h"

namespace fg {

[[nodiscard]] inline QColor hitColor(const Theme &theme)
{
    return theme.isDark ? QColor(0x7A, 0x5F, 0x00) : QColor(0xFF, 0xE0, 0x66);
}

[[nodiscard]] inline QColor hitTextColor(const Theme &theme)
{
    return theme.isDark ? QColor(Qt::white) : QColor(Qt::black);
}

} // namespace fg
