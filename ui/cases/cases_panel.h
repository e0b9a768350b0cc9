// The cases: which of them to run, how far the run is, and their results with the current agent.
#pragma once

#include "ui/cases/case_filter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QTreeView;

namespace fg {

class Workbench;

class CasesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit CasesPanel(Workbench &workbench, QWidget *parent = nullptr);

    void showProgress();
    void focusSearch();
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
    [[nodiscard]] QWidget *makeSearch();
    void showSummary();
    void expandLastCases();
    void expandTo(const CaseSpec &spec);
    void showFirstFailure();
    void applyFilter();
    void expandShown(const QModelIndex &parent, int first, int last);
    void picked(const QModelIndex &index);
    void activated(const QModelIndex &index);

    Workbench &m_workbench;
    CaseFilter m_filter;
    bool m_wasRunning = false; // as of the last showProgress()
    // In the order in which the tab key reaches them.
    QLineEdit *m_search;
    QComboBox *m_kind;
    QTreeView *m_tree;
    QLabel *m_agent;
    QLabel *m_none; // shown instead of a tree that the filter has emptied
    QProgressBar *m_progress;
    QLabel *m_summary;
};

} // namespace fg
