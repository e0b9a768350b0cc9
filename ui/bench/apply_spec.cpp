#include "ui/bench/apply_spec.h"

#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"
#include "ui/bench/case_model.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace fg {

namespace {

// `added`: how many agents of the file are not in the list yet.
Trouble noRoom(std::ptrdiff_t added, int room)
{
    return {
        "There is no room for the agents of the file.",
        QStringLiteral("The list can hold %1 agents; %2 of the file are not in it yet, and there is room for "
                       "%3 more.")
            .arg(AgentBook::maxAgents)
            .arg(added)
            .arg(room)
            .toStdString(),
        "Remove some in the Targets panel, then open the file again."};
}

// All cases of the file's agents, in the order of the case set.
std::vector<const CaseSpec *> casesOfAll(const ClientSpec &spec)
{
    std::set<const CaseSpec *> wanted;
    for (const ClientSpec::Agent &agent : spec.agents)
        wanted.insert(agent.cases.begin(), agent.cases.end());
    std::vector<const CaseSpec *> cases;
    for (const CaseSpec &one : catalogue()) {
        if (wanted.count(&one) > 0)
            cases.push_back(&one);
    }
    return cases;
}

// `cases`: the cases of all agents of the file; those that this agent does not have are excluded for it.
Agent agentOf(const ClientSpec::Agent &given, const std::vector<const CaseSpec *> &cases)
{
    Agent agent{.name = toQString(given.target.agent).trimmed(),
                .target = ConnectTarget::url(toQString(given.target.url.textWithUser())),
                .options = given.target,
                .excluded = {}};
    const Agent of{.name = {}, .target = {}, .options = {}, .excluded = given.cases};
    agent.excluded = of.casesOf(cases);
    return agent;
}

// The listed agent with the same original name and the same settings, unless it is taken; otherwise none.
AgentId listedAs(const Agent &agent, const std::vector<AgentId> &taken, const AgentBook &agents)
{
    const std::vector<Agent> &known = agents.agents();
    const auto same = std::find_if(known.begin(), known.end(), [&](const Agent &other) {
        return (other.name == agent.name || other.baseName == agent.name) && other.connectsLike(agent)
            && std::find(taken.begin(), taken.end(), other.id) == taken.end();
    });
    return same == known.end() ? AgentId() : same->id;
}

// Puts the agent in the place of a listed one; with `listed` none, the agent is added.
AgentId enter(Agent agent, AgentId listed, AgentBook &agents)
{
    if (listed.isNone())
        return agents.at(agents.add(std::move(agent)))->id;
    agent.name = agents.nameOf(listed);
    agents.replace(agents.rowOf(listed), std::move(agent));
    return listed;
}

} // namespace

std::variant<AppliedSpec, Trouble> applyClientSpec(const ClientSpec &spec, AgentBook &agents, CaseModel &tree)
{
    const std::vector<const CaseSpec *> cases = casesOfAll(spec);
    std::vector<Agent> wanted;
    std::vector<AgentId> ids; // of the listed agents that are replaced; none for agents that are added
    for (const ClientSpec::Agent &given : spec.agents) {
        wanted.push_back(agentOf(given, cases));
        ids.push_back(listedAs(wanted.back(), ids, agents));
    }
    const auto added = std::count_if(ids.begin(), ids.end(), std::mem_fn(&AgentId::isNone));
    if (added > agents.room())
        return noRoom(added, agents.room());
    AppliedSpec applied;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const QString asked = wanted[i].name;
        ids[i] = enter(std::move(wanted[i]), ids[i], agents);
        if (const QString name = agents.nameOf(ids[i]); name != asked)
            applied.notes +=
                QStringLiteral("The name %1 is already used: this agent of the file is called %2.")
                    .arg(shownAgent(asked), shownAgent(name));
    }
    agents.checkOnly(ids);
    tree.checkOnly(cases);
    applied.first = ids.front();
    return applied;
}

} // namespace fg
