// One end of a WebSocket connection without input and output: octets in, events out; commands in,
// octets out. The time comes as an argument, randomness from a source; timers are asked of the
// driver as one deadline. It replies to nothing by itself: see policies.h.
#pragma once

#include "protocol/deflate/negotiation.h"
#include "protocol/endpoint/frame_spec.h"
#include "protocol/endpoint/inbound_reader.h"
#include "protocol/endpoint/outgoing.h"
#include "protocol/endpoint/role.h"
#include "protocol/handshake/opening.h"
#include "protocol/handshake/opening_head_reader.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace fg {

// Where masking keys and handshake keys come from.
class Entropy
{
public:
    virtual ~Entropy() = default;
    virtual void fill(std::span<std::byte> octets) = 0;
};

enum class ConnectionState : std::uint8_t {
    Connecting, // until the opening handshake is complete
    Open,
    Closing, // we have sent a close frame
    Closed, // the stream is over
};

struct EndpointSettings
{
    Role role = Role::Client;
    RequestSettings request; // client only; its extensions say what permessage-deflate is offered with
    AnswerSettings answer; // server only
    // Server: how offers of permessage-deflate are answered; none: not at all.
    std::optional<DeflateServerSettings> deflate;
    DeflateEffort deflateEffort; // for what we send
    HeadLimits headLimits;
    // Octets of the body of an answer that is no 101; what is longer is refused without waiting for the rest.
    std::uint64_t bodyLimit = 64 * 1024;
    // Octets, also once inflated; the ratio that inflating may have follows from it (InflateLimits).
    std::uint64_t messageLimit = 64ull * 1024 * 1024;
    std::chrono::nanoseconds openingTimeout = std::chrono::seconds(5);
    // How long the peer has to answer our close frame.
    std::chrono::nanoseconds closeReplyTimeout = std::chrono::seconds(1);
    // Client: how long the server has to drop TCP after both close frames (RFC 6455 7.1.1), when the first
    // was ours, and when it was the server's (none: for ever).
    std::chrono::nanoseconds serverDropTimeout = std::chrono::seconds(1);
    std::optional<std::chrono::nanoseconds> serverDropTimeoutAfterReply = std::chrono::seconds(1);
};

enum class EndpointTimer : std::uint8_t { OpeningHandshake, CloseReply, ServerDrop };

struct EndpointEvent
{
    enum class Kind : std::uint8_t {
        None, // nothing more to tell
        Requested, // server: the request is complete and can be answered
        Opened, // the opening handshake is complete
        Refused, // client: the answer is no 101 or breaks a rule, and is complete with its body; server: the
                 // request is no opening handshake
        Violation,
        Message, // opcode, payload
        Ping, // payload
        Pong, // payload
        Close, // close
        BothClosed, // a close frame was sent and one was received
        TimedOut, // timer
        Ended, // the peer ended the stream
    };
    Kind kind = Kind::None;
    Opcode opcode = Opcode::Continuation;
    OctetView payload; // inflated; borrowed until the next call of next()
    ClosePayload close;
    Violation violation;
    EndpointTimer timer = EndpointTimer::OpeningHandshake;
    // Message: octets of payload as they came, and once inflated.
    std::uint64_t wireLength = 0;
    std::uint64_t length = 0;
    bool isCompressed = false; // Message; Violation: of what a compressed message came to
};

class Endpoint
{
public:
    using Time = std::chrono::nanoseconds;

    Endpoint(EndpointSettings settings, Entropy &entropy);

    // --- octets and time in ---
    // The stream can carry octets. A client sends its request.
    void start(Time now);
    // Octets of the peer; borrowed until next() has returned None.
    void receive(OctetView octets, Time now);
    // The peer ended the stream.
    void streamEnded(Time now);
    // deadline() has passed.
    void deadlinePassed(Time now);
    // What happened, one at a time, until None. Octets behind an event are not taken in before the next
    // call, so a command in between is as if it had been given at that octet.
    [[nodiscard]] EndpointEvent next();
    // From the next message on; the connection must be open. See InboundReader::handOver.
    void handOver(PayloadSink *receiver) { m_inbound->handOver(receiver); }

    // --- commands; deadlines that they set count from the last time told, or from here ---
    void setNow(Time now) { m_now = now; }
    // Server, after Requested: sends the 101 answer. The connection is open; next() tells so, and what the
    // client has sent too early.
    void accept() { accept(m_settings.answer.extensions); }
    // The same with these extensions agreed to, as Sec-WebSocket-Extensions has them.
    void accept(const std::string &extensions);
    // Server, after Requested or Refused: sends an answer that refuses, ours or the caller's.
    void refuse();
    void refuse(OctetView answer);
    SentFrame sendFrame(const FrameSpec &frame);
    // The message with its payload compressed where that is asked for and agreed, to be sent at once and
    // whole (forEachFragment): its Compression is Given, or else Off. Borrowed until the next call.
    [[nodiscard]] MessageSpec compressed(const MessageSpec &message);
    // A frame header with FIN as given, whose payload comes later in parts.
    SentFrame beginFrame(const FrameSpec &header);
    // The next part of that payload, masked as it continues; a write of its own.
    void sendFrameData(OctetView part, WriteApart apart);
    // Octets as they are, without a frame.
    void sendOctets(OctetView octets, WriteApart apart);
    // RFC 6455 7.1.2. Nothing happens (nullopt) unless the connection is open. The code and reason may be
    // what the RFC forbids.
    std::optional<SentFrame> startClose(std::optional<std::uint16_t> code, OctetView reason);
    // RFC 6455 7.1.7. Open: sends a close frame. Otherwise nullopt: the caller drops the stream.
    std::optional<SentFrame> fail(std::uint16_t code);

    // --- octets and timers out ---
    // The next write, if any; borrowed until the next command.
    [[nodiscard]] std::optional<OutgoingWrite> nextWrite() { return m_outgoing.next(); }
    [[nodiscard]] bool hasWrite() const { return m_outgoing.hasNext(); }
    // Of the write that nextWrite() would give; hasWrite() must be true.
    [[nodiscard]] WriteApart nextWriteApart() const { return m_outgoing.nextApart(); }
    struct Deadline
    {
        Time at;
        EndpointTimer timer;
        Time duration;
        bool operator==(const Deadline &) const = default;
    };
    [[nodiscard]] const std::optional<Deadline> &deadline() const { return m_deadline; }

    // --- state ---
    [[nodiscard]] Role role() const { return m_settings.role; }
    [[nodiscard]] ConnectionState state() const { return m_state; }
    [[nodiscard]] bool closeSent() const { return m_closeSent; }
    [[nodiscard]] bool closeReceived() const { return m_closeReceived; }
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    // Number of the peer's frame that made us fail the connection; its other faults are part of the same
    // failure.
    [[nodiscard]] const std::optional<std::uint64_t> &failedAtFrame() const { return m_failedAtFrame; }
    // Octets of the peer taken in so far.
    [[nodiscard]] std::uint64_t inboundPosition() const;
    // Octets of a message of the peer that is not complete yet.
    [[nodiscard]] std::size_t unfinishedOctets() const { return m_inbound ? m_inbound->heldOctets() : 0; }
    // Octets of ours that nextWrite() has not given yet.
    [[nodiscard]] std::size_t waitingOctets() const { return m_outgoing.waiting(); }
    [[nodiscard]] const HttpHead &request() const { return m_request; }
    [[nodiscard]] const HandshakeCheck &handshake() const { return m_check; }
    // permessage-deflate: what was offered and answered so far; with an agreement only once both have spoken.
    [[nodiscard]] const DeflateNegotiation &deflate() const { return m_deflate; }
    [[nodiscard]] bool canCompress() const { return m_deflate.agreement.has_value(); }

private:
    enum class Stage : std::uint8_t {
        Head, // reads the peer's part of the opening handshake
        Checks, // tells what is wrong with it, and then what comes of it
        Body, // client: reads the body of an answer that is no 101
        Answer, // server: the request waits for accept() or refuse()
        Frames,
        Deaf, // nothing that comes means anything any more
    };

    [[nodiscard]] EndpointEvent step();
    [[nodiscard]] EndpointEvent nextOfHead();
    [[nodiscard]] EndpointEvent nextOfChecks();
    [[nodiscard]] EndpointEvent nextOfBody();
    [[nodiscard]] EndpointEvent nextOfAnswer();
    [[nodiscard]] EndpointEvent nextOfFrames();
    [[nodiscard]] EndpointEvent answerRefused();
    void checkHead();
    void closeArrived();
    void openConnection();
    void closeWasSent();
    void watchBothClosed();
    void setDeadline(EndpointTimer timer, Time duration);
    void noteCompressed(const FrameHeader &header);
    void compress(const MessageSpec &message);
    [[nodiscard]] DeflateDirection ownDirection() const;
    [[nodiscard]] FrameHeader headerFor(const FrameSpec &frame);
    [[nodiscard]] MaskingKey freshKey();

    EndpointSettings m_settings;
    Entropy &m_entropy;
    Outgoing m_outgoing;
    HttpHead m_request;
    OpeningHeadReader m_head;
    std::optional<BodyEnd> m_body;
    std::uint64_t m_bodySize = 0; // octets so far
    std::optional<InboundReader> m_inbound;
    HandshakeCheck m_check;
    std::size_t m_checksTold = 0;
    OctetView m_input;
    OctetBuffer m_early; // came while the request waits for its answer; at most a head's limit
    std::uint64_t m_headPosition = 0; // octets taken in before the first frame
    std::optional<Deadline> m_deadline;
    std::optional<EndpointTimer> m_firedTimer;
    DeflateNegotiation m_deflate;
    std::optional<Deflater> m_deflater; // made with the first message to compress
    OctetBuffer m_compressed;
    // Compressed messages that were made here, and that were begun: where they differ, the peer's context is
    // not ours.
    std::uint64_t m_compressedMade = 0;
    std::uint64_t m_compressedBegun = 0;
    OctetBuffer m_closePayload;
    std::optional<MaskingKey> m_partKey;
    std::uint64_t m_partOffset = 0;
    std::optional<std::uint64_t> m_failedAtFrame;
    Time m_now{};
    ConnectionState m_state = ConnectionState::Connecting;
    Stage m_stage = Stage::Head;
    bool m_openedTold = false;
    bool m_closeSent = false;
    bool m_closeReceived = false;
    bool m_closedFirst = false;
    bool m_failed = false;
    bool m_streamEnded = false;
    bool m_endTold = false;
    bool m_bothClosedTold = false;
};

} // namespace fg
