// One case against a server, a step at a time: before each step it waits until it is told to go on, and while
// it waits its clock stands still, so that no timer of the case runs out over it. The peer's own timers
// cannot be held. Lives in the thread of its transport.
#pragma once

#include "protocol/conformance/run/case_run.h"
#include "protocol/session/live/target.h"
#include "protocol/transport/held_time.h"

#include <functional>
#include <memory>

namespace fg {

struct SteppedCallbacks
{
    // Step number `step` (from 0) is the next one.
    std::function<void(std::size_t step)> waiting;
    std::function<void(CaseResult)> finished; // may destroy it
};

class SteppedCase final : private StepGate
{
public:
    // `time` and `entropy` must outlive it.
    SteppedCase(const CaseSpec &spec, Target target, TimeSource &time, Entropy &entropy,
                SteppedCallbacks callbacks);
    ~SteppedCase() override;

    [[nodiscard]] std::shared_ptr<const Session> session() const { return m_run->session(); }
    void start();
    // Takes the step that waits; nothing where none does.
    void step();
    // Takes all steps that are left, without waiting.
    void runOn();
    void stop();

private:
    [[nodiscard]] bool mayTake(std::size_t step) override;
    void go();

    HeldTime m_time;
    SteppedCallbacks m_callbacks;
    std::unique_ptr<CaseRun> m_run;
    bool m_mayTake = false; // the next step
    bool m_runsOn = false;
};

} // namespace fg
