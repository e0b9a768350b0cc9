// A clock that can be stopped: while it is held, no time passes and no timer runs out. What happens on the
// sockets goes on. Lives in one thread, that of the source it takes its time from.
#pragma once

#include "protocol/transport/time_source.h"

#include <set>

namespace fg {

class HeldTime final : public TimeSource
{
public:
    // The source must outlive it, and it all its timers.
    explicit HeldTime(TimeSource &source);

    void hold();
    void release(); // goes on where it stood
    [[nodiscard]] bool isHeld() const { return m_isHeld; }

    [[nodiscard]] Duration now() const override;
    // A timer without a delay is no wait but a turn of the event loop: it runs out also while time is held.
    [[nodiscard]] std::unique_ptr<Timer> startTimer(Duration delay, std::function<void()> action) override;

private:
    class Held;

    TimeSource &m_source;
    Duration m_behind{}; // how far this clock is behind its source's
    Duration m_heldAt{}; // by this clock
    std::set<Held *> m_timers; // that wait
    bool m_isHeld = false;
};

} // namespace fg
