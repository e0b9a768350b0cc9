#include "ui/bench/apply_spec.h"

#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"
#include "ui/bench/case_model.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace fg {

namespace {

Trouble noRoom(std::size_t wanted, int room)
{
    return {"There is no room for the agents of the file.",
            QStringLiteral("The list can hold %1 agents; the file has %2, and there is room for %3 more.")
                .arg(AgentBook::maxAgents)
                .arg(wanted)
                .arg(room)
                .toStdString(),
            "Remove some in the Agents panel, then open the file again."};
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
                .target = ConnectTarget::url(toQString(given.target.url.text())),
                .options = given.target,
                .excluded = {}};
    const Agent of{.name = {}, .target = {}, .options = {}, .excluded = given.cases};
    agent.excluded = of.casesOf(cases);
    return agent;
}

// The listed agent with the same original name and the same settings, otherwise a new one.
AgentId placeOf(Agent agent, const std::vector<AgentId> &taken, AgentBook &agents)
{
    const std::vector<Agent> &known = agents.agents();
    const auto same = std::find_if(known.begin(), known.end(), [&](const Agent &other) {
        return (other.name == agent.name || other.baseName == agent.name) && other.connectsLike(agent)
            && std::find(taken.begin(), taken.end(), other.id) == taken.end();
    });
    if (same == known.end())
        return agents.at(agents.add(std::move(agent)))->id;
    const AgentId id = same->id;
    agent.name = same->name;
    agents.replace(agents.rowOf(id), std::move(agent));
    return id;
}

} // namespace

std::variant<AppliedSpec, Trouble> applyClientSpec(const ClientSpec &spec, AgentBook &agents, CaseModel &tree)
{
    if (static_cast<int>(spec.agents.size()) > agents.room())
        return noRoom(spec.agents.size(), agents.room());
    const std::vector<const CaseSpec *> cases = casesOfAll(spec);
    std::vector<AgentId> ids;
    AppliedSpec applied;
    for (const ClientSpec::Agent &given : spec.agents) {
        Agent agent = agentOf(given, cases);
        const QString asked = agent.name;
        ids.push_back(placeOf(std::move(agent), ids, agents));
        if (const QString name = agents.nameOf(ids.back()); name != asked)
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
