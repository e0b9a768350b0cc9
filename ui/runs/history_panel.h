// The history: a list of runs, and details of the picked ones: which cases of one run failed, what differs
// between two, which cases are flaky over several.
#pragma once

#include "ui/bench/history_book.h"
#include "ui/kit/text_table.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace fg {

class BaselineKeeper;

class HistoryPanel final : public QWidget
{
    Q_OBJECT

public:
    // Both must outlive it.
    HistoryPanel(HistoryBook &book, BaselineKeeper &baseline, QWidget *parent = nullptr);

    void pickNewest();

signals:
    // A row of the lower table was activated.
    void caseOpened(const QString &agent, const fg::CaseSpec &spec);
    // The picked run's verdicts are to be shown in the tree and the matrix.
    void reportRequested(const fg::RunReport &report);
    void statusMessage(const QString &text);

private:
    struct Line // what a row of the lower table is about
    {
        QString agent;
        const CaseSpec *spec = nullptr;
    };
    struct Findings
    {
        QString summary;
        std::vector<TextTableRow> rows;
        std::vector<Line> lines;
    };

    [[nodiscard]] QWidget *makeRuns();
    [[nodiscard]] QWidget *makeFindings();
    [[nodiscard]] QWidget *makeButtons();
    [[nodiscard]] std::vector<int> pickedRows() const; // newest first
    void selectionChanged();
    void showFindings();
    [[nodiscard]] Findings findingsOf(const std::vector<int> &rows);
    [[nodiscard]] Findings failuresOf(int row);
    [[nodiscard]] Findings differencesOf(const RunReport &before, const RunReport &now) const;
    [[nodiscard]] Findings flakyOf(const std::vector<int> &rows);
    void setBaseline();
    void chooseBaseline();
    void showBaseline();
    void removePicked();
    void showUndo();
    // The notes of the runs beside their verdicts, which follow the summary.
    [[nodiscard]] QString notesOf(const std::vector<int> &rows) const;

    HistoryBook &m_book;
    BaselineKeeper &m_baseline;
    QTableView *m_runs = nullptr;
    QLabel *m_summary = nullptr;
    TextTableModel *m_rows = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_setBaseline = nullptr;
    QPushButton *m_showRun = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_undo = nullptr;
    QTimer m_due; // delays the lower table, so that picking several runs updates it once
    QLabel *m_baselineLabel = nullptr;
    std::vector<Line> m_lines;
};

} // namespace fg
