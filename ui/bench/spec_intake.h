// The agents and cases of a spec file become the checked ones. Other agents stay as they are: one of the file
// that has the name of another gets a name of its own.
#pragma once

#include "protocol/conformance/spec/spec_file.h"
#include "protocol/report/wording/wording.h"
#include "ui/bench/agent_id.h"

#include <QStringList>

#include <variant>

namespace fg {

class AgentBook;
class CaseModel;

struct TakenSpec
{
    AgentId first; // of the file's agents
    QStringList notes; // what there is to say about names
};

// Or why nothing was taken.
[[nodiscard]] std::variant<TakenSpec, Trouble> takeClientSpec(const ClientSpec &spec, AgentBook &agents,
                                                              CaseModel &tree);

} // namespace fg
