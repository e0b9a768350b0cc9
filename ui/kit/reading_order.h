// The order in which the tab key goes through a window.
#pragma once

#include <QList>

class QWidget;

namespace fg {

// The tab key goes through the parts in this order, and in each part as before. All parts are in one window.
void setReadingOrder(const QList<QWidget *> &parts);

} // namespace fg
