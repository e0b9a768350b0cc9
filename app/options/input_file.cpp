#include "app/options/input_file.h"

#include <QFile>

namespace fg {

std::variant<std::string, FileError> readInputFile(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (file.open(QIODevice::ReadOnly)) {
        std::string text = file.read(longestInputFile + 1).toStdString();
        if (text.size() > static_cast<std::size_t>(longestInputFile))
            return FileError{path, "is longer than 16 MiB"};
        if (file.error() == QFileDevice::NoError)
            return text;
    }
    return FileError{path, file.errorString().toStdString()};
}

} // namespace fg
