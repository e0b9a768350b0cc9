// Real time: the system's steady clock, and timers of a Qt event loop.
#pragma once

#include "protocol/transport/time_source.h"

namespace fg {

// Timers run in the thread that starts them, which must run a Qt event loop. They are precise to the
// millisecond and never early: a delay is rounded up. A timer that is late lets waiting events run first.
class QtTimeSource : public TimeSource
{
public:
    [[nodiscard]] Duration now() const override;
    [[nodiscard]] std::unique_ptr<LagWatch> watchLag(Duration period) override;
    [[nodiscard]] std::unique_ptr<Timer> startTimer(Duration delay, std::function<void()> action) override;
};

} // namespace fg
