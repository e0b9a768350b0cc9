// Settings of a connection that a person controls, or of a replay: how it behaves, and where it is recorded.
#pragma once

#include "protocol/session/live/live_session.h"
#include "protocol/session/live/target.h"
#include "protocol/session/log/session_recorder.h"

#include <memory>
#include <optional>

namespace fg {

// Where a new session is recorded.
struct LiveRecording
{
    SessionBacking backing; // Empty: it is not recorded.
    std::optional<RecordingFault> fault; // Why it is not recorded although the user wanted it.
};

// Creates our log of a connection to this target. The backing is moved into the log; the fault stays.
[[nodiscard]] std::shared_ptr<Session> makeLog(const Target &target, LiveRecording &recording);
// How a connection behaves that lasts as long as the user wants.
[[nodiscard]] LiveSettings liveSettings(const Target &target, const Policies &policies = {});

} // namespace fg
