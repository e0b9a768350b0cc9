#include "ui/kit/reading_order.h"

#include <QWidget>

namespace fg {

namespace {

// The widgets of a part that the tab key can reach, in the order in which it does.
QList<QWidget *> reachable(QWidget *part)
{
    QList<QWidget *> found;
    QWidget *widget = part;
    do {
        const bool isInside = widget == part || part->isAncestorOf(widget);
        if (isInside && (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy())
            found += widget;
        widget = widget->nextInFocusChain();
    } while (widget != part);
    return found;
}

} // namespace

void setReadingOrder(const QList<QWidget *> &parts)
{
    QWidget *previous = nullptr;
    for (QWidget *part : parts) {
        for (QWidget *widget : reachable(part)) {
            if (previous)
                QWidget::setTabOrder(previous, widget);
            previous = widget;
        }
    }
}

} // namespace fg
