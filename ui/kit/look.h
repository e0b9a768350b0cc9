// How all windows of the application look: their colours, their fonts and the size of both fonts.
#pragma once

#include "ui/base/preferences.h"

class QWidget;

namespace fg {

// Gives the application the colours of these preferences, and the style that goes with them. Quickest before
// there are widgets.
void applyColors(const Preferences &preferences);
// Gives the application their fonts. The columns of tables keep their width in characters, so that windows
// which are made for the platform's fonts are to be made before.
void applyFonts(const Preferences &preferences);

// Sets the font of fixed width as the widget's font, also when another one is chosen later.
void useFixedFont(QWidget *widget);

// The fonts as applyFonts() would set them without a choice and without zoom.
[[nodiscard]] QString platformFontName();
[[nodiscard]] QString platformFixedFontName();

} // namespace fg
