// The ways in which files come into the window: chosen in a dialog, out of the list of recent ones, dropped.
#pragma once

#include <QObject>

class QWidget;

namespace fg {

class FileOpener;
class RecentFiles;
struct WindowActions;

class FileDesk final : public QObject
{
    Q_OBJECT

public:
    // Takes what is dropped on the window. The opener must outlive it.
    FileDesk(FileOpener &opener, const WindowActions &actions, QWidget *window);

    // Also remembers it among the recent ones, unless nobody knows what it is.
    void open(const QString &path);

signals:
    void told(const QString &text);

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
