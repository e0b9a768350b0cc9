// A connection that a person controls: a handle for the window's thread to a live session in the network
// thread. log() shows what happens; nothing here blocks.
#pragma once

#include "protocol/session/live/live_recording.h"
#include "protocol/session/log/session.h"
#include "protocol/transport/network_thread.h"

#include <memory>

namespace fg {

class InteractiveSession
{
public:
    // Starts to connect at once. The thread must outlive the object.
    InteractiveSession(NetworkThread &network, Target target, Policies policies = {},
                       LiveRecording recording = {});
    ~InteractiveSession(); // Drops the connection.

    [[nodiscard]] const std::shared_ptr<const Session> &log() const { return m_log; }
    [[nodiscard]] const Target &target() const { return m_target; }

    void sendText(std::string text, Compression compression = Compression::On);
    void sendBinary(OctetBuffer octets, Compression compression = Compression::On);
    void sendPing(OctetBuffer payload);
    void sendPong(OctetBuffer payload);
    void startClose(std::optional<std::uint16_t> code, std::string reason);
    void drop();

private:
    struct Worker; // Lives in the network thread.

    template <typename Command> void post(Command command);
    void sendMessage(Opcode opcode, OctetBuffer payload, Compression compression);
    void sendFrame(Opcode opcode, OctetBuffer payload);

    NetworkThread &m_network;
    Target m_target;
    std::shared_ptr<const Session> m_log;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
