// What a server says about a connection that it dropped because of the limit for memory.
#pragma once

#include "protocol/session/live/connection_budget.h"

namespace fg {

// Prints a line to standard error: which peer, how much it held, the limit and its option.
void printMemoryDrop(const ConnectionBudget::Drop &drop);

} // namespace fg
