// What the client of a recorded session sent, sent again on a new connection: to the same server or to any
// other. Its frames are sent as they were, legal or not: header bits, lengths and payload, octet for octet
// with the recorded masking keys. Left out are its replies to pings and to a close of the server, because the
// new connection answers those that come now.
#pragma once

#include "protocol/session/live/live_session.h"
#include "protocol/session/live/target.h"

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
        Recorded, // as long after the opening handshake as it was
        Replies, // once as many messages and pongs have come as had then
        Fast, // as soon as the one before has left
    };
    enum class Masks : std::uint8_t { Fresh, Recorded };

    Pace pace = Pace::Recorded;
    Masks masks = Masks::Fresh;
    // How long to wait for a reply (Pace::Replies); and at the end, from the last octets that came on, for
    // replies that are still missing.
    Duration patience = std::chrono::seconds(10);
    Duration linger = std::chrono::seconds(1);
};

// Why a session cannot be replayed.
enum class ReplayFault : std::uint8_t {
    NeverOpened, // it has no frames of a client
    LeftOut, // octets of a bulk phase were not recorded
    Forgotten, // octets are no longer kept
};
[[nodiscard]] std::optional<ReplayFault> replayFault(const Session &recorded);

// Those that its client sent, replies among them.
[[nodiscard]] std::uint64_t framesOfClient(const Session &recorded);

// The target with what the recorded client asked for in its opening handshake, where the target has nothing
// of its own: extensions, subprotocols, Origin, and fields of its own. Credentials are left out.
[[nodiscard]] Target replayTarget(Target target, const Session &recorded);

struct ReplayOutcome
{
    enum class End : std::uint8_t {
        Complete, // all was sent
        ConnectionOver, // before
        NotOpened, // the opening handshake failed, or there was no connection
        OtherDeflate, // the client compressed as it was agreed on then, which was not agreed on now: nothing
                      // is sent
        ReplyMissing, // Pace::Replies: patience was over
        Unreadable, // octets of the recording cannot be read (any more)
    };

    End end = End::Complete;
    std::uint64_t sent = 0; // frames
    std::uint64_t replies = 0; // messages and pongs that came
    std::uint64_t recordedReplies = 0; // that had come in the recording by then; Complete: in all
};

// In the thread of its transport.
class Replay final : private LiveSessionListener
{
public:
    // Called once, from the event loop, when the connection is over; may destroy the replay.
    using Done = std::function<void(const ReplayOutcome &)>;

    // On a connection to a replayTarget(), not yet opened. `time` must outlive it.
    Replay(std::shared_ptr<const Session> recorded, const ReplaySettings &settings,
           std::unique_ptr<LiveSession> session, TimeSource &time, Done done);
    ~Replay() override;

    void start() { m_session->open(); }
    // Closes the connection in good order; what is left is not sent.
    void stop();
    void drop() { m_session->drop(); }
    [[nodiscard]] const std::shared_ptr<Session> &log() const { return m_session->log(); }
    // The frames sent so far are counted there too, for whoever watches from another thread.
    void countIn(std::shared_ptr<std::atomic<std::uint64_t>> counter) { m_counter = std::move(counter); }

private:
    // A frame of the client, or the octets behind its last one that are none.
    struct Step
    {
        LogRow row;
        std::uint64_t octets = 0; // of the payload that there are
        std::uint64_t repliesBefore = 0;
        bool isFrame = true;
    };
    enum class Stage : std::uint8_t { Opening, Sending, Lingering, Closing };

    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionDrained(LiveSession &session) override;
    void sessionEnded(LiveSession &session) override;

    void opened();
    [[nodiscard]] bool hasDeflateOfThen() const;
    void goOn();
    [[nodiscard]] bool readStep();
    void passReply(const LogRow &row);
    [[nodiscard]] bool isReply(const LogRow &row);
    [[nodiscard]] bool isDue();
    [[nodiscard]] bool send();
    [[nodiscard]] OctetBuffer octetsOfStep(std::uint64_t from, std::size_t most) const;
    void sentAll();
    void linger();
    void end();
    void giveUp(ReplayOutcome::End why);

    std::shared_ptr<const Session> m_recorded;
    const ReplaySettings m_settings;
    TimeSource &m_time;
    std::unique_ptr<LiveSession> m_session;
    Done m_done;
    const Direction m_client; // of the recorded client's octets
    const Duration m_recordedOpening;

    // In the recording, up to the next step.
    RowNumber m_nextRow;
    std::uint64_t m_repliesRead = 0;
    StreamOffset m_clientEnd; // in the client's stream
    std::deque<OctetBuffer> m_pings; // payloads, not yet answered
    bool m_serverClosed = false;

    std::optional<Step> m_step;
    std::optional<std::uint64_t> m_stepSent; // octets of a payload that is sent in parts, once it is begun
    Duration m_openedAt{};
    std::unique_ptr<Timer> m_timer;
    Stage m_stage = Stage::Opening;
    std::shared_ptr<std::atomic<std::uint64_t>> m_counter; // may be null
    ReplayOutcome m_outcome{.end = ReplayOutcome::End::NotOpened};
};

} // namespace fg
