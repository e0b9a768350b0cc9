// The latest result and session of every case, for each agent. All views of results read it here. Without the
// sessions it takes a few hundred octets for each case.
#pragma once

#include "protocol/report/results/baseline.h"
#include "protocol/report/results/case_outcome.h"
#include "protocol/report/results/report_import.h"
#include "ui/bench/agent_id.h"
#include "ui/bench/session_entry.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <unordered_map>
#include <vector>

namespace fg {

class AgentBook;

class ResultBook final : public QObject
{
    Q_OBJECT

public:
    struct Cell
    {
        EntryPtr entry; // null if the case did not run here or its session is not kept
        // The case's file in an opened report, until the case runs here; may be empty.
        std::filesystem::path reportFile;
        std::optional<CaseOutcome> outcome;
        bool isRunning = false;
    };
    struct Counts
    {
        int run = 0; // cases that ran to their end
        int failed = 0;
        int nonStrict = 0;
        int running = 0;
    };

    // The agent book knows the names and must outlive it.
    explicit ResultBook(const AgentBook &agents, QObject *parent = nullptr);

    // In the order in which their first results came.
    [[nodiscard]] const std::vector<AgentId> &agents() const { return m_agents; }
    // The current name.
    [[nodiscard]] QString nameOf(AgentId agent) const;
    [[nodiscard]] bool has(AgentId agent) const { return m_results.count(agent) > 0; }
    // An empty cell if the case has no result.
    [[nodiscard]] const Cell &cell(AgentId agent, const CaseSpec &spec) const;
    [[nodiscard]] Counts counts(AgentId agent) const;
    [[nodiscard]] std::vector<const CaseSpec *> failedCases(AgentId agent) const;
    // Null if the agent has no results; valid until the next change. The agent's name in it may be outdated.
    [[nodiscard]] const AgentResults *find(AgentId agent) const;
    // The results of all agents, under their current names.
    [[nodiscard]] RunReport report() const;

    void started(AgentId agent, EntryPtr entry);
    void finished(AgentId agent, const CaseResult &result);
    using FilesById = CaseFiles::mapped_type; // by case id
    // Replaces results by those of an earlier run or a report, which have no sessions. `files`: where a
    // report has each case's own file.
    void addResults(AgentId agent, const AgentResults &taken, const FilesById &files);
    // Stores what a run says about an agent apart from its cases.
    void setNotes(AgentId agent, const AgentResults &ran);
    // Sets the entry of a case that has an outcome but no entry.
    void setEntry(const CaseSpec &spec, EntryPtr entry);
    void clearRunning();
    void remove(AgentId agent);

    // Sets the verdicts with which outcomes are compared to say whether they changed. A case that is not in
    // the baseline is compared with its previous result.
    void setBaseline(Baseline baseline);
    [[nodiscard]] const Baseline &baseline() const { return m_baseline; }

signals:
    // Results of the agent have changed. Emitted for every change, however frequent.
    void changed(AgentId agent);
    // The list of agents, or the name of one of them, has changed.
    void agentsChanged();

private:
    struct Results
    {
        std::vector<Cell> cells; // by case number, from 0
        std::vector<std::optional<BaselineEntry>> before; // the result of each case before the latest one
        Counts counts;
        AgentResults said; // in the form of reports and baselines
    };

    Results &resultsOf(AgentId agent);
    void setOutcome(AgentId agent, const CaseSpec &spec, CaseOutcome outcome);
    [[nodiscard]] bool hasChanged(AgentId agent, const Results &results, const CaseSpec &spec,
                                  const CaseOutcome &outcome) const;

    const AgentBook &m_book;
    std::unordered_map<AgentId, Results> m_results;
    std::vector<AgentId> m_agents;
    std::chrono::system_clock::time_point m_started = std::chrono::system_clock::now();
    Baseline m_baseline;
};

} // namespace fg
