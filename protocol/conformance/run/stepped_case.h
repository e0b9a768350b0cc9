// Runs one case against a server step by step. It waits before each step until the step is requested. Its
// clock stands still meanwhile, so that no timer of the case runs out; the peer's own timers cannot be held.
// Lives in the thread of its transport.
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
    // `time` and `entropy` must outlive this object. The last event is CaseEnded; its listener may destroy
    // this object.
    SteppedCase(const CaseSpec &spec, Target target, TimeSource &time, Entropy &entropy,
                RunListener listener);
    ~SteppedCase() override;

    void start();
    // Performs the step that waits; does nothing if none waits.
    void step();
    // Performs all remaining steps without waiting.
    void runRemaining();
    void stop();

private:
    [[nodiscard]] bool mayPerform(std::size_t step) override;
    void resume();

    TestedAgent m_agent;
    std::shared_ptr<const Target> m_target;
    HeldTime m_time;
    RunListener m_listener;
    std::unique_ptr<CaseRun> m_run;
    bool m_mayPerform = false; // The next step was requested.
    bool m_runsRemaining = false;
};

} // namespace fg
