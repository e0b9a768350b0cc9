#include "protocol/session/live/interactive_session.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <utility>

namespace fg {

// Used only in the network thread, except for its construction.
struct InteractiveSession::Worker
{
    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<LiveSession> session;
};

InteractiveSession::InteractiveSession(NetworkThread &network, Target target, Policies policies,
                                       LiveRecording recording)
    : m_network(network)
    , m_target(std::move(target))
    , m_worker(std::make_shared<Worker>())
{
    auto log = makeLog(m_target, recording);
    m_log = log;
    m_network.post([worker = m_worker, target = m_target, policies, log, fault = recording.fault] {
        worker->session = std::make_unique<LiveSession>(liveSettings(target, policies),
                                                        makeClientTransport(connectSettings(target)),
                                                        worker->time, worker->entropy, log);
        if (fault)
            worker->session->logFault(*fault);
        worker->session->open();
    });
}

InteractiveSession::~InteractiveSession()
{
    m_network.post([worker = m_worker] {
        worker->session->drop();
        worker->session.reset();
    });
}

template <typename Command> void InteractiveSession::post(Command command)
{
    m_network.post([worker = m_worker, command = std::move(command)] { command(*worker->session); });
}

void InteractiveSession::sendText(std::string text, Compression compression)
{
    sendMessage(Opcode::Text, bufferOf(text), compression);
}

void InteractiveSession::sendBinary(OctetBuffer octets, Compression compression)
{
    sendMessage(Opcode::Binary, std::move(octets), compression);
}

void InteractiveSession::sendMessage(Opcode opcode, OctetBuffer payload, Compression compression)
{
    post([opcode, payload = std::move(payload), compression](LiveSession &session) {
        session.sendMessage({.opcode = opcode, .payload = payload, .compression = compression});
    });
}

void InteractiveSession::sendPing(OctetBuffer payload) { sendFrame(Opcode::Ping, std::move(payload)); }

void InteractiveSession::sendPong(OctetBuffer payload) { sendFrame(Opcode::Pong, std::move(payload)); }

void InteractiveSession::sendFrame(Opcode opcode, OctetBuffer payload)
{
    post([opcode, payload = std::move(payload)](LiveSession &session) {
        session.sendFrame({.opcode = opcode, .payload = payload});
    });
}

void InteractiveSession::startClose(std::optional<std::uint16_t> code, std::string reason)
{
    post([code, reason = std::move(reason)](LiveSession &session) {
        session.startClose(code, octetsOf(reason));
    });
}

void InteractiveSession::drop()
{
    post([](LiveSession &session) { session.drop(); });
}

} // namespace fg
