// An image, as large as the view, but never larger than it is.
#pragma once

#include <QImage>
#include <QWidget>

namespace fg {

class ImageView final : public QWidget
{
    Q_OBJECT

public:
    explicit ImageView(QWidget *parent = nullptr);

    // `size`: the image's own, of which `shown` may be a smaller copy.
    void setImage(const QImage &shown, QSize size);
    // Shows a sentence instead.
    void setNote(const QString &note);
    [[nodiscard]] const QImage &image() const { return m_image; }
    [[nodiscard]] const QString &note() const { return m_note; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QImage m_image;
    QSize m_size;
    QString m_note;
};

} // namespace fg
