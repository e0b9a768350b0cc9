// Adds the agents of a spec file and ticks only them and its cases; other agents stay in the list, unticked.
// An agent of the file that has the name of another gets a new name.
#pragma once

#include "protocol/conformance/spec/spec_file.h"
#include "protocol/report/wording/troubles.h"
#include "ui/bench/agent_id.h"

#include <QStringList>

#include <variant>

namespace fg {

class AgentBook;
class CaseModel;

struct AppliedSpec
{
    AgentId first; // the first of the file's agents
    QStringList notes; // remarks about changed names
};

// Or why nothing was changed.
[[nodiscard]] std::variant<AppliedSpec, Trouble> applyClientSpec(const ClientSpec &spec, AgentBook &agents,
                                                                 CaseModel &tree);

} // namespace fg
