#include "ui/bench/step_run.h"

#include "protocol/report/wording/step_words.h"

#include <utility>

namespace fg {

StepRun::StepRun(NetworkThread &network, QObject *parent)
    : QObject(parent)
    , m_controller(network)
{
}

void StepRun::start(const CaseSpec &spec, Target target)
{
    if (isActive())
        return;
    m_spec = &spec;
    m_target = std::move(target);
    m_waitsFor.reset();
    m_taken = 0;
    m_runsOn = false;
    m_controller.start(spec, m_target);
    emit changed();
}

bool StepRun::isPastSteps() const
{
    return m_spec && !m_waitsFor && (m_runsOn || m_taken >= stepCount(*m_spec));
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

void StepRun::runOn()
{
    if (!m_waitsFor)
        return;
    m_runsOn = true;
    m_waitsFor.reset();
    m_controller.runOn();
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
    StepNews news = m_controller.takeNews();
    if (news.session)
        emit begun(news.session);
    const bool isNew = news.waitsFor != m_waitsFor;
    m_waitsFor = news.waitsFor;
    if (news.result) {
        m_waitsFor.reset();
        m_spec = nullptr;
        emit ended(*news.result);
        emit changed();
    } else if (isNew) {
        emit changed();
    }
}

} // namespace fg
