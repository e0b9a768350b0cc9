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

class TimeSource
{
public:
    virtual ~TimeSource() = default;

    [[nodiscard]] virtual Duration now() const = 0;
    // Runs `action` once after `delay`, in the thread of the source, unless the timer is destroyed first.
    [[nodiscard]] virtual std::unique_ptr<Timer> startTimer(Duration delay, std::function<void()> action) = 0;
};

} // namespace fg
