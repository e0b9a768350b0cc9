#include "ui/sessions/recent_files.h"

#include "protocol/text/escape.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

namespace fg {

namespace {

QStringList remembered() { return QSettings().value(settings_keys::recentFiles).toStringList(); }

// The text of a menu entry: the path is shown literally, and the first nine entries have a digit as mnemonic.
QString entryText(const QString &path, int number)
{
    QString shown = toQString(escaped(QDir::toNativeSeparators(path).toStdString()));
    constexpr qsizetype longest = 70;
    if (shown.size() > longest)
        shown = QStringLiteral("… ") + shown.right(longest);
    shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
    return number < 10 ? QStringLiteral("&%1  %2").arg(number).arg(shown) : shown;
}

} // namespace

RecentFiles::RecentFiles(QAction *action, QWidget *window)
    : QObject(window)
    , m_menu(new QMenu(window))
{
    action->setMenu(m_menu);
    m_menu->setObjectName(QStringLiteral("recentMenu"));
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, &RecentFiles::fill);
    fill();
}

RecentFiles::~RecentFiles() = default;

void RecentFiles::add(const QString &path)
{
    const QString whole = QFileInfo(path).absoluteFilePath();
    QStringList files = remembered();
    files.removeAll(whole);
    files.prepend(whole);
    QSettings().setValue(settings_keys::recentFiles, files.mid(0, mostListed));
}

void RecentFiles::fill()
{
    m_menu->clear();
    const QStringList files = remembered();
    int number = 0;
    for (const QString &path : files.mid(0, mostListed)) {
        QAction *const action =
            m_menu->addAction(entryText(path, ++number), this, [this, path] { emit chosen(path); });
        action->setToolTip(plainToolTip(QDir::toNativeSeparators(path)));
    }
    if (files.isEmpty())
        m_menu->addAction(QStringLiteral("Nothing was opened yet"))->setEnabled(false);
    m_menu->addSeparator();
    QAction *const clear = m_menu->addAction(QStringLiteral("&Clear this list"), this,
                                             [] { QSettings().remove(settings_keys::recentFiles); });
    clear->setEnabled(!files.isEmpty());
}

} // namespace fg
