// What the window says when one of its servers has dropped a connection because of the limit for memory.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "protocol/session/live/connection_budget.h"

#include <string>

namespace fg {

// `server`: the beginning of the sentence, such as "The built-in echo peer".
[[nodiscard]] Trouble memoryDropTrouble(const std::string &server, const ConnectionBudget::Drop &drop);

} // namespace fg
