#include "ui/bench/result_book.h"

#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"

#include <algorithm>

namespace fg {

namespace {

void count(ResultBook::Counts &counts, const ResultBook::Cell &cell, int sign)
{
    counts.running += cell.isRunning ? sign : 0;
    if (!cell.outcome || !cell.outcome->hasRun())
        return;
    counts.run += sign;
    counts.failed += cell.outcome->hasFailed() ? sign : 0;
    counts.nonStrict += cell.outcome->isNonStrict() ? sign : 0;
}

BaselineEntry entryOf(const CaseOutcome &outcome)
{
    return {outcome.verdict.behavior, outcome.verdict.close, outcome.remoteCloseCode};
}

std::size_t placeOf(const CaseSpec &spec) { return spec.number - 1; }

std::filesystem::path fileIn(const ResultBook::FilesById &files, const std::string &id)
{
    const auto file = files.find(id);
    return file == files.end() ? std::filesystem::path() : file->second;
}

// Adds the case to its agent's results; the first product name that a peer reports is kept.
void addTo(AgentResults &said, const CaseResult &result)
{
    RunReport one(TestedSide::Servers, result.started);
    one.add(result);
    const AgentResults &added = one.agents().front();
    if (said.product.empty())
        said.product = added.product;
    said.add(added.cases.front());
}

} // namespace

ResultBook::ResultBook(const AgentBook &agents, QObject *parent)
    : QObject(parent)
    , m_book(agents)
{
    connect(&agents, &AgentBook::renamed, this, &ResultBook::agentsChanged);
    connect(&agents, &AgentBook::removed, this, &ResultBook::remove);
}

QString ResultBook::nameOf(AgentId agent) const { return m_book.nameOf(agent); }

const AgentResults *ResultBook::find(AgentId agent) const
{
    const auto found = m_results.find(agent);
    return found == m_results.end() ? nullptr : &found->second.said;
}

RunReport ResultBook::report() const
{
    RunReport report(TestedSide::Servers, m_started);
    for (const AgentId agent : m_agents) {
        const std::string name = nameOf(agent).toStdString();
        AgentResults &results = report.agent(name);
        results = *find(agent);
        results.agent = name;
    }
    return report;
}

ResultBook::Results &ResultBook::resultsOf(AgentId agent)
{
    const auto known = m_results.find(agent);
    if (known != m_results.end())
        return known->second;
    Results &results = m_results[agent];
    results.cells.resize(catalogue().size());
    results.before.resize(catalogue().size());
    m_agents.push_back(agent);
    emit agentsChanged();
    return results;
}

const ResultBook::Cell &ResultBook::cell(AgentId agent, const CaseSpec &spec) const
{
    static const Cell empty;
    const auto found = m_results.find(agent);
    return found == m_results.end() ? empty : found->second.cells[placeOf(spec)];
}

ResultBook::Counts ResultBook::counts(AgentId agent) const
{
    const auto found = m_results.find(agent);
    return found == m_results.end() ? Counts{} : found->second.counts;
}

std::vector<const CaseSpec *> ResultBook::failedCases(AgentId agent) const
{
    std::vector<const CaseSpec *> cases;
    for (const CaseSpec &spec : catalogue()) {
        const Cell &place = cell(agent, spec);
        if (place.outcome && place.outcome->hasFailed())
            cases.push_back(&spec);
    }
    return cases;
}

void ResultBook::started(AgentId agent, EntryPtr entry)
{
    Results &results = resultsOf(agent);
    Cell &cell = results.cells[placeOf(*entry->spec())];
    count(results.counts, cell, -1);
    cell.entry = std::move(entry);
    cell.reportFile.clear();
    cell.isRunning = true;
    count(results.counts, cell, 1);
    emit changed(agent);
}

void ResultBook::finished(AgentId agent, const CaseResult &result)
{
    const EntryPtr entry = resultsOf(agent).cells[placeOf(*result.spec)].entry;
    // The result of an earlier connection of the case, which has been replaced.
    if (entry && entry->log != result.session)
        return;
    if (auto *const ran = entry ? entry->as<CaseSession>() : nullptr)
        ran->result = result;
    AgentResults &said = resultsOf(agent).said;
    addTo(said, result);
    setOutcome(agent, *result.spec, CaseOutcome::of(*said.find(*result.spec)));
}

void ResultBook::setOutcome(AgentId agent, const CaseSpec &spec, CaseOutcome outcome)
{
    Results &results = resultsOf(agent);
    Cell &cell = results.cells[placeOf(spec)];
    count(results.counts, cell, -1);
    if (cell.outcome && cell.outcome->hasRun() && outcome.hasRun())
        results.before[placeOf(spec)] = entryOf(*cell.outcome);
    outcome.hasChanged = hasChanged(agent, results, spec, outcome);
    cell.outcome = outcome;
    cell.isRunning = false;
    count(results.counts, cell, 1);
    emit changed(agent);
}

bool ResultBook::hasChanged(AgentId agent, const Results &results, const CaseSpec &spec,
                            const CaseOutcome &outcome) const
{
    if (!outcome.hasRun())
        return false;
    const auto kept = m_baseline.agents.find(nameOf(agent).toStdString());
    if (kept != m_baseline.agents.end()) {
        const auto before = kept->second.find(spec.id);
        if (before != kept->second.end())
            return before->second != entryOf(outcome);
    }
    const std::optional<BaselineEntry> &before = results.before[placeOf(spec)];
    return before && *before != entryOf(outcome);
}

void ResultBook::addResults(AgentId agent, const AgentResults &taken, const FilesById &files)
{
    AgentResults &known = resultsOf(agent).said;
    known.product = taken.product;
    known.url = taken.url;
    known.notes = taken.notes;
    known.waivedProof = taken.waivedProof;
    for (const CaseSummary &summary : taken.cases) {
        known.add(summary);
        Cell &cell = resultsOf(agent).cells[placeOf(*summary.spec)];
        cell.entry.reset();
        cell.reportFile = fileIn(files, summary.spec->id);
        setOutcome(agent, *summary.spec, CaseOutcome::of(summary));
    }
}

void ResultBook::setNotes(AgentId agent, const AgentResults &ran)
{
    if (!has(agent))
        return;
    AgentResults &known = resultsOf(agent).said;
    known.url = ran.url;
    known.unreachable = ran.unreachable;
    known.notes = ran.notes;
    known.waivedProof = ran.waivedProof;
}

void ResultBook::setEntry(const CaseSpec &spec, EntryPtr entry)
{
    Cell &cell = resultsOf(entry->agent()).cells[placeOf(spec)];
    cell.entry = std::move(entry);
}

void ResultBook::clearRunning()
{
    for (auto &[agent, results] : m_results) {
        if (results.counts.running == 0)
            continue;
        for (Cell &cell : results.cells)
            cell.isRunning = false;
        results.counts.running = 0;
        emit changed(agent);
    }
}

void ResultBook::remove(AgentId agent)
{
    if (m_results.erase(agent) == 0)
        return;
    std::erase(m_agents, agent);
    emit agentsChanged();
}

void ResultBook::setBaseline(Baseline baseline)
{
    m_baseline = std::move(baseline);
    for (auto &[agent, results] : m_results) {
        for (const CaseSpec &spec : catalogue()) {
            std::optional<CaseOutcome> &outcome = results.cells[placeOf(spec)].outcome;
            if (outcome)
                outcome->hasChanged = hasChanged(agent, results, spec, *outcome);
        }
        emit changed(agent);
    }
}

} // namespace fg
