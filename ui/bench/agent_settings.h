// Agents as they are remembered from one start to the next.
#pragma once

#include "ui/bench/agent_book.h"

class QSettings;

namespace fg {

[[nodiscard]] std::vector<Agent> restoredAgents(const QSettings &settings);
void saveAgents(QSettings &settings, const std::vector<Agent> &agents);

} // namespace fg
