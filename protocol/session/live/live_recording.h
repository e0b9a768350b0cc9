// What a connection needs that a person, or a replay for a person, drives: how it behaves, and where it is
// written down while it lasts.
#pragma once

#include "protocol/session/live/live_session.h"
#include "protocol/session/live/target.h"
#include "protocol/session/log/session_recorder.h"

#include <memory>
#include <optional>

namespace fg {

// Where a session is to be written down that is about to begin.
struct LiveRecording
{
    SessionBacking backing; // empty: nowhere
    std::optional<RecordingFault> fault; // why nowhere, where it was wanted
};

// Our log of a connection to this target. The recording becomes the log's, but for its fault.
[[nodiscard]] std::shared_ptr<Session> makeLog(const Target &target, LiveRecording &recording);
// How a connection behaves that lasts as long as somebody wants it.
[[nodiscard]] LiveSettings liveSettings(const Target &target, const Policies &policies = {});

} // namespace fg
