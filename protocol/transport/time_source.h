// The clock and the timers of a session, so that a test can provide its own.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace fg {

// Monotonic time since an epoch that the source chooses, or a span of such time.
using Duration = std::chrono::nanoseconds;

// The duration multiplied by `scale`, limited to the longest possible duration.
[[nodiscard]] inline Duration scaled(Duration duration, double scale)
{
    const double nanoseconds = static_cast<double>(duration.count()) * scale;
    constexpr auto longest = std::chrono::duration_cast<Duration>(std::chrono::hours(24 * 365));
    return nanoseconds < static_cast<double>(longest.count())
        ? Duration(static_cast<Duration::rep>(nanoseconds))
        : longest;
}

class Timer
{
public:
    virtual ~Timer() = default; // stops the timer; allowed inside its own action
};

// Measures how long the work of a thread had to wait for the thread, from when the watch was made until it is
// destroyed.
class LagWatch
{
public:
    virtual ~LagWatch() = default;

    // Time in which work was due and did not run, in all: the system ran other programs, had stopped this
    // one, or the thread was busy with other work. It never decreases.
    [[nodiscard]] virtual Duration lag() const = 0;
};

class TimeSource
{
public:
    virtual ~TimeSource() = default;

    [[nodiscard]] virtual Duration now() const = 0;
    // Watches the thread of the source. `period` is the time in which the lag matters: a part of it that
    // takes less than a sixty-fourth of the period may be missed, so that a long watch costs little.
    [[nodiscard]] virtual std::unique_ptr<LagWatch> watchLag(Duration period) = 0;
    // Runs `action` once after `delay`, in the thread of the source, unless the timer is destroyed first. For
    // a time limit of a peer use startLimit() (time_limit.h) instead.
    [[nodiscard]] virtual std::unique_ptr<Timer> startTimer(Duration delay, std::function<void()> action) = 0;
};

} // namespace fg
