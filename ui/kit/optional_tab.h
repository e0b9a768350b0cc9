// A page of a QTabWidget that is there only while there is something on it.
#pragma once

#include <QString>

class QTabWidget;
class QWidget;

namespace fg {

// Adds the page behind the others, or takes it away; the caller keeps it in either case. With one page left
// the tabs themselves go, where the widget hides them by itself.
void setTabShown(QTabWidget &tabs, QWidget &page, const QString &title, bool on);

} // namespace fg
