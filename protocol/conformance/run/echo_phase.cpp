#include "protocol/conformance/run/echo_phase.h"

namespace fg {

namespace {

std::optional<DeflateDirection> ownDirection(const Endpoint &endpoint)
{
    const std::optional<DeflateAgreement> &agreement = endpoint.deflate().agreement;
    if (!agreement)
        return std::nullopt;
    return endpoint.role() == Role::Client ? agreement->clientIntent : agreement->server;
}

} // namespace

EchoPhase::EchoPhase(const EchoSpec &spec, LiveSession &session, TimeSource &time)
    : m_spec(spec)
    , m_session(session)
    , m_time(time)
    , m_messages(spec, ownDirection(session.endpoint()))
    , m_record{.wanted = spec.count}
{
    session.sendPayloadTo(this);
}

bool EchoPhase::checkEcho(const EndpointEvent &message)
{
    judge(message.opcode);
    return m_record.fault == EchoRecord::Fault::None && m_record.right < m_record.wanted;
}

void EchoPhase::sendNext()
{
    m_messages.advance();
    m_record.length = m_messages.length();
    m_comparison.begin(m_messages.plain(), m_messages.length());
    const MessageStepSpec &message = m_spec.message;
    if (m_messages.isCompressed()) {
        m_session.sendMessage({.opcode = message.opcode,
                               .payload = m_messages.payload(),
                               .fragment = message.fragment,
                               .compression = Compression::Given,
                               .inflatedLength = m_messages.length()});
    } else if (message.fragment == 0) {
        FrameSpec frame{.opcode = message.opcode, .payload = m_messages.payload()};
        frame.repeatTo = m_messages.repeatTo();
        frame.chop = m_spec.chop;
        m_session.sendFrame(frame);
    } else {
        const OctetBuffer payload = message.payload.octets();
        m_session.sendMessage({.opcode = message.opcode, .payload = payload, .fragment = message.fragment});
    }
    // Prepared in a later turn of the event loop, so that the current message leaves first.
    const bool isLast = m_record.right + 1 == m_record.wanted;
    if (m_messages.isCompressed() && !isLast)
        m_preparation = m_time.startTimer({}, [this] { m_messages.prepare(); });
}

void EchoPhase::judge(Opcode opcode)
{
    using Fault = EchoRecord::Fault;
    if (opcode != m_spec.message.opcode) {
        m_record.fault = Fault::Type;
    } else if (m_comparison.receivedLength() != m_messages.length()) {
        m_record.fault = Fault::Length;
        m_record.difference = m_comparison.receivedLength();
    } else if (m_comparison.difference()) {
        m_record.fault = Fault::Content;
        m_record.difference = *m_comparison.difference();
    } else {
        ++m_record.right;
    }
}

} // namespace fg
