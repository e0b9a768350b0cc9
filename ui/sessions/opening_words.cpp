#include "ui/sessions/opening_words.h"

#include "protocol/text/escape.h"

#include <QDir>
#include <QFileInfo>

namespace fg {

std::string shownName(const QString &path)
{
    return escaped(QDir::toNativeSeparators(QFileInfo(path).fileName()).toStdString());
}

Trouble notOpened(const QString &path, const std::string &why, const std::string &advice)
{
    return {shownName(path) + " was not opened.", why, advice};
}

Trouble openedInPart(const QString &path, const std::vector<std::string> &notes)
{
    std::string why;
    for (const std::string &note : notes)
        why += (why.empty() ? "" : "\n") + note;
    return {shownName(path) + " was opened, but some of it was ignored or changed.", why, {}};
}

} // namespace fg
