#include "ui/window/file_desk.h"

#include "ui/base/settings_keys.h"
#include "ui/sessions/recent_files.h"
#include "ui/window/file_opener.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

namespace fg {

namespace {

// At most this many of the files that are dropped at once are opened.
constexpr qsizetype mostDropped = 20;

QStringList localPaths(const QMimeData &data)
{
    QStringList paths;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    return paths;
}

} // namespace

FileDesk::FileDesk(FileOpener &opener, const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_opener(opener)
    , m_recent(new RecentFiles(actions.openRecent, window))
    , m_window(window)
{
    connect(actions.open, &QAction::triggered, this, &FileDesk::chooseFile);
    connect(actions.openReport, &QAction::triggered, this, &FileDesk::chooseFolder);
    connect(m_recent, &RecentFiles::chosen, this, &FileDesk::open);
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

void FileDesk::open(const QString &path)
{
    if (m_opener.open(path))
        m_recent->add(path);
}

void FileDesk::chooseFile()
{
    auto *dialog = new QFileDialog(
        m_window, QStringLiteral("Open"), QSettings().value(settings_keys::openFolder).toString(),
        QStringLiteral("All supported files (*.pcapng *.har *.ndjson *.json *.txt);;"
                       "Recorded sessions (*.pcapng *.har *.ndjson *.json);;"
                       "Spec files, reports, baselines (*.json *.txt);;All files (*)"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        QSettings().setValue(settings_keys::openFolder, QFileInfo(paths.value(0)).absolutePath());
        for (const QString &path : paths)
            open(path);
    });
    dialog->show();
}

void FileDesk::chooseFolder()
{
    auto *dialog = new QFileDialog(m_window, QStringLiteral("Open a report folder"));
    dialog->setObjectName(QStringLiteral("openFolderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &FileDesk::open);
    dialog->show();
}

void FileDesk::setFileMemory(std::uint64_t octets) { m_opener.setFileMemory(octets); }

bool FileDesk::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto *const drop = static_cast<QDropEvent *>(event);
    const QStringList paths = localPaths(*drop->mimeData());
    if (paths.isEmpty())
        return false;
    drop->acceptProposedAction();
    if (event->type() == QEvent::Drop)
        openDropped(paths);
    return true;
}

void FileDesk::openDropped(const QStringList &paths)
{
    if (paths.size() > mostDropped)
        emit statusMessage(QStringLiteral("Only the first %1 files are opened.").arg(mostDropped));
    for (const QString &path : paths.mid(0, mostDropped))
        open(path);
}

} // namespace fg
