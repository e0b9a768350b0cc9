// A live connection: an endpoint on a transport, its policies, and the log of what happens. It is used only
// in the thread of its transport.
#pragma once

#include "protocol/endpoint/endpoint.h"
#include "protocol/endpoint/policies.h"
#include "protocol/session/live/connection_budget.h"
#include "protocol/session/live/standstill.h"
#include "protocol/session/log/session.h"
#include "protocol/transport/time_limit.h"
#include "protocol/transport/transport.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace fg {

class LiveSession;

class LiveSessionListener
{
public:
    virtual ~LiveSessionListener() = default;
    // Called after the policies have replied. May give commands; must not destroy the session.
    virtual void sessionEvent(LiveSession &session, const EndpointEvent &event) = 0;
    // A read was processed and all its events were reported. May give commands.
    virtual void sessionReceived(LiveSession &) { }
    // Everything that was handed over has been written. May give commands; must not destroy the session.
    virtual void sessionDrained(LiveSession &) { }
    // The stream has ended or was never established. No further calls follow. It is called from the event
    // loop and may destroy the session.
    virtual void sessionEnded(LiveSession &session) = 0;
};

// The usual LiveSettings::replyLimit, in octets.
inline constexpr std::size_t usualReplyLimit = 16 * 1024 * 1024;

struct LiveSettings
{
    EndpointSettings endpoint;
    Policies policies;
    // Limit in octets for replies, that is, for what is sent while events are reported, if the peer does not
    // read. Beyond it nothing is read from the peer until the replies have been written. Use it only for a
    // session that sends nothing but replies: two endpoints that both wait like this would wait forever. 0:
    // no limit.
    std::size_t replyLimit = 0;
    // The limit for this session and others together, which must outlive it; null: there is none.
    ConnectionBudget *budget = nullptr;
    // The connection is dropped if octets of ours wait for this long without any of them being taken by the
    // system, because the peer does not read; at most a quarter of this time later. 0: never, for a session
    // whose owner has a limit of its own: a person, or the time of a case.
    Duration stallLimit{};
};

class LiveSession final : private TransportListener, private BudgetedConnection
{
public:
    // `time` and `entropy` must outlive the session. `log` is shared with its readers; it may be null.
    LiveSession(LiveSettings settings, std::unique_ptr<Transport> transport, TimeSource &time,
                Entropy &entropy, std::shared_ptr<Session> log);
    ~LiveSession() override;

    void setListener(LiveSessionListener *listener) { m_listener = listener; }
    void open() { m_transport->open(); }

    // For a server whose policies leave requests to the owner. accept(), after Requested, sends the 101
    // answer and continues. refuse(), after Requested or Refused, sends this complete HTTP message and drops
    // the connection.
    void accept();
    // The same, and agrees to these extensions, in the form of Sec-WebSocket-Extensions.
    void accept(const std::string &extensions);
    void refuse(std::string_view answer);
    // accept(), but an offer of permessage-deflate is declined.
    void acceptWithoutCompression();

    // Commands. Each is written to the log and then executed. They do nothing before the connection is open
    // and after its end.
    void sendFrame(const FrameSpec &frame);
    void sendMessage(const MessageSpec &message);
    // Sends whole frames of a server, which are not masked. Without a log they are not copied, and other
    // sessions may send the same octets; a log gets them like those of sendOctets().
    void sendShared(const SharedOctets &frames);
    // Sends a compressed message of zero octets that inflates to at least this length (bomb.h), in frames of
    // 64 KiB. Until it is written it takes about a thousandth of that length.
    void sendBomb(Opcode opcode, std::uint64_t inflated);
    void beginFrame(const FrameSpec &header);
    void sendFrameData(OctetView part, WriteApart apart);
    void sendOctets(OctetView octets, WriteApart apart);
    void startClose(std::optional<std::uint16_t> code, OctetView reason);
    // RFC 6455 7.1.7: sends a close frame if the connection is open, otherwise drops TCP.
    void fail(std::uint16_t code);
    void drop();

    // From the next message on, payloads are passed to `receiver` while they are received, and Message events
    // do not have them. The connection must be open; `receiver` must outlive the session.
    void sendPayloadTo(PayloadSink *receiver) { m_endpoint.sendPayloadTo(receiver); }

    // Rows that the session's owner writes to the log: timers and marks.
    void logTimer(RowKind setOrFired, TimerPurpose purpose, Duration duration, std::string tag = {});
    // Starts a time limit of the peer (time_limit.h) of which `left` has not passed yet. A note in the log
    // says by how much it was stretched, if it was. The session must outlive the timer. Writes no row for the
    // timer itself: logTimer() does.
    [[nodiscard]] std::unique_ptr<Timer> startLimit(const NamedLimit &limit, Duration left,
                                                    std::function<void()> passed);
    [[nodiscard]] static NamedLimit limitFor(TimerPurpose purpose, Duration whole);
    enum class Announce : std::uint8_t { Row, Silently };
    void logRecording(bool on, Announce announce = Announce::Row);
    void logNote(std::string text);
    void logEchoes(const EchoRecord &echoes);
    // The session's file could not be created.
    void logFault(const RecordingFault &fault);

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }
    [[nodiscard]] TimeSource &time() const { return m_time; }
    // Since time 0 of its log.
    [[nodiscard]] Duration elapsed() const { return m_time.now() - m_epoch; }
    [[nodiscard]] const std::shared_ptr<Session> &log() const { return m_log; }
    [[nodiscard]] bool hasEnded() const { return m_phase == Phase::Ended || m_phase == Phase::Failed; }
    // The stream is or was established.
    [[nodiscard]] bool wasReady() const { return m_phase == Phase::Ready || m_phase == Phase::Ended; }
    // When the last write that waits for its acknowledgement was handed over. The peer is not responsible for
    // this pace. nullopt if there was none.
    [[nodiscard]] const std::optional<Duration> &lastPacedWrite() const { return m_lastPacedWrite; }
    // By how much the time limit was stretched that was stretched most; 0 if none was.
    [[nodiscard]] Duration longestStretch() const { return m_longestStretch; }
    // Octets of ours that have not been handed over, or that the system has not accepted yet.
    [[nodiscard]] std::size_t waitingOctets() const
    {
        return m_endpoint.waitingOctets() + m_transport->waitingOctets();
    }

private:
    // When to drop the connection. During a turn, a drop waits until all events have been reported.
    enum class DropWish : std::uint8_t { None, WhenWritten, Now };

    [[nodiscard]] Holding holding() const override;
    void releaseSpare() override;
    void setReading(Reading reading) override;
    void dropForMemory() override;
    [[nodiscard]] std::string peerName() const override { return m_peerName; }

    void transportStretched(const Stretch &stretch) override;
    void transportReady(const PeerInfo &peer) override;
    void transportReceived(OctetView octets) override;
    [[nodiscard]] std::size_t mostToReceive() const override;
    void transportDrained() override;
    void transportEnded(TcpEnd how, TlsEnd tls) override;
    void transportFailed(const TransportError &error) override;

    [[nodiscard]] bool canSend() const;
    [[nodiscard]] bool isReady() const { return m_phase == Phase::Ready; }
    void reportEvents();
    void handle(const EndpointEvent &event);
    void wishDrop(DropWish wish);
    [[nodiscard]] LogRow droppedRow(Direction direction) const;
    void carryOut(const Reply &reply, const EndpointEvent &event);
    void logSent(const SentFrame &sent);
    void logSent(const SentFrame &sent, const FrameIntent &intent);
    void logWrite(const OutgoingWrite &write);
    void afterCommand();
    void afterAnswer();
    void writeDue();
    void followDeadline();
    void deadlinePassed();
    void leaveTurn();
    // Whether notices have to wait until the present call is over.
    [[nodiscard]] bool isBusy() const { return m_inTurn || m_isWriting; }
    void deliverLate();
    void stopReadingIfDue();
    void followReading();
    void measure();
    [[nodiscard]] bool goesInParts(const FrameSpec &frame) const;
    void sendInParts(const FrameSpec &frame);
    void logStretch(const NamedLimit &limit, const Stretch &stretch);
    void watchStall();
    void lookAtStallLater();
    void lookAtStall();
    void dropNow();
    void end();
    void log(const LogRow &row, RowExtra extra = {}, OctetView octets = {});
    void commitLog();
    [[nodiscard]] LogRow rowOf(RowKind kind, Direction direction = Direction::Out) const;

    enum class Phase : std::uint8_t {
        Connecting, // the transport is not ready
        Ready,
        Ended,
        Failed, // ended before it was ready
    };
    // Notices that arrived during another call; they are delivered after it.
    struct LateNotices
    {
        std::deque<std::function<void()>> waiting;
        bool isDelivering = false;
    };
    // Stops reading while too many replies wait to be written.
    struct ReplyBrake
    {
        std::size_t limit = 0; // LiveSettings::replyLimit
        std::size_t octets = 0; // Handed over during turns since the transport was last drained.
        bool isOn = false;
    };
    // Watches whether what waits to leave does leave.
    struct StallWatch
    {
        Duration limit{}; // LiveSettings::stallLimit
        Standstill taken; // Octets that the system has taken.
        std::unique_ptr<Timer> timer; // Runs while octets wait.
    };
    // A frame that is being sent, and its place in our stream.
    struct FrameBeingSent
    {
        std::uint64_t offset = 0;
        OctetView payload;
    };

    TimeSource &m_time;
    Duration m_epoch;
    std::shared_ptr<Session> m_log;
    std::unique_ptr<Transport> m_transport;
    Policies m_policies;
    Endpoint m_endpoint;
    LiveSessionListener *m_listener = nullptr;
    std::unique_ptr<Timer> m_timer;
    std::optional<Endpoint::Deadline> m_followed;
    Phase m_phase = Phase::Connecting;
    LateNotices m_late;
    ReplyBrake m_brake;
    ConnectionBudget *m_budget;
    Reading m_reading = Reading::On; // As the budget allows it.
    std::string m_peerName = "a peer";
    StallWatch m_stall;
    Duration m_longestStretch{};
    std::optional<Duration> m_lastPacedWrite;
    WriteApart m_lastWriteApart = WriteApart::No;
    std::uint64_t m_written = 0; // Octets handed over to the transport.
    std::optional<FrameBeingSent> m_frameBeingSent;
    DropWish m_dropWish = DropWish::None;
    // Up to where the peer's octets count, once it was decided to drop the connection.
    StreamOffset m_countedEnd;
    StreamOffset m_wholeFramesEnd; // Of the peer, at the event that is being reported.
    bool m_inTurn = false; // Events are being reported.
    bool m_isWriting = false; // Writes are being handed over.
};

} // namespace fg
