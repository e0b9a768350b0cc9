// Gives the rows of a tree the height of table rows.
#pragma once

#include <QStyledItemDelegate>

namespace fg {

// Sum of the space above and below the text of a row, in pixels.
inline constexpr int rowAir = 6;

class RoomyDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace fg
