// The views of whole runs, as tabs beside the wire log: the matrix and the history, with the baseline; and
// what keeps them up to date.
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
    // Adds its tabs. Both must outlive it.
    RunViews(Workbench &workbench, QTabWidget *tabs, QObject *parent = nullptr);

    void showMatrix();
    void showHistory();
    // Verdicts of elsewhere get places of their own in tree and matrix. Returns how many agents there was no
    // room for.
    std::size_t showReport(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin);
    void openBaseline(const QString &file);
    void openCase(AgentId agent, const CaseSpec &spec);
    // Of a run that is kept, which knows its agents by name.
    void openKeptCase(const QString &agent, const CaseSpec &spec);

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    // A case was opened: its session is shown now.
    void caseOpened();
    void told(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    void keepRun(const RunReport &report);
    void keepStepped(const CaseResult &result);
    void keepClient(const RunReport &report);
    void showRun(const RunReport &report);
    // Of an agent that is called so; none where no such is in the list.
    void open(AgentId agent, const QString &name, const CaseSpec &spec);

    Workbench &m_workbench;
    QTabWidget *m_tabs;
    HistoryBook m_history;
    BaselineKeeper m_baseline;
    MatrixPanel *m_matrixPanel;
    HistoryPanel *m_historyPanel;
    std::string m_series; // of the runs that are under way
};

} // namespace fg
