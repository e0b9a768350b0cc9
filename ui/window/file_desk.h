// Lets the user open files: by a dialog, from the list of recent files, or by dropping them on the window.
#pragma once

#include <QObject>

#include <cstdint>

class QWidget;

namespace fg {

class FileOpener;
class RecentFiles;
struct WindowActions;

class FileDesk final : public QObject
{
    Q_OBJECT

public:
    // Handles files that are dropped on the window. `opener` must outlive this object.
    FileDesk(FileOpener &opener, const WindowActions &actions, QWidget *window);

    // Opens the file and adds it to the recent ones, unless it is of an unknown kind.
    void open(const QString &path);
    // The most octets of memory that what is read of each file of sessions may take.
    void setFileMemory(std::uint64_t octets);

signals:
    void statusMessage(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void chooseFile();
    void chooseFolder();
    void openDropped(const QStringList &paths);

    FileOpener &m_opener;
    RecentFiles *m_recent;
    QWidget *m_window;
};

} // namespace fg
