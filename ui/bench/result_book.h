// What each agent's cases came to, as they ran last, and the session of each. All views of results read it
// here; it holds a few hundred octets a case besides the sessions.
#pragma once

#include "protocol/report/results/baseline.h"
#include "protocol/report/results/report_import.h"
#include "ui/bench/case_outcome.h"
#include "ui/bench/session_entry.h"

#include <QObject>
#include <QStringList>

#include <map>
#include <vector>

namespace fg {

class ResultBook final : public QObject
{
    Q_OBJECT

public:
    struct Cell
    {
        EntryPtr entry; // null: the case did not run here, or its session is not kept
        std::filesystem::path reportFile; // of an opened report, until the case runs; empty: none
        std::optional<CaseOutcome> outcome;
        bool isRunning = false;
    };
    struct Counts
    {
        int run = 0; // to their end
        int failed = 0;
        int nonStrict = 0;
        int running = 0;
        Duration time{};
    };

    explicit ResultBook(QObject *parent = nullptr);

    // In the order in which they first came.
    [[nodiscard]] const QStringList &agents() const { return m_agents; }
    [[nodiscard]] bool has(const QString &agent) const { return m_results.count(agent) > 0; }
    // An empty one where nothing is known.
    [[nodiscard]] const Cell &cell(const QString &agent, const CaseSpec &spec) const;
    [[nodiscard]] Counts counts(const QString &agent) const;
    [[nodiscard]] std::vector<const CaseSpec *> failedCases(const QString &agent) const;
    [[nodiscard]] const RunReport &report() const { return m_report; }

    void started(const QString &agent, EntryPtr entry);
    void finished(const QString &agent, const CaseResult &result);
    // Results without sessions, of an earlier run or of a report: they take the place of what is there.
    // `files`: where a report has each case's own file.
    void take(const RunReport &report, const CaseFiles &files);
    // What a run says of its agents beside their cases.
    void takeNotes(const RunReport &report);
    // The entry of a case that has one no longer or not yet, and an outcome.
    void keep(const CaseSpec &spec, EntryPtr entry);
    void clearRunning();
    void rename(const QString &before, const QString &now);
    void remove(const QString &agent);

    // What outcomes are compared with to say whether they changed: verdicts that are kept, where there are
    // any of the case, else what the case came to the time before.
    void setBaseline(Baseline baseline);
    [[nodiscard]] const Baseline &baseline() const { return m_baseline; }

signals:
    // Something of the agent is another now; told at once, however often.
    void changed(const QString &agent);
    // The list of agents is another.
    void agentsChanged();

private:
    struct Results
    {
        std::vector<Cell> cells; // by the number of the case, from 0
        std::vector<std::optional<BaselineEntry>> before; // what each came to the time before
        Counts counts;
    };

    Results &resultsOf(const QString &agent);
    void put(const QString &agent, const CaseSpec &spec, CaseOutcome outcome);
    [[nodiscard]] bool hasChanged(const QString &agent, const Results &results, const CaseSpec &spec,
                                  const CaseOutcome &outcome) const;

    std::map<QString, Results> m_results;
    QStringList m_agents;
    RunReport m_report;
    Baseline m_baseline;
};

} // namespace fg
