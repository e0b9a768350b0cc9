// Saves the agents in the settings and restores them at the next start.
#pragma once

#include "ui/bench/agent_book.h"

class QSettings;

namespace fg {

[[nodiscard]] std::vector<Agent> restoredAgents(const QSettings &settings);
void saveAgents(QSettings &settings, const std::vector<Agent> &agents);

} // namespace fg
