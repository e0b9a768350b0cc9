// Files and folders that were opened last, in a menu. Remembered from one start to the next.
#pragma once

#include <QObject>
#include <QString>

class QAction;
class QMenu;

namespace fg {

class RecentFiles final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostListed = 10;

    // The action becomes the menu's.
    RecentFiles(QAction *action, QWidget *window);
    ~RecentFiles() override;

    // Opened just now.
    void add(const QString &path);

signals:
    void chosen(const QString &path);

private:
    void fill();

    QMenu *m_menu;
};

} // namespace fg
