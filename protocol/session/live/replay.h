// Sends again what the client of a recorded session sent, on a new connection to the same server or another
// one. Its frames are sent unchanged, valid or not: header bits, lengths and payload, and with
// Masks::Recorded the same masking keys, too. The recorded replies to pings and to a close frame of the
// server are left out, because the new connection answers the new ones.
#pragma once

#include "protocol/session/live/live_session.h"
#include "protocol/session/live/recorded_session.h"
#include "protocol/session/live/target.h"
#include "protocol/session/log/message_rows.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace fg {

struct ReplaySettings
{
    // When a frame is sent.
    enum class Pace : std::uint8_t {
        Recorded, // As long after the opening handshake as in the recording.
        Replies, // Once as many messages and pongs have been received as in the recording.
        Fast, // As soon as the previous frame has been written.
    };
    enum class Masks : std::uint8_t { Fresh, Recorded };

    Pace pace = Pace::Recorded;
    Masks masks = Masks::Fresh;
    // How long to wait for a reply (Pace::Replies), and for a server that does not read what is sent; 0 is
    // without a limit.
    Duration patience = std::chrono::seconds(10);
    // After the last frame, how long to wait for missing replies after each reply.
    Duration linger = std::chrono::seconds(1);
};

// Why a session cannot be replayed.
enum class ReplayFault : std::uint8_t {
    NeverOpened, // It does not have frames of a client.
    LeftOut, // Octets of a bulk phase were not recorded.
    Discarded, // Octets are no longer kept.
};
[[nodiscard]] std::optional<ReplayFault> replayFault(const Session &recorded);

// Number of frames that the recorded client sent, including replies.
[[nodiscard]] std::uint64_t framesOfClient(const Session &recorded);

// Adds what the recorded client asked for in its opening handshake where the target does not have its own
// value: extensions, subprotocols, Origin and custom header fields. Credentials are left out.
[[nodiscard]] Target replayTarget(Target target, const Session &recorded);

// The settings of a connection on which a recording is replayed.
[[nodiscard]] LiveSettings replayLiveSettings(const Target &target, const ReplaySettings &settings);

struct ReplayOutcome
{
    enum class End : std::uint8_t {
        Complete, // Everything was sent.
        ConnectionOver, // The connection ended before everything was sent.
        NotOpened, // The opening handshake failed, or there was no connection.
        // The client compressed with parameters that were not agreed on this time, so nothing is sent.
        OtherDeflate,
        ReplyMissing, // Pace::Replies: no reply was received in time.
        Unreadable, // Octets of the recording cannot be read, or are no longer kept.
    };

    End end = End::Complete;
    RecordingRead read = RecordingRead::Whole; // Of what was replayed.
    std::uint64_t sent = 0; // Number of frames.
    std::uint64_t replies = 0; // Number of received messages and pongs.
    std::uint64_t recordedReplies = 0; // The number at the same point of the recording; if Complete, of all.
};

// Used only in the thread of its transport.
class Replay final : private LiveSessionListener
{
public:
    // Called once, from the event loop, when the connection has ended; may destroy the replay.
    using Done = std::function<void(const ReplayOutcome &)>;

    // `session` is a connection to a replayTarget() that has not been opened yet. `time` must outlive the
    // replay.
    Replay(RecordedSession recorded, const ReplaySettings &settings, std::unique_ptr<LiveSession> session,
           TimeSource &time, Done done);
    ~Replay() override;

    void start() { m_session->open(); }
    // Closes the connection with a closing handshake; the rest is not sent.
    void stop();
    void drop() { m_session->drop(); }
    [[nodiscard]] const std::shared_ptr<Session> &log() const { return m_session->log(); }
    // Counts sent frames also in `counter`, for readers in other threads.
    void setCounter(std::shared_ptr<std::atomic<std::uint64_t>> counter) { m_counter = std::move(counter); }

private:
    // A frame of the client, or the octets after its last frame.
    struct Step
    {
        LogRow row;
        std::uint64_t octets = 0; // Number of octets of the payload in the recording.
        std::uint64_t repliesBefore = 0;
        bool isFrame = true;
    };
    enum class Stage : std::uint8_t { Opening, Sending, Lingering, Closing };

    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionDrained(LiveSession &session) override;
    void sessionEnded(LiveSession &session) override;

    void opened();
    [[nodiscard]] bool hasDeflateOfThen() const;
    void sendDue();
    [[nodiscard]] bool readStep();
    void countReply(const LogRow &row);
    [[nodiscard]] bool isReply(const LogRow &row);
    [[nodiscard]] bool isDue();
    [[nodiscard]] bool isDueAsRecorded();
    void noteLateFrames();
    [[nodiscard]] bool hasReplies();
    [[nodiscard]] bool send();
    [[nodiscard]] OctetBuffer octetsOfStep(std::uint64_t from, std::size_t most) const;
    void sentAll();
    void linger();
    void end();
    void abandon(ReplayOutcome::End why);

    std::shared_ptr<const Session> m_recorded;
    const ReplaySettings m_settings;
    TimeSource &m_time;
    std::unique_ptr<LiveSession> m_session;
    Done m_done;
    const Direction m_client; // Direction of the recorded client's octets.
    const Duration m_recordedOpening;

    // Position in the recording, up to the next step.
    RowNumber m_nextRow;
    RowAssembler m_serverMessages;
    std::uint64_t m_repliesRead = 0;
    StreamOffset m_clientEnd; // Offset in the client's stream.
    std::deque<OctetBuffer> m_pings; // Payloads of unanswered pings.
    bool m_serverClosed = false;

    std::optional<Step> m_step;
    // Octets sent so far of a payload that is sent in parts; nullopt before the first part.
    std::optional<std::uint64_t> m_stepSent;
    // Pace::Replies: the number of replies when the present wait for the next one began.
    std::optional<std::uint64_t> m_waitedSince;
    Duration m_openedAt{};
    // Pace::Recorded: the frames since the last note that were not sent in time, and by how much at most.
    std::uint64_t m_lateFrames = 0;
    Duration m_latestBy{};
    std::unique_ptr<Timer> m_timer;
    Stage m_stage = Stage::Opening;
    std::shared_ptr<std::atomic<std::uint64_t>> m_counter; // May be null.
    ReplayOutcome m_outcome;
};

} // namespace fg
