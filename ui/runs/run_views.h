// The views of whole runs, as tabs beside the wire log: the matrix and the history, with the baseline. Also
// saves runs in the history and updates the baseline of the cases.
#pragma once

#include "protocol/report/results/report_import.h"
#include "ui/bench/case_bench.h"
#include "ui/bench/history_book.h"
#include "ui/runs/baseline_keeper.h"

#include <QObject>

class QSettings;
class QTabWidget;

namespace fg {

class HistoryPanel;
class MatrixPanel;
class Workbench;
struct CaseSpec;

class RunViews final : public QObject
{
    Q_OBJECT

public:
    // Adds the tabs. Both arguments must outlive it.
    RunViews(Workbench &workbench, QTabWidget *tabs, QObject *parent = nullptr);

    void showMatrix();
    void showHistory();
    // Shows the verdicts of a report in the tree and the matrix, under separate agents. Returns how many
    // agents did not fit.
    std::size_t showReport(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin);
    void openBaseline(const QString &file);
    void openCase(AgentId agent, const CaseSpec &spec);
    // Opens a case of a kept run, which identifies agents by name.
    void openKeptCase(const QString &agent, const CaseSpec &spec);

    // Times of runs have this form.
    void setTimeStyle(TimeStyle style);
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    // A person wants to see the matrix or the history, which is shown now.
    void shown();
    // A case was opened and its session is shown.
    void caseOpened();
    // What save() keeps has changed.
    void settingsChanged();
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    void saveRun(const RunReport &report);
    void saveStepped(const CaseResult &result);
    void saveClient(const RunReport &report);
    void showRun(const RunReport &report);
    // Opens a case of the agent with this name; the id is none if it is not in the list.
    void open(AgentId agent, const QString &name, const CaseSpec &spec);

    Workbench &m_workbench;
    QTabWidget *m_tabs;
    HistoryBook m_history;
    BaselineKeeper m_baseline;
    MatrixPanel *m_matrixPanel;
    HistoryPanel *m_historyPanel;
    std::string m_series; // identifies the series that is under way
};

} // namespace fg
