// Placeholder texts that are readable on light and on dark.
#pragma once

namespace fg {

// Sets the colour of placeholder texts to Theme::muted: on many platforms it is half transparent, which is
// too dim on dark. To be called after every change of the application's palette.
void makeHintsReadable();

} // namespace fg
