#include "ui/kit/readable_hints.h"

#include "ui/base/theme.h"

#include <QApplication>

namespace fg {

void makeHintsReadable()
{
    const QColor muted = Theme::current().muted;
    if (QGuiApplication::palette().color(QPalette::PlaceholderText) == muted)
        return;
    // Only this colour becomes fixed; the palette's other colours still follow the platform.
    QPalette palette = QGuiApplication::palette();
    palette.setColor(QPalette::PlaceholderText, muted);
    QApplication::setPalette(palette);
}

} // namespace fg
