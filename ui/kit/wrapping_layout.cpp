#include "ui/kit/wrapping_layout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace fg {

WrappingLayout::WrappingLayout(QWidget *parent)
    : QLayout(parent)
{
}

WrappingLayout::~WrappingLayout() = default;

void WrappingLayout::addItem(QLayoutItem *item) { m_items.emplace_back(item); }

QLayoutItem *WrappingLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem *WrappingLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto place = m_items.begin() + index;
    QLayoutItem *const taken = place->release();
    m_items.erase(place);
    invalidate();
    return taken;
}

int WrappingLayout::gap() const
{
    return spacing() >= 0
        ? spacing()
        : parentWidget()->style()->pixelMetric(QStyle::PM_LayoutHorizontalSpacing, nullptr, parentWidget());
}

std::vector<WrappingLayout::Row> WrappingLayout::rowsFor(int width) const
{
    std::vector<Row> rows;
    for (std::size_t item = 0; item < m_items.size(); ++item) {
        if (m_items[item]->isEmpty())
            continue;
        const QSize size = m_items[item]->sizeHint();
        if (rows.empty() || rows.back().width + gap() + size.width() > width) {
            rows.push_back({item, item + 1, size.width(), size.height()});
            continue;
        }
        Row &row = rows.back();
        row.end = item + 1;
        row.width += gap() + size.width();
        row.height = std::max(row.height, size.height());
    }
    return rows;
}

std::size_t WrappingLayout::expandingIn(const Row &row) const
{
    for (std::size_t item = row.first; item < row.end; ++item) {
        if (!m_items[item]->isEmpty() && m_items[item]->expandingDirections().testFlag(Qt::Horizontal))
            return item;
    }
    return row.end;
}

int WrappingLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom() - gap();
    for (const Row &row : rowsFor(width - margins.left() - margins.right()))
        height += row.height + gap();
    return std::max(height, 0);
}

QSize WrappingLayout::sizeHint() const
{
    const QMargins margins = contentsMargins();
    const std::vector<Row> rows = rowsFor(QLAYOUTSIZE_MAX);
    const QSize row = rows.empty() ? QSize() : QSize(rows.front().width, rows.front().height);
    return row.grownBy(margins);
}

QSize WrappingLayout::minimumSize() const
{
    QSize size(0, 0);
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    return size.grownBy(contentsMargins());
}

void WrappingLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QRect area = rect.marginsRemoved(contentsMargins());
    int top = area.top();
    for (const Row &row : rowsFor(area.width())) {
        int left = area.left();
        const int spare = std::max(0, area.width() - row.width);
        const std::size_t widened = expandingIn(row);
        for (std::size_t item = row.first; item < row.end; ++item) {
            if (m_items[item]->isEmpty())
                continue;
            if (widened == row.end && item == m_stretch && item > row.first)
                left += spare;
            const QSize wanted = m_items[item]->sizeHint() + QSize(item == widened ? spare : 0, 0);
            // One that is wider than the row alone is cut rather than reaching beyond the edge.
            const QSize size = wanted.boundedTo({area.width(), row.height});
            const QRect place(left, top + (row.height - size.height()) / 2, size.width(), size.height());
            m_items[item]->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), area, place));
            left += size.width() + gap();
        }
        top += row.height + gap();
    }
}

} // namespace fg
