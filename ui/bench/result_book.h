// What each agent's cases came to, as they ran last, and the session of each. All views of results read it
// here; it holds a few hundred octets a case besides the sessions.
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

    // The book of the agents, which knows their names, must outlive it.
    explicit ResultBook(const AgentBook &agents, QObject *parent = nullptr);

    // In the order in which they first came.
    [[nodiscard]] const std::vector<AgentId> &agents() const { return m_agents; }
    // What it is called now.
    [[nodiscard]] QString nameOf(AgentId agent) const;
    [[nodiscard]] bool has(AgentId agent) const { return m_results.count(agent) > 0; }
    // An empty one where nothing is known.
    [[nodiscard]] const Cell &cell(AgentId agent, const CaseSpec &spec) const;
    [[nodiscard]] Counts counts(AgentId agent) const;
    [[nodiscard]] std::vector<const CaseSpec *> failedCases(AgentId agent) const;
    // Null where nothing is known; valid until the next change. What it is called in it may be old.
    [[nodiscard]] const AgentResults *find(AgentId agent) const;
    // Of all agents, under the names that they have now.
    [[nodiscard]] RunReport report() const;

    void started(AgentId agent, EntryPtr entry);
    void finished(AgentId agent, const CaseResult &result);
    using FilesById = CaseFiles::mapped_type; // by the case's id
    // Results without sessions, of an earlier run or of a report: they take the place of what is there.
    // `files`: where a report has each case's own file.
    void take(AgentId agent, const AgentResults &taken, const FilesById &files);
    // What a run says of an agent beside its cases.
    void takeNotes(AgentId agent, const AgentResults &ran);
    // The entry of a case that has one no longer or not yet, and an outcome.
    void keep(const CaseSpec &spec, EntryPtr entry);
    void clearRunning();
    void remove(AgentId agent);

    // What outcomes are compared with to say whether they changed: verdicts that are kept, where there are
    // any of the case, else what the case came to the time before.
    void setBaseline(Baseline baseline);
    [[nodiscard]] const Baseline &baseline() const { return m_baseline; }

signals:
    // Something of the agent is another now; told at once, however often.
    void changed(AgentId agent);
    // The list of agents, or the name of one, is another.
    void agentsChanged();

private:
    struct Results
    {
        std::vector<Cell> cells; // by the number of the case, from 0
        std::vector<std::optional<BaselineEntry>> before; // what each came to the time before
        Counts counts;
        AgentResults said; // as reports and baselines have it
    };

    Results &resultsOf(AgentId agent);
    void put(AgentId agent, const CaseSpec &spec, CaseOutcome outcome);
    [[nodiscard]] bool hasChanged(AgentId agent, const Results &results, const CaseSpec &spec,
                                  const CaseOutcome &outcome) const;

    const AgentBook &m_book;
    std::unordered_map<AgentId, Results> m_results;
    std::vector<AgentId> m_agents;
    std::chrono::system_clock::time_point m_started = std::chrono::system_clock::now();
    Baseline m_baseline;
};

} // namespace fg
