#include "protocol/report/results/agent_names.h"

#include "protocol/handshake/secrets.h"

namespace fg {

std::string freeAgentName(std::string_view wanted, const std::function<bool(const std::string &)> &isTaken)
{
    const std::string shown = discreet(wanted);
    std::string name = shown;
    for (unsigned number = 2; isTaken(name); ++number) {
        const std::string sign = '(' + std::to_string(number) + ')';
        name = shown + ' ' + sign;
        // The number must not be taken for a part of the secret before it, as in "Cookie: a (2)".
        if (discreet(name) != name)
            name = sign + ' ' + shown;
    }
    return name;
}

const std::string &AgentNames::nameFor(const std::string &inFile)
{
    const auto [at, isNew] = m_names.try_emplace(inFile);
    if (isNew) {
        at->second =
            freeAgentName(inFile, [this](const std::string &name) { return m_taken.contains(name); });
        m_taken.insert(at->second);
    }
    return at->second;
}

} // namespace fg
