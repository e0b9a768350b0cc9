#include "ui/bench/step_run.h"

#include "protocol/report/wording/step_words.h"
#include "protocol/wire/overloaded.h"

#include <utility>

namespace fg {

StepRun::StepRun(NetworkThread &network, QObject *parent)
    : QObject(parent)
    , m_controller(network)
{
}

void StepRun::start(AgentId agent, const CaseSpec &spec, Target target)
{
    if (isActive())
        return;
    m_agent = agent;
    m_spec = &spec;
    m_target = std::move(target);
    m_waitsFor.reset();
    m_taken = 0;
    m_runsRemaining = false;
    m_controller.start(spec, m_target);
    emit changed();
}

bool StepRun::isPastSteps() const
{
    return m_spec && !m_waitsFor && (m_runsRemaining || m_taken >= stepCount(*m_spec));
}

void StepRun::next()
{
    if (!m_waitsFor)
        return;
    m_taken = *m_waitsFor + 1;
    m_waitsFor.reset();
    m_controller.step();
    emit changed();
}

void StepRun::runRemaining()
{
    if (!m_waitsFor)
        return;
    m_runsRemaining = true;
    m_waitsFor.reset();
    m_controller.runRemaining();
    emit changed();
}

void StepRun::stop()
{
    if (isActive())
        m_controller.stop();
}

void StepRun::poll()
{
    if (!isActive())
        return;
    for (const RunEvent &event : m_controller.fetchNews().events)
        process(event);
}

void StepRun::process(const RunEvent &event)
{
    std::visit(
        Overloaded{[this](const CaseStarted &started) { emit caseStarted(m_agent, started); },
                   [this](const CaseWaits &waits) {
                       m_waitsFor = waits.step;
                       emit changed();
                   },
                   [this](const CaseEnded &ended) {
                       m_waitsFor.reset();
                       m_spec = nullptr;
                       emit caseEnded(m_agent, ended);
                       emit changed();
                   },
                   IgnoredEvents<CaseRunsAgain, AgentOneAtATime, AgentLost, AgentDone, StopRequested>()},
        event);
}

} // namespace fg
