// A recorded session that is replayed: a handle for the thread of the window on a replay in the network
// thread, as an InteractiveSession is on a connection that a person drives. Nothing here blocks.
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
    // Starts connecting at once, to a replayTarget(). The thread must outlive it.
    ReplaySession(NetworkThread &network, std::shared_ptr<const Session> recorded, const Target &target,
                  const ReplaySettings &settings, LiveRecording recording = {});
    ~ReplaySession(); // drops the connection

    [[nodiscard]] const std::shared_ptr<const Session> &log() const { return m_log; }
    // Frames sent so far, and those that the recorded client sent in all: its replies, which are not sent
    // again, are among these.
    [[nodiscard]] std::uint64_t sent() const;
    [[nodiscard]] std::uint64_t recordedFrames() const { return m_recordedFrames; }
    // Once the connection is over.
    [[nodiscard]] std::optional<ReplayOutcome> outcome() const;

    // Closes in good order; what is left is not sent.
    void stop();
    void drop();

private:
    struct Worker; // lives in the network thread
    struct Shared; // what both threads look at

    NetworkThread &m_network;
    std::uint64_t m_recordedFrames;
    std::shared_ptr<const Session> m_log;
    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
