// A clock that can be stopped: while it is held, no time passes, no timer runs out, and nothing is late.
// Activity on the sockets continues. Belongs to one thread, that of the source it takes its time from.
#pragma once

#include "protocol/transport/time_source.h"

#include <set>

namespace fg {

class HeldTime final : public TimeSource
{
public:
    // The source must outlive this clock, and this clock must outlive all its timers and watches.
    explicit HeldTime(TimeSource &source);

    void hold();
    void release(); // continues from the time at which it was held
    [[nodiscard]] bool isHeld() const { return m_isHeld; }

    [[nodiscard]] Duration now() const override;
    [[nodiscard]] std::unique_ptr<LagWatch> watchLag(Duration period) override;
    // A timer without a delay is not a wait but one turn of the event loop: it runs out even while time is
    // held.
    [[nodiscard]] std::unique_ptr<Timer> startTimer(Duration delay, std::function<void()> action) override;

private:
    class Held;
    class Watch;

    TimeSource &m_source;
    Duration m_behind{}; // how much later the source's clock is
    Duration m_heldAt{}; // this clock's time when it was held
    std::set<Held *> m_timers; // the timers that wait
    std::set<Watch *> m_watches;
    bool m_isHeld = false;
};

} // namespace fg
