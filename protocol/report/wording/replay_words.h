// The outcome of a replay, in sentences.
#pragma once

#include "protocol/session/live/replay.h"

#include <string>

namespace fg {

[[nodiscard]] std::string replayFaultSentence(ReplayFault fault);
[[nodiscard]] std::string replaySentence(const ReplayOutcome &outcome);

} // namespace fg
