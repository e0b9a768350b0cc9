// The time limits that a peer has. All limits are started here and not as plain timers, because a limit
// counts only the time in which the machine let us run: while our thread does not run, the peer's answer may
// long be there, and nobody has looked. What our own clock lagged behind is added to the limit.
#pragma once

#include "protocol/transport/time_source.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace fg {

// A limit ends at the latest after this many times its duration, however long our thread had to wait, and as
// soon as the thread runs after that.
inline constexpr int mostStretched = 10;

// Less than this part of a limit is not added to it. Timers are never exact.
inline constexpr int leastStretchedPart = 50;

// By how much a limit was stretched.
struct Stretch
{
    enum class Moment : std::uint8_t {
        Begins, // The limit would have passed now, and goes on.
        Ended, // It has passed, and it was stretched further since it began to be.
    };
    Moment moment = Moment::Begins;
    Duration limit{};
    Duration by{}; // In all.
};

// Calls `passed` once when the limit has passed, unless the timer is destroyed first; it may destroy the
// timer. `stretched` may be empty. It is called at most once for each moment, and must not destroy the timer.
[[nodiscard]] std::unique_ptr<Timer> startLimit(TimeSource &time, Duration limit,
                                                std::function<void()> passed,
                                                std::function<void(const Stretch &)> stretched = {});

} // namespace fg
