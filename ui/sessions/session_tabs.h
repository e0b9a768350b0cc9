// The tabs of the sessions, one line each: the selected one is shown. A session is closed by its cross or the
// middle button, moved by dragging, and asked what else can be done with it by the right button.
#pragma once

#include "ui/bench/session_entry.h"

#include <QListView>
#include <QPersistentModelIndex>

#include <vector>

namespace fg {

class SessionTabDelegate;
class Workbench;

class SessionTabs final : public QListView
{
    Q_OBJECT

public:
    // The workbench must outlive it.
    explicit SessionTabs(Workbench &workbench, QWidget *parent = nullptr);

    // Shows the session beside the shown one; 1: to the right, -1: to the left; the first follows the last.
    void step(int by);
    void renameShown();

signals:
    void saveRequested(const fg::EntryPtr &entry);
    void exportRequested(const fg::EntryPtr &entry);
    void replayRequested(const fg::EntryPtr &entry);
    // Connect once more as this session did, on a new connection.
    void reconnectRequested(const fg::EntryPtr &entry);
    void closeRequested(const std::vector<fg::EntryPtr> &entries);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void selectShown();
    void fitWidths();
    void fitHeight();
    void showMenu(const QPoint &position);
    void askForNote(const EntryPtr &entry);
    // All sessions but this one and those that are pinned.
    [[nodiscard]] std::vector<EntryPtr> othersOf(const EntryPtr &entry) const;
    // The tab whose cross is at the position; none if there is no cross.
    [[nodiscard]] QModelIndex crossAt(const QPoint &position) const;

    Workbench &m_workbench;
    SessionTabDelegate *m_delegate;
    QPersistentModelIndex m_closing; // the tab on whose cross a button was pressed
    QPersistentModelIndex m_dragged;
};

} // namespace fg
