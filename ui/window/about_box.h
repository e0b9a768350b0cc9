// What this program is and which version.
#pragma once

class QWidget;

namespace fg {

// A window of its own; it blocks nothing.
void showAbout(QWidget *parent);

} // namespace fg
