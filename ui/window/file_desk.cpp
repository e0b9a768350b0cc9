#include "ui/window/file_desk.h"

#include "protocol/session/log/memory_budget.h"
#include "ui/base/settings_keys.h"
#include "ui/sessions/recent_files.h"
#include "ui/sessions/session_opener.h"
#include "ui/window/file_opener.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include <algorithm>

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
    connect(actions.fileMemory, &QAction::triggered, this, &FileDesk::askForMemory);
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

void FileDesk::setFileMemory(std::uint64_t octets) { m_opener.setFileMemory(octets, FileMemoryFor::ThisRun); }

void FileDesk::askForMemory()
{
    constexpr std::uint64_t most = SessionOpener::mostFileMemory / mebibyte;
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName(QStringLiteral("fileMemoryDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QStringLiteral("Memory for files"));
    dialog->setLabelText(QStringLiteral(
        "How much memory, in MiB, the sessions of one file may take. If a file needs more, its "
        "beginning is opened. The limit applies to files that are opened from now on."));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(static_cast<int>(MemoryBudget::smallestLimit / mebibyte), static_cast<int>(most));
    dialog->setIntValue(static_cast<int>(std::min(m_opener.fileMemory() / mebibyte, most)));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int limit) {
        m_opener.setFileMemory(static_cast<std::uint64_t>(limit) * mebibyte, FileMemoryFor::LaterRunsToo);
    });
    dialog->show();
}

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
