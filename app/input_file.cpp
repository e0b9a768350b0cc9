#include "app/input_file.h"

#include <QFile>

namespace fg {

std::variant<std::string, FileError> readInputFile(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (file.open(QIODevice::ReadOnly)) {
        std::string text = file.readAll().toStdString();
        if (file.error() == QFileDevice::NoError)
            return text;
    }
    return FileError{path, file.errorString().toStdString()};
}

} // namespace fg
