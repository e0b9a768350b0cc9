// The part of a case that counts echoes: sends a message, compares what comes back while it comes, makes the
// next message ready meanwhile, and sends that.
#pragma once

#include "protocol/conformance/run/echo_messages.h"
#include "protocol/session/live/live_session.h"

#include <memory>

namespace fg {

class EchoPhase final : private PayloadSink
{
public:
    // On an open connection. All three must outlive it; until the session's end it gets all that comes.
    EchoPhase(const EchoSpec &spec, LiveSession &session, TimeSource &time);

    // The first message, or the next once the one before has come back.
    void sendNext();
    // A message of the peer has ended. False when the phase is over: all are right, or this one is wrong.
    [[nodiscard]] bool goesOnAfter(const EndpointEvent &message);
    [[nodiscard]] const EchoRecord &record() const { return m_record; }

private:
    void payloadCame(OctetView octets) override { m_comparison.take(octets); }
    void judge(Opcode opcode);

    const EchoSpec &m_spec;
    LiveSession &m_session;
    TimeSource &m_time;
    EchoMessages m_messages;
    EchoComparison m_comparison;
    EchoRecord m_record;
    std::unique_ptr<Timer> m_preparation; // of the next message, once this one has left
};

} // namespace fg
