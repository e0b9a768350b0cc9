// The outcome of a replay, in sentences.
#pragma once

#include "protocol/session/live/replay.h"

#include <cstdint>
#include <string>

namespace fg {

[[nodiscard]] std::string replayFaultSentence(ReplayFault fault);

// How much of the recording could be read from its file.
enum class RecordingRead : std::uint8_t { Whole, Part };
[[nodiscard]] std::string replaySentence(const ReplayOutcome &outcome,
                                         RecordingRead read = RecordingRead::Whole);

} // namespace fg
