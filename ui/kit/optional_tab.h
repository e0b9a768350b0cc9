// A page of a QTabWidget that is shown only while it has contents.
#pragma once

#include <QString>

class QTabWidget;
class QWidget;

namespace fg {

// Adds the page after the others, or removes it; the caller owns it in either case. With a single page left,
// the tab bar is hidden if the widget's tabBarAutoHide is set.
void setTabShown(QTabWidget &tabs, QWidget &page, const QString &title, bool on);

} // namespace fg
