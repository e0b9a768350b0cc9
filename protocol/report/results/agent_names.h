// Names of agents. Results are stored and compared by name, so no two agents have the same name, and a name
// never has secrets: names that differ in their secrets only are numbered.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace fg {

// The wanted name without its secrets; numbered if it is taken: "name (2)".
[[nodiscard]] std::string freeAgentName(std::string_view wanted,
                                        const std::function<bool(const std::string &)> &isTaken);

// The names of the agents of a file that another program, or an earlier version, wrote with secrets.
class AgentNames
{
public:
    // The same for the same name in the file, and different for different ones.
    [[nodiscard]] const std::string &nameFor(const std::string &inFile);

private:
    std::map<std::string, std::string, std::less<>> m_names; // by the name in the file
    std::set<std::string, std::less<>> m_taken;
};

} // namespace fg
