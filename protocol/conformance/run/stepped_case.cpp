#include "protocol/conformance/run/stepped_case.h"

#include <utility>

namespace fg {

SteppedCase::SteppedCase(const CaseSpec &spec, Target target, TimeSource &time, Entropy &entropy,
                         SteppedCallbacks callbacks)
    : m_time(time)
    , m_callbacks(std::move(callbacks))
{
    CaseRunSettings settings{.agent = target.agent, .endpoint = clientSettings(target)};
    settings.gate = this;
    m_run = std::make_unique<CaseRun>(spec, std::move(settings), makeClientTransport(connectSettings(target)),
                                      m_time, entropy,
                                      [this](CaseResult result) { m_callbacks.finished(std::move(result)); });
}

SteppedCase::~SteppedCase() = default;

void SteppedCase::start() { m_run->start(); }

bool SteppedCase::mayTake(std::size_t step)
{
    if (m_runsOn || std::exchange(m_mayTake, false))
        return true;
    m_time.hold();
    m_callbacks.waiting(step);
    return false;
}

void SteppedCase::go()
{
    // Before the first step is asked for, there is none to take.
    if (!m_time.isHeld())
        return;
    m_time.release();
    m_run->resume();
}

void SteppedCase::step()
{
    m_mayTake = m_time.isHeld();
    go();
}

void SteppedCase::runOn()
{
    m_runsOn = true;
    go();
}

void SteppedCase::stop()
{
    m_time.release();
    m_run->stop();
}

} // namespace fg
