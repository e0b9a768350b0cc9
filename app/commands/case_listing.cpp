#include "app/commands/case_listing.h"

#include "protocol/text/escape.h"

#include <algorithm>

namespace fg {

std::string caseList(std::span<const CaseSpec *const> cases)
{
    std::size_t width = 0;
    for (const CaseSpec *const spec : cases)
        width = std::max(width, spec->id.size());
    std::string text;
    for (const CaseSpec *const spec : cases)
        text += spec->id + std::string(width - spec->id.size() + 2, ' ') + spec->title + '\n';
    return text;
}

std::string dryRunText(const TestCommand &command)
{
    std::string text;
    for (const ClientSpec::Agent &agent : command.agents) {
        const std::size_t count = agent.cases.size();
        text += "agent " + escaped(agent.target.agent) + " at "
            + escaped(discreet(agent.target.url.text(), command.secrets)) + ": " + std::to_string(count)
            + (count == 1 ? " case\n" : " cases\n") + caseList(agent.cases) + '\n';
    }
    return text + "Reports would go to " + escaped(command.reportFolder) + ".\n";
}

} // namespace fg
