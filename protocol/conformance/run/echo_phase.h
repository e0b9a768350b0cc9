// The part of a case that counts echoes. It sends a message, compares the echo while it is received, prepares
// the next message meanwhile, and sends that.
#pragma once

#include "protocol/conformance/run/echo_messages.h"
#include "protocol/session/live/live_session.h"

#include <memory>

namespace fg {

class EchoPhase final : private PayloadSink
{
public:
    // The session is open. All three arguments must outlive this object, which gets all payload of the
    // session until its end.
    EchoPhase(const EchoSpec &spec, LiveSession &session, TimeSource &time);

    // Sends the first message, or the next one after the echo of the one before has been received.
    void sendNext();
    // Checks a message of the peer that has ended. False if the phase is over: all echoes were right, or this
    // one is wrong.
    [[nodiscard]] bool checkEcho(const EndpointEvent &message);
    [[nodiscard]] const EchoRecord &record() const { return m_record; }

private:
    void payloadArrived(OctetView octets) override { m_comparison.compare(octets); }
    void judge(Opcode opcode);

    const EchoSpec &m_spec;
    LiveSession &m_session;
    TimeSource &m_time;
    EchoMessages m_messages;
    EchoComparison m_comparison;
    EchoRecord m_record;
    std::unique_ptr<Timer> m_preparation; // Prepares the next message after the current one has left.
};

} // namespace fg
