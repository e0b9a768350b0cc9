#include "ui/kit/roomy_delegate.h"

#include "ui/base/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace fg {

QSize RoomyDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + rowAir));
    return size;
}

void RoomyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const Theme theme = Theme::current();
    if (!theme.isDark || !index.data(Qt::CheckStateRole).isValid())
        return;
    QStyleOptionViewItem full = option;
    initStyleOption(&full, index);
    const QStyle *style = full.widget ? full.widget->style() : QApplication::style();
    const QRect box = style->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &full, full.widget);
    painter->setPen(theme.muted);
    painter->drawRect(box.adjusted(0, 0, -1, -1));
}

} // namespace fg
