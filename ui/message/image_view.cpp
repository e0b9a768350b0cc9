#include "ui/message/image_view.h"

#include "ui/base/theme.h"

#include <QPainter>

namespace fg {

namespace {

constexpr int squareSize = 8; // Of the pattern behind an image that is not opaque.

} // namespace

ImageView::ImageView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("messageImage"));
    setAccessibleName(QStringLiteral("The message as an image"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void ImageView::setImage(const QImage &shown, QSize size)
{
    m_image = shown;
    m_size = size;
    m_note.clear();
    update();
}

void ImageView::setNote(const QString &note)
{
    m_image = {};
    m_note = note;
    update();
}

void ImageView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    if (m_image.isNull()) {
        painter.setPen(theme.muted);
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_note);
        return;
    }
    const QRect room = rect().adjusted(6, 6, -6, -6);
    const QSize fitting = m_size.scaled(room.size(), Qt::KeepAspectRatio);
    QRect place(QPoint(), fitting.width() < m_size.width() ? fitting : m_size);
    place.moveCenter(room.center());
    if (m_image.hasAlphaChannel()) {
        const QColor other = mixed(palette().color(QPalette::Base), theme.text, 0.12);
        for (int y = 0; y < place.height(); y += squareSize) {
            for (int x = (y / squareSize) % 2 * squareSize; x < place.width(); x += 2 * squareSize)
                painter.fillRect(QRect(place.x() + x, place.y() + y, squareSize, squareSize) & place, other);
        }
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, place.width() < m_image.width());
    painter.drawImage(place, m_image);
}

} // namespace fg
