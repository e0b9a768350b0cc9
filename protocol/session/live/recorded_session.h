// A recording as a replay gets it: the session, and how much of its file that is.
#pragma once

#include "protocol/session/log/session.h"

#include <cstdint>
#include <memory>

namespace fg {

enum class RecordingRead : std::uint8_t {
    Whole, // All of it is in the session; also of a session that was not read from a file.
    UpToDamage, // Its file is damaged or cut.
    NotToEnd, // Its file was not read any further: its memory was used up, or the user has stopped it.
};

struct RecordedSession
{
    std::shared_ptr<const Session> session;
    RecordingRead read = RecordingRead::Whole;
};

} // namespace fg
