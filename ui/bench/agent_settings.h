// Saves the agents in the settings and restores them at the next start. Options that are missing, or that the
// program would not have written, are those of a new agent.
#pragma once

#include "ui/bench/agent_book.h"

class QSettings;

namespace fg {

[[nodiscard]] std::vector<Agent> restoredAgents(const QSettings &settings);
void saveAgents(QSettings &settings, const std::vector<Agent> &agents);

} // namespace fg
