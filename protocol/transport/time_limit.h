// The time limits that a peer has. All limits are started here and not as plain timers, because a limit
// counts only the time in which the machine let us run: while our thread does not run, the peer's answer may
// long be there, and nobody has looked. What our own clock lagged behind is added to the limit.
#pragma once

#include "protocol/transport/time_source.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

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

// Shows that a limit was stretched. It is called at most once for each moment, and must not destroy the
// timer.
using StretchNotice = std::function<void(const Stretch &)>;

// The notice for what has no log and nobody who reads one, such as a socket that is only closed any more.
inline void withoutLog(const Stretch & /*stretch*/) { }

// A limit as it is named where it was stretched.
struct NamedLimit
{
    std::string_view name; // "The time limit of the case"; a literal, used as long as the limit runs.
    Duration whole{}; // What is granted, also if a part of it had passed when its timer was started.
};

// "The time limit of the case (10 s) is 2 s longer, because this machine kept us from running for that long."
[[nodiscard]] std::string stretchSentence(const NamedLimit &limit, const Stretch &stretch);

// Calls `passed` once when the limit has passed, unless the timer is destroyed first; it may destroy the
// timer.
[[nodiscard]] std::unique_ptr<Timer> startLimit(TimeSource &time, Duration limit,
                                                std::function<void()> passed, StretchNotice stretched);

} // namespace fg
