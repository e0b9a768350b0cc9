#include "protocol/conformance/run/stepped_case.h"

#include <utility>

namespace fg {

SteppedCase::SteppedCase(const CaseSpec &spec, Target target, TimeSource &time, Entropy &entropy,
                         RunListener listener)
    : m_agent{.name = target.agent}
    , m_target(std::make_shared<const Target>(std::move(target)))
    , m_time(time)
    , m_listener(std::move(listener))
{
    CaseRunSettings settings{.agent = m_agent.name, .endpoint = caseEndpoint(*m_target)};
    settings.gate = this;
    m_run =
        std::make_unique<CaseRun>(spec, std::move(settings), makeClientTransport(connectSettings(*m_target)),
                                  m_time, entropy, [this](CaseResult result) {
                                      m_listener(CaseEnded{m_agent, std::move(result)});
                                  });
}

SteppedCase::~SteppedCase() = default;

void SteppedCase::start()
{
    m_listener(CaseStarted{m_agent, &m_run->spec(), m_run->session(), m_target->url, m_target});
    m_run->start();
}

bool SteppedCase::mayPerform(std::size_t step)
{
    if (m_runsRemaining || std::exchange(m_mayPerform, false))
        return true;
    m_time.hold();
    m_listener(CaseWaits{m_agent, &m_run->spec(), step});
    return false;
}

void SteppedCase::resume()
{
    // Before the first step is announced there is nothing to continue.
    if (!m_time.isHeld())
        return;
    m_time.release();
    m_run->resume();
}

void SteppedCase::step()
{
    m_mayPerform = m_time.isHeld();
    resume();
}

void SteppedCase::runRemaining()
{
    m_runsRemaining = true;
    resume();
}

void SteppedCase::stop()
{
    m_time.release();
    m_run->stop();
}

} // namespace fg
