// The part of a run that counts echoes instead of comparing events.

#include "protocol/conformance/run/case_run.h"

#include <utility>

namespace fg {

void CaseRun::startEchoes()
{
    m_echoes = std::make_unique<EchoPhase>(*m_spec.echo, *m_session, m_time);
    m_echoesUnderWay = true;
    if (m_settings.record == CaseRunSettings::Record::Summary)
        m_session->logRecording(false, announcement());
    startLimit(TimerPurpose::CloseConnection, scaled(m_spec.echo->timeout));
    sendEcho();
}

void CaseRun::sendEcho()
{
    if (m_echoesUnderWay && mayPerform(m_echoes->record().right))
        m_echoes->sendNext();
}

void CaseRun::echoArrived(const EndpointEvent &event)
{
    if (!m_echoesUnderWay || m_session->endpoint().hasFailed())
        return;
    if (m_echoes->checkEcho(event)) {
        sendEcho();
        return;
    }
    endEchoes();
    m_session->startClose(m_spec.close.codes.front(), {});
}

// Writes the outcome to the log and continues the recording of octets. Further calls do nothing.
void CaseRun::endEchoes()
{
    if (!std::exchange(m_echoesUnderWay, false))
        return;
    m_session->logEchoes(m_echoes->record());
    if (m_settings.record == CaseRunSettings::Record::Summary)
        m_session->logRecording(true, announcement());
}

LiveSession::Announce CaseRun::announcement() const
{
    return m_spec.echo->announcement == EchoSpec::Announcement::Row ? LiveSession::Announce::Row
                                                                    : LiveSession::Announce::Silently;
}

} // namespace fg
