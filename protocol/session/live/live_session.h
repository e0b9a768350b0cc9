// A live connection: an endpoint on a transport, its policies, and the log of what happens. All in
// the thread of its transport.
#pragma once

#include "protocol/endpoint/endpoint.h"
#include "protocol/endpoint/policies.h"
#include "protocol/session/log/session.h"
#include "protocol/transport/time_source.h"
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
    // After the policies have replied. May give commands; must not destroy the session.
    virtual void sessionEvent(LiveSession &session, const EndpointEvent &event) = 0;
    // A read was taken in, and all that happened with it is told. May give commands.
    virtual void sessionReceived(LiveSession &) { }
    // All that was handed over has left. May give commands; must not destroy the session.
    virtual void sessionDrained(LiveSession &) { }
    // The stream is over or never came about; nothing more is told. Comes in a turn of its own. May destroy
    // the session.
    virtual void sessionEnded(LiveSession &session) = 0;
};

// Replies that wait for a peer that does not read, in octets; beyond it, nothing more is read of that peer.
inline constexpr std::size_t usualReplyLimit = 16 * 1024 * 1024;

struct LiveSettings
{
    EndpointSettings endpoint;
    Policies policies;
    // What is sent while events are told waits in the transport when the peer does not read. Beyond so many
    // octets nothing is read from the peer until they have left. For a session that sends only in reply:
    // two ends that both wait so would wait for ever. 0: no limit.
    std::size_t replyLimit = 0;
};

class LiveSession final : private TransportListener
{
public:
    // `time` and `entropy` must outlive it. `log` is shared with whoever shows it; null: nobody.
    LiveSession(LiveSettings settings, std::unique_ptr<Transport> transport, TimeSource &time,
                Entropy &entropy, std::shared_ptr<Session> log);
    ~LiveSession() override;

    void setListener(LiveSessionListener *listener) { m_listener = listener; }
    void open() { m_transport->open(); }

    // Server whose policies leave requests to the owner: after Requested sends the 101 answer and goes on;
    // after Requested or Refused sends this answer, an HTTP message ready as it is, and drops.
    void accept();
    // The same with these extensions agreed to, as Sec-WebSocket-Extensions has them.
    void accept(const std::string &extensions);
    void refuse(std::string_view answer);

    // Commands: what is asked for is written to the log, then done. Before the connection is open and after
    // its end they do nothing.
    void sendFrame(const FrameSpec &frame);
    void sendMessage(const MessageSpec &message);
    // A compressed message that comes to at least so many octets of 0 once inflated (bomb.h), in frames of 64
    // KiB. Their octets wait to be written: a thousandth of what it comes to.
    void sendBomb(Opcode opcode, std::uint64_t inflated);
    void beginFrame(const FrameSpec &header);
    void sendFrameData(OctetView part, WriteApart apart);
    void sendOctets(OctetView octets, WriteApart apart);
    void startClose(std::optional<std::uint16_t> code, OctetView reason);
    // RFC 6455 7.1.7: by close frame when open, else by dropping TCP.
    void fail(std::uint16_t code);
    void drop();

    // The octets of messages are handed over as they come, from the next one on, and Message events have no
    // payload. The connection must be open; `receiver` must outlive the session.
    void handOver(PayloadSink *receiver) { m_endpoint.handOver(receiver); }

    // Timers and marks of whoever drives the session, for the log.
    void logTimer(RowKind setOrFired, TimerPurpose purpose, Duration duration, std::string tag = {});
    enum class Announce : std::uint8_t { Row, Silently };
    void logRecording(bool on, Announce announce = Announce::Row);
    void logNote(std::string text);
    void logEchoes(const EchoRecord &echoes);
    // A file that was to be written down to could not be made.
    void logFault(const RecordingFault &fault);

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }
    [[nodiscard]] TimeSource &time() const { return m_time; }
    // Since time 0 of its log.
    [[nodiscard]] Duration elapsed() const { return m_time.now() - m_epoch; }
    [[nodiscard]] const std::shared_ptr<Session> &log() const { return m_log; }
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    // The stream is up.
    [[nodiscard]] bool isReady() const { return m_ready; }
    // When the last write that waits for its acknowledgement was handed over: our own pace, which is not the
    // peer's doing. nullopt: there was none.
    [[nodiscard]] const std::optional<Duration> &lastPacedWrite() const { return m_lastPacedWrite; }
    // Octets of ours that are still to be handed over, or that the system has not taken.
    [[nodiscard]] std::size_t waitingOctets() const
    {
        return m_endpoint.waitingOctets() + m_transport->waitingOctets();
    }

private:
    void transportReady(const PeerInfo &peer) override;
    void transportReceived(OctetView octets) override;
    void transportDrained() override;
    void transportEnded(TcpEnd how, TlsEnd tls) override;
    void transportFailed(const TransportError &error) override;

    [[nodiscard]] bool canSend() const;
    void takeEvents();
    void handle(const EndpointEvent &event);
    void carryOut(const Reply &reply, const EndpointEvent &event);
    void logSent(const SentFrame &sent);
    void logSent(const SentFrame &sent, const FrameIntent &intent);
    void afterCommand();
    void afterAnswer();
    void pump();
    void followDeadline();
    void deadlinePassed();
    void leaveTurn();
    [[nodiscard]] bool isBusy() const { return m_inTurn || m_pumping; }
    void tellLate();
    void holdReading();
    void dropNow();
    void end();
    void log(const LogRow &row, RowExtra extra = {}, OctetView octets = {});
    void commitLog();
    [[nodiscard]] LogRow rowOf(RowKind kind, Direction direction = Direction::Out) const;

    // When to drop: a drop that is asked for while events are told waits until they are.
    enum class DropWish : std::uint8_t { None, WhenWritten, Now };

    TimeSource &m_time;
    Duration m_epoch;
    std::shared_ptr<Session> m_log;
    std::unique_ptr<Transport> m_transport;
    Policies m_policies;
    std::size_t m_replyLimit;
    Endpoint m_endpoint;
    LiveSessionListener *m_listener = nullptr;
    std::unique_ptr<Timer> m_timer;
    std::optional<Endpoint::Deadline> m_followed;
    // Notices that came from inside a call, to be told after it.
    std::deque<std::function<void()>> m_late;
    std::size_t m_repliedOctets = 0; // handed over while events were told, since nothing was left to write
    std::optional<Duration> m_lastPacedWrite;
    WriteApart m_lastWriteApart = WriteApart::No;
    DropWish m_dropWish = DropWish::None;
    bool m_ready = false;
    bool m_ended = false;
    bool m_inTurn = false; // events are being told
    bool m_pumping = false;
    bool m_tellingLate = false;
    bool m_holdsReading = false;
};

} // namespace fg
