#include "tests/pictures/contact_sheet.h"

#include <QPainter>

#include <algorithm>

namespace fg {

namespace {

// In pixels of the sheet.
constexpr int gap = 16;
constexpr int captionHeight = 26;

} // namespace

QImage contactSheet(const std::vector<Picture> &pictures, const QString &title, int columns, int width)
{
    const int cellWidth = (width - gap * (columns + 1)) / columns;
    int cellHeight = 0;
    for (const Picture &picture : pictures)
        cellHeight =
            std::max(cellHeight, picture.image.height() * cellWidth / std::max(1, picture.image.width()));
    // A dialog that is taller than wide does not make all cells so.
    cellHeight = std::min(cellHeight, cellWidth * 5 / 4) + captionHeight;
    const int rows = (static_cast<int>(pictures.size()) + columns - 1) / columns;
    QImage sheet(width, captionHeight + gap + rows * (cellHeight + gap), QImage::Format_RGB32);
    sheet.fill(QColor(128, 128, 128));
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QFont font = painter.font();
    font.setPixelSize(captionHeight * 2 / 3);
    painter.setFont(font);
    painter.drawText(QRect(gap, 0, width - 2 * gap, captionHeight + gap), Qt::AlignVCenter, title);
    for (std::size_t at = 0; at < pictures.size(); ++at) {
        const int row = static_cast<int>(at) / columns;
        const int column = static_cast<int>(at) % columns;
        const QRect cell(gap + column * (cellWidth + gap), captionHeight + gap + row * (cellHeight + gap),
                         cellWidth, cellHeight);
        painter.drawText(QRect(cell.topLeft(), QSize(cellWidth, captionHeight)), Qt::AlignVCenter,
                         pictures[at].name);
        const QSize room(cellWidth, cellHeight - captionHeight);
        QSize size = pictures[at].image.size();
        if (size.width() > room.width() || size.height() > room.height())
            size.scale(room, Qt::KeepAspectRatio);
        painter.drawImage(QRect(cell.topLeft() + QPoint(0, captionHeight), size), pictures[at].image);
    }
    return sheet;
}

} // namespace fg
