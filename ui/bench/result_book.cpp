#include "ui/bench/result_book.h"

#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/text.h"

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
    counts.time += sign * cell.outcome->duration;
}

BaselineEntry entryOf(const CaseOutcome &outcome)
{
    return {outcome.verdict.behavior, outcome.verdict.close, outcome.remoteCloseCode};
}

std::size_t placeOf(const CaseSpec &spec) { return spec.number - 1; }

std::filesystem::path fileIn(const CaseFiles &files, const std::string &agent, const std::string &id)
{
    const auto cases = files.find(agent);
    if (cases == files.end())
        return {};
    const auto file = cases->second.find(id);
    return file == cases->second.end() ? std::filesystem::path() : file->second;
}

} // namespace

ResultBook::ResultBook(QObject *parent)
    : QObject(parent)
    , m_report(TestedSide::Servers, std::chrono::system_clock::now())
{
}

ResultBook::Results &ResultBook::resultsOf(const QString &agent)
{
    const auto known = m_results.find(agent);
    if (known != m_results.end())
        return known->second;
    Results &results = m_results[agent];
    results.cells.resize(catalogue().size());
    results.before.resize(catalogue().size());
    m_agents += agent;
    emit agentsChanged();
    return results;
}

const ResultBook::Cell &ResultBook::cell(const QString &agent, const CaseSpec &spec) const
{
    static const Cell empty;
    const auto found = m_results.find(agent);
    return found == m_results.end() ? empty : found->second.cells[placeOf(spec)];
}

ResultBook::Counts ResultBook::counts(const QString &agent) const
{
    const auto found = m_results.find(agent);
    return found == m_results.end() ? Counts{} : found->second.counts;
}

std::vector<const CaseSpec *> ResultBook::failedCases(const QString &agent) const
{
    std::vector<const CaseSpec *> cases;
    for (const CaseSpec &spec : catalogue()) {
        const Cell &place = cell(agent, spec);
        if (place.outcome && place.outcome->hasFailed())
            cases.push_back(&spec);
    }
    return cases;
}

void ResultBook::started(const QString &agent, EntryPtr entry)
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

void ResultBook::finished(const QString &agent, const CaseResult &result)
{
    const EntryPtr entry = resultsOf(agent).cells[placeOf(*result.spec)].entry;
    // Of an earlier connection on which the case ran: it has been replaced.
    if (entry && entry->log != result.session)
        return;
    if (auto *const ran = entry ? entry->as<CaseSession>() : nullptr)
        ran->result = result;
    m_report.add(result);
    put(agent, *result.spec, CaseOutcome::of(*m_report.agent(agent.toStdString()).find(*result.spec)));
}

void ResultBook::put(const QString &agent, const CaseSpec &spec, CaseOutcome outcome)
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

bool ResultBook::hasChanged(const QString &agent, const Results &results, const CaseSpec &spec,
                            const CaseOutcome &outcome) const
{
    if (!outcome.hasRun())
        return false;
    const auto kept = m_baseline.agents.find(agent.toStdString());
    if (kept != m_baseline.agents.end()) {
        const auto before = kept->second.find(spec.id);
        if (before != kept->second.end())
            return before->second != entryOf(outcome);
    }
    const std::optional<BaselineEntry> &before = results.before[placeOf(spec)];
    return before && *before != entryOf(outcome);
}

void ResultBook::take(const RunReport &report, const CaseFiles &files)
{
    for (const AgentResults &taken : report.agents()) {
        const QString agent = toQString(taken.agent);
        AgentResults &known = m_report.agent(taken.agent);
        known.product = taken.product;
        known.url = taken.url;
        known.notes = taken.notes;
        for (const CaseSummary &summary : taken.cases) {
            known.add(summary);
            Cell &cell = resultsOf(agent).cells[placeOf(*summary.spec)];
            cell.entry.reset();
            cell.reportFile = fileIn(files, taken.agent, summary.spec->id);
            put(agent, *summary.spec, CaseOutcome::of(summary));
        }
    }
}

void ResultBook::takeNotes(const RunReport &report)
{
    for (const AgentResults &ran : report.agents()) {
        if (!has(toQString(ran.agent)))
            continue;
        AgentResults &known = m_report.agent(ran.agent);
        known.url = ran.url;
        known.unreachable = ran.unreachable;
        known.notes = ran.notes;
    }
}

void ResultBook::keep(const CaseSpec &spec, EntryPtr entry)
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

void ResultBook::rename(const QString &before, const QString &now)
{
    auto moved = m_results.extract(before);
    if (!moved)
        return;
    moved.key() = now;
    m_results.insert(std::move(moved));
    m_agents.replace(m_agents.indexOf(before), now);
    m_report.agent(before.toStdString()).agent = now.toStdString();
    emit agentsChanged();
}

void ResultBook::remove(const QString &agent)
{
    if (m_results.erase(agent) == 0)
        return;
    m_agents.removeAll(agent);
    m_report.remove(agent.toStdString());
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
