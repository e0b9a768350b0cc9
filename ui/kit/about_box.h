// Shows what this program is and which version it has.
#pragma once

class QWidget;

namespace fg {

// Opens a dialog that is not modal.
void showAbout(QWidget *parent);

} // namespace fg
