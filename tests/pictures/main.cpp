// Takes pictures of the window for somebody who looks at them, and lays them out as contact sheets.
//
//     window_pictures FOLDER light|dark WIDTH HEIGHT
//
// The factor of the screen is Qt's: QT_SCALE_FACTOR=2. Writes FOLDER/NAME.png for each picture, and
// FOLDER.png, FOLDER-2.png ...: sheets of twelve.
#include "tests/pictures/scenes.h"
#include "ui/base/preferences.h"
#include "ui/base/settings_keys.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>

namespace {

using namespace fg;

constexpr std::size_t picturesOnSheet = 12;
constexpr int columns = 3;
constexpr int sheetWidth = 2400;

bool write(const std::vector<Picture> &pictures, const QString &folder)
{
    if (!QDir().mkpath(folder))
        return false;
    for (const Picture &picture : pictures) {
        QString name = picture.name;
        if (!picture.image.save(folder + QLatin1Char('/') + name.replace(QLatin1Char(' '), QLatin1Char('-'))
                                + QStringLiteral(".png")))
            return false;
    }
    int sheet = 1;
    for (std::size_t start = 0; start < pictures.size(); start += picturesOnSheet, ++sheet) {
        const auto first = pictures.begin() + static_cast<std::ptrdiff_t>(start);
        const auto count = std::min(picturesOnSheet, pictures.size() - start);
        const QString number = sheet == 1 ? QString() : QStringLiteral("-%1").arg(sheet);
        const QImage image = contactSheet({first, first + static_cast<std::ptrdiff_t>(count)},
                                          QDir(folder).dirName(), columns, sheetWidth);
        if (!image.save(folder + number + QStringLiteral(".png")))
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 5) {
        std::fputs("usage: window_pictures FOLDER light|dark WIDTH HEIGHT\n", stderr);
        return 2;
    }
    QCoreApplication::setOrganizationName(QStringLiteral("Frameglass"));
    QCoreApplication::setApplicationName(QStringLiteral("FrameglassPictures"));
    const QTemporaryDir settings;
    const QTemporaryDir data;
    qputenv("XDG_DATA_HOME", data.path().toLocal8Bit());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    const bool isDark = arguments[2] == QLatin1String("dark");
    QSettings().setValue(settings_keys::colorScheme, int(isDark ? ColorScheme::Dark : ColorScheme::Light));
    const std::vector<Picture> pictures = takePictures({arguments[3].toInt(), arguments[4].toInt()});
    if (write(pictures, arguments[1]))
        return 0;
    std::fprintf(stderr, "%s: cannot be written\n", qPrintable(arguments[1]));
    return 1;
}
