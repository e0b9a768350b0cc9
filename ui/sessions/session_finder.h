// All sessions in a list that drops down, with a search in their names: of many, the tabs show only a few. It
// deletes itself when it is closed.
#pragma once

#include <QFrame>
#include <QSortFilterProxyModel>

class QLineEdit;
class QTableView;

namespace fg {

class Workbench;

class SessionFinder final : public QFrame
{
    Q_OBJECT

public:
    // The workbench must outlive it.
    explicit SessionFinder(Workbench &workbench, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(const QModelIndex &index);

    Workbench &m_workbench;
    QSortFilterProxyModel m_found;
    QLineEdit *m_search;
    QTableView *m_list;
};

} // namespace fg
