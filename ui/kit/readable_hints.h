// Hints in fields and empty panels that can be read on light and on dark.
#pragma once

namespace fg {

// Hints in fields and empty panels in `muted`: many platforms leave their colour half transparent, which is
// too dim on dark. To be called when the application's palette has changed.
void makeHintsReadable();

} // namespace fg
