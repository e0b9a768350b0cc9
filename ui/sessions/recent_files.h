// The menu of the files and folders that were opened last. The list is saved in the settings.
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

    // `action` becomes the action of the menu.
    RecentFiles(QAction *action, QWidget *window);
    ~RecentFiles() override;

    // Puts a path that was just opened at the top.
    void add(const QString &path);

signals:
    void chosen(const QString &path);

private:
    void fill();

    QMenu *m_menu;
};

} // namespace fg
