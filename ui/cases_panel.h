// The cases: which to run, how far the run is, and what each came to.
#pragma once

#include "ui/case_model.h"

#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QToolButton;
class QTreeView;

namespace fg {

class Workbench;

class CasesPanel final : public QWidget
{
    Q_OBJECT

public:
    // The actions do what the buttons do; the panel puts them on buttons.
    struct Actions
    {
        QAction *runChecked;
        QAction *runAgain;
        QAction *stop;
    };

    CasesPanel(Workbench &workbench, const Actions &actions, QWidget *parent = nullptr);

    void showProgress();

signals:
    void runWanted(const std::vector<const fg::CaseSpec *> &cases);

private:
    void showSummary();
    void openLastCases();
    [[nodiscard]] QToolButton *buttonFor(QAction *action, const QString &name);
    void picked(const QModelIndex &index);

    Workbench &m_workbench;
    QTreeView *m_tree;
    QProgressBar *m_progress;
    QLabel *m_summary;
};

} // namespace fg
