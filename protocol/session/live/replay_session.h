// A replay of a recorded session: a handle for the window's thread to a replay in the network thread, similar
// to InteractiveSession. Nothing here blocks.
#pragma once

#include "protocol/session/live/live_recording.h"
#include "protocol/session/live/replay.h"
#include "protocol/transport/network_thread.h"

#include <memory>
#include <optional>

namespace fg {

class ReplaySession
{
public:
    // Starts to connect at once, to a replayTarget(). The thread must outlive the object.
    ReplaySession(NetworkThread &network, RecordedSession recorded, const Target &target,
                  const ReplaySettings &settings, LiveRecording recording = {});
    ~ReplaySession(); // Drops the connection.

    [[nodiscard]] const std::shared_ptr<const Session> &log() const { return m_log; }
    // The number of frames sent so far, and of all frames that the recorded client sent. The latter includes
    // its replies, which are not sent again.
    [[nodiscard]] std::uint64_t sent() const;
    [[nodiscard]] std::uint64_t recordedFrames() const { return m_recordedFrames; }
    // nullopt until the connection has ended.
    [[nodiscard]] std::optional<ReplayOutcome> outcome() const;

    // Closes the connection with a closing handshake; the rest is not sent.
    void stop();
    void drop();

private:
    struct Worker; // Lives in the network thread.
    struct Shared; // Used by both threads.

    NetworkThread &m_network;
    std::uint64_t m_recordedFrames;
    std::shared_ptr<const Session> m_log;
    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
