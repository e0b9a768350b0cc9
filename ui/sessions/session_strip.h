// The row of the sessions: their tabs, the button for a new one, and the list in which one of many is found.
#pragma once

#include <QWidget>

class QToolButton;

namespace fg {

class SessionTabs;
class Workbench;

class SessionStrip final : public QWidget
{
    Q_OBJECT

public:
    // The workbench must outlive it.
    explicit SessionStrip(Workbench &workbench, QWidget *parent = nullptr);

    [[nodiscard]] SessionTabs &tabs() const { return *m_tabs; }

signals:
    // A person wants one more session.
    void newRequested();

private:
    void showList();

    Workbench &m_workbench;
    SessionTabs *m_tabs;
    QToolButton *m_list;
};

} // namespace fg
