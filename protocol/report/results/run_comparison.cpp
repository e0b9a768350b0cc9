#include "protocol/report/results/run_comparison.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/names.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace fg {
namespace {

using Kind = RunDifference::Kind;

Kind kindOf(BaselineChange::Kind kind)
{
    switch (kind) {
    case BaselineChange::Kind::Regressed:
        return Kind::Regressed;
    case BaselineChange::Kind::Fixed:
        return Kind::Fixed;
    case BaselineChange::Kind::Changed:
        return Kind::Changed;
    case BaselineChange::Kind::Added:
        return Kind::Added;
    case BaselineChange::Kind::Missing:
        return Kind::Missing;
    }
    return Kind::Changed;
}

std::string verdictsOf(const std::optional<BaselineEntry> &entry)
{
    return entry ? verdictText(*entry) : std::string();
}

std::optional<Kind> paceOf(Duration before, Duration now)
{
    if (before >= 2 * now && before - now >= noticeableTime)
        return Kind::Faster;
    if (now >= 2 * before && now - before >= noticeableTime)
        return Kind::Slower;
    return std::nullopt;
}

void comparePace(std::vector<RunDifference> &differences, const AgentResults &before, const AgentResults &now)
{
    for (const CaseSummary &current : now.cases) {
        const CaseSummary *const old = before.find(*current.spec);
        const bool canTell =
            old && !old->wasStopped && !current.wasStopped && old->duration && current.duration;
        if (!canTell)
            continue;
        if (const auto kind = paceOf(*old->duration, *current.duration))
            differences.push_back({*kind, now.agent, current.spec, durationText(*old->duration),
                                   durationText(*current.duration)});
    }
}

// Copies a report of one agent and gives this agent the name.
RunReport renamed(const RunReport &report, const std::string &name)
{
    RunReport out(report.side(), report.started());
    AgentResults results = report.agents().front();
    results.agent = name;
    out.agent(name) = std::move(results);
    return out;
}

struct VerdictKey
{
    std::string agent;
    unsigned number;
    auto operator<=>(const VerdictKey &) const = default;
};

} // namespace

std::vector<RunDifference> compareRuns(const RunReport &before, const RunReport &now)
{
    if (before.agents().size() == 1 && now.agents().size() == 1
        && before.agents().front().agent != now.agents().front().agent)
        return compareRuns(renamed(before, now.agents().front().agent), now);
    std::vector<RunDifference> differences;
    for (const BaselineChange &change : compare(baselineOf(before), baselineOf(now))) {
        if (const CaseSpec *const spec = findCase(change.id))
            differences.push_back(
                {kindOf(change.kind), change.agent, spec, verdictsOf(change.before), verdictsOf(change.now)});
    }
    for (const AgentResults &agent : now.agents()) {
        if (const AgentResults *const old = before.find(agent.agent))
            comparePace(differences, *old, agent);
    }
    std::ranges::stable_sort(differences, {}, [](const RunDifference &difference) {
        return std::tuple(difference.kind, difference.agent, difference.spec->number);
    });
    return differences;
}

std::string_view wordOf(RunDifference::Kind kind)
{
    switch (kind) {
    case Kind::Regressed:
        return "regressed";
    case Kind::Fixed:
        return "fixed";
    case Kind::Changed:
        return "changed";
    case Kind::Added:
        return "added";
    case Kind::Missing:
        return "missing";
    case Kind::Faster:
        return "faster";
    case Kind::Slower:
        return "slower";
    }
    return {};
}

std::vector<FlakyCase> flakyCases(const std::vector<const RunReport *> &runs)
{
    std::map<VerdictKey, std::map<std::string, std::size_t>> seen;
    std::map<VerdictKey, const CaseSpec *> specs;
    for (const RunReport *const run : runs) {
        for (const AgentResults &agent : run->agents()) {
            for (const CaseSummary &summary : agent.cases) {
                if (summary.wasStopped)
                    continue;
                const VerdictKey key{agent.agent, summary.spec->number};
                ++seen[key][summary.verdictText()];
                specs[key] = summary.spec;
            }
        }
    }
    std::vector<FlakyCase> flaky;
    for (const auto &[key, verdicts] : seen) {
        if (verdicts.size() < 2)
            continue;
        FlakyCase found{key.agent, specs[key], {}};
        for (const auto &[verdict, count] : verdicts)
            found.verdicts.push_back({verdict, count});
        std::ranges::stable_sort(found.verdicts, std::ranges::greater(), &FlakyCase::Count::runs);
        flaky.push_back(std::move(found));
    }
    return flaky;
}

} // namespace fg
