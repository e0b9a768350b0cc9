// The cases: which of them to run, how far the run is, and their results with the current agent.
#pragma once

#include "ui/cases/case_filter.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QProgressBar;
class QSpinBox;
class QToolButton;
class QTreeView;

namespace fg {

class Workbench;

class CasesPanel final : public QWidget
{
    Q_OBJECT

public:
    // The actions that the panel puts on its buttons.
    struct Actions
    {
        QAction *runChecked;
        QAction *runFailed;
        QAction *runAgain;
        QAction *stop;
        QList<QAction *> more; // in the menu of the first button; null is a separator
    };

    CasesPanel(Workbench &workbench, const Actions &actions, QWidget *parent = nullptr);

    void showProgress();
    void focusSearch();
    void setJobs(int jobs);
    [[nodiscard]] const CaseFilter &filter() const { return m_filter; }
    // The picked case, or all shown cases of the picked category.
    [[nodiscard]] std::vector<const CaseSpec *> pickedCases() const;

signals:
    void runRequested(const std::vector<const fg::CaseSpec *> &cases);
    // The case is to run one step at a time.
    void stepRequested(const fg::CaseSpec &spec);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpTree();
    [[nodiscard]] QWidget *makeButtons(const Actions &actions);
    [[nodiscard]] QWidget *makeSearch();
    void showSummary();
    void expandLastCases();
    void expandTo(const CaseSpec &spec);
    void showFirstFailure();
    void applyFilter();
    void expandShown(const QModelIndex &parent, int first, int last);
    [[nodiscard]] QToolButton *buttonFor(QAction *action, const QString &name);
    void picked(const QModelIndex &index);
    void activated(const QModelIndex &index);

    Workbench &m_workbench;
    CaseFilter m_filter;
    bool m_wasRunning = false; // as of the last showProgress()
    QTreeView *m_tree;
    QLineEdit *m_search;
    QComboBox *m_kind;
    QSpinBox *m_jobs;
    QLabel *m_agent;
    QLabel *m_none; // shown instead of a tree that the filter has emptied
    QProgressBar *m_progress;
    QLabel *m_summary;
};

} // namespace fg
