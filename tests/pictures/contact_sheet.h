// A contact sheet: pictures beside each other, each with its caption, to be looked at one by one.
#pragma once

#include <QImage>
#include <QString>

#include <vector>

namespace fg {

struct Picture
{
    QString name; // also that of its file, without the suffix
    QImage image;
};

// `width` in pixels, of the whole sheet; pictures are scaled down so that `columns` of them fit.
[[nodiscard]] QImage contactSheet(const std::vector<Picture> &pictures, const QString &title, int columns,
                                  int width);

} // namespace fg
