// Rows of a tree as high as those of the tables, and check boxes that are seen on dark as well, where some
// styles draw them dark on dark.
#pragma once

#include <QStyledItemDelegate>

namespace fg {

// Air above and below the text of a row, in pixels together.
inline constexpr int rowAir = 6;

class RoomyDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace fg
