#include "ui/kit/roomy_delegate.h"

#include <algorithm>

namespace fg {

QSize RoomyDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + rowAir));
    return size;
}

} // namespace fg
