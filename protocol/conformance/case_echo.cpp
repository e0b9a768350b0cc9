// The part of a run that counts echoes instead of comparing events.

#include "protocol/conformance/case_run.h"

#include <algorithm>

namespace fg {

namespace {

EchoRecord compared(EchoRecord echoes, const EndpointEvent &echo, const MessageStepSpec &sent)
{
    if (echo.opcode != sent.opcode) {
        echoes.fault = EchoRecord::Fault::Type;
    } else if (echo.payload.size() != sent.payload.length()) {
        echoes.fault = EchoRecord::Fault::Length;
        echoes.difference = echo.payload.size();
    } else if (const auto difference = sent.payload.firstDifference(echo.payload)) {
        echoes.fault = EchoRecord::Fault::Content;
        echoes.difference = *difference;
    } else {
        ++echoes.right;
    }
    return echoes;
}

} // namespace

void CaseRun::startEchoes()
{
    m_echoes = EchoRecord{.wanted = m_spec.echo->count};
    if (m_settings.record == CaseRunSettings::Record::Summary)
        m_session->logRecording(false, announcement());
    closeAfter(scaled(m_spec.echo->timeout));
    sendEcho();
}

void CaseRun::sendEcho()
{
    const EchoSpec &echo = *m_spec.echo;
    const MessageStepSpec &message = echo.message;
    if (message.fragment == 0) {
        FrameSpec frame{.opcode = message.opcode, .payload = message.payload.pattern};
        frame.repeatTo = message.payload.repeatTo;
        frame.chop = echo.chop;
        m_session->sendFrame(frame);
    } else {
        perform(message);
    }
}

void CaseRun::compareEcho(const EndpointEvent &event)
{
    if (!m_echoes || m_session->endpoint().hasFailed())
        return;
    *m_echoes = compared(*m_echoes, event, m_spec.echo->message);
    const bool goesOn = m_echoes->fault == EchoRecord::Fault::None && m_echoes->right < m_echoes->wanted;
    if (goesOn) {
        sendEcho();
        return;
    }
    endEchoes();
    m_session->startClose(m_spec.close.codes.front(), {});
}

// Once: the outcome goes to the log, and recording goes on.
void CaseRun::endEchoes()
{
    if (!m_echoes)
        return;
    m_session->logEchoes(*m_echoes);
    m_echoes.reset();
    if (m_settings.record == CaseRunSettings::Record::Summary)
        m_session->logRecording(true, announcement());
}

LiveSession::Announce CaseRun::announcement() const
{
    return m_spec.echo->announcement == EchoSpec::Announcement::Row ? LiveSession::Announce::Row
                                                                    : LiveSession::Announce::Silently;
}

} // namespace fg
