// Saves the agents in the settings and restores them at the next start; and the form that limits in seconds
// have there.
#pragma once

#include "ui/bench/agent_book.h"

class QSettings;
class QVariant;

namespace fg {

// What the window takes as a limit for connecting and for opening.
inline constexpr Duration shortestLimit = std::chrono::milliseconds(1);
inline constexpr Duration longestLimit = std::chrono::hours(24);

[[nodiscard]] double inSeconds(Duration limit);
// A limit as it was saved. Settings without this limit, or changed by hand, leave the usual one.
[[nodiscard]] Duration limitOf(const QVariant &seconds, Duration usual);

[[nodiscard]] std::vector<Agent> restoredAgents(const QSettings &settings);
void saveAgents(QSettings &settings, const std::vector<Agent> &agents);

} // namespace fg
