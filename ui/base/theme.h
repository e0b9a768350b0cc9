// Colours of the window, derived from the platform's palette, so that they are readable on light and on dark.
// Nothing is shown by colour alone: each colour comes with a shape or a word (mark.h).
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace fg {

struct Theme
{
    bool isDark = false;
    QColor text;
    QColor muted; // less important text, still readable
    QColor line; // borders and rules
    QColor sent;
    QColor received;
    QColor good;
    QColor bad;
    QColor warning;
    QColor lit; // background of the octets of the picked field
    QColor litText;

    [[nodiscard]] static Theme of(const QPalette &palette);
    // From the application's current palette.
    [[nodiscard]] static Theme current();
};

// A mixture of two colours; `amount`: the part of `over`, from 0 to 1.
[[nodiscard]] QColor mixed(const QColor &under, const QColor &over, double amount);

// The font of fixed width: the platform's, or the one that was set. What paints with it asks each time;
// widgets that have it as theirs follow it by useFixedFont().
[[nodiscard]] QFont monospaceFont();
void setMonospaceFont(const QFont &font);

} // namespace fg
