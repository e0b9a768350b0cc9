// The list of sessions. The selected session is shown.
#pragma once

#include "ui/bench/session_entry.h"

#include <QWidget>

class QTableView;

namespace fg {

class Workbench;

class SessionsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionsPanel(Workbench &workbench, QWidget *parent = nullptr);

signals:
    void saveRequested(const fg::EntryPtr &entry);
    void exportRequested(const fg::EntryPtr &entry);
    void replayRequested(const fg::EntryPtr &entry);
    void removeRequested(const fg::EntryPtr &entry);

private:
    void selectShown();
    void showMenu(const QPoint &position);

    Workbench &m_workbench;
    QTableView *m_list;
};

} // namespace fg
