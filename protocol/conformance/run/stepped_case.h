// One case against a server, a step at a time: before each step it waits until it is told to go on, and while
// it waits its clock stands still, so that no timer of the case runs out over it. The peer's own timers
// cannot be held. Lives in the thread of its transport.
#pragma once

#include "protocol/conformance/run/case_events.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/session/live/target.h"
#include "protocol/transport/held_time.h"

#include <memory>

namespace fg {

class SteppedCase final : private StepGate
{
public:
    // `time` and `entropy` must outlive it. The last event is CaseEnded, which may destroy it.
    SteppedCase(const CaseSpec &spec, Target target, TimeSource &time, Entropy &entropy,
                RunListener listener);
    ~SteppedCase() override;

    void start();
    // Takes the step that waits; nothing where none does.
    void step();
    // Takes all steps that are left, without waiting.
    void runOn();
    void stop();

private:
    [[nodiscard]] bool mayTake(std::size_t step) override;
    void go();

    TestedAgent m_agent;
    std::shared_ptr<const Target> m_target;
    HeldTime m_time;
    RunListener m_listener;
    std::unique_ptr<CaseRun> m_run;
    bool m_mayTake = false; // the next step
    bool m_runsOn = false;
};

} // namespace fg
