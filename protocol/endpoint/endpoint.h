// One end of a WebSocket connection without input and output of its own: the peer's octets go in and events
// come out; commands go in and octets to send come out. The caller passes the time, an Entropy provides
// randomness, and the next deadline is all that the caller needs to run timers. An endpoint does not reply to
// anything by itself: see policies.h.
#pragma once

#include "protocol/deflate/negotiation.h"
#include "protocol/endpoint/closing_handshake.h"
#include "protocol/endpoint/frame_spec.h"
#include "protocol/endpoint/outgoing.h"
#include "protocol/endpoint/peer_octets.h"
#include "protocol/endpoint/pending_octets.h"
#include "protocol/endpoint/role.h"
#include "protocol/endpoint/stream_reader.h"
#include "protocol/handshake/opening.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace fg {

// The source of masking keys and handshake keys.
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
    Closed, // the stream has ended
};

struct EndpointSettings
{
    Role role = Role::Client;
    RequestSettings request; // client only; its extensions are the offers of permessage-deflate
    AnswerSettings answer; // server only
    // Server: how offers of permessage-deflate are answered; none: they are ignored.
    std::optional<DeflateServerSettings> deflate;
    DeflateEffort deflateEffort; // for the messages that we send
    HeadLimits headLimits;
    // Limit for the body of an answer other than 101, in octets; a longer answer is refused without waiting
    // for the rest.
    std::uint64_t bodyLimit = longestBody;
    // In octets, both on the wire and inflated. The allowed compression ratio follows from it
    // (InflateLimits).
    std::uint64_t messageLimit = 64ull * 1024 * 1024;
    std::chrono::nanoseconds openingTimeout = std::chrono::seconds(5);
    // The time that the peer has to answer our close frame.
    std::chrono::nanoseconds closeReplyTimeout = std::chrono::seconds(1);
    // Client: the time that the server has to close TCP after both close frames (RFC 6455 7.1.1), if ours was
    // the first, and if the server's was (none: unlimited).
    std::chrono::nanoseconds serverDropTimeout = std::chrono::seconds(1);
    std::optional<std::chrono::nanoseconds> serverDropTimeoutAfterReply = std::chrono::seconds(1);
};

enum class EndpointTimer : std::uint8_t { OpeningHandshake, CloseReply, ServerDrop };

struct EndpointEvent
{
    enum class Kind : std::uint8_t {
        None, // no further event
        Requested, // server: the request is complete and can be answered
        Opened, // the opening handshake is complete
        // Client: the answer is not 101 or breaks a rule, and its body is complete; server: the request is
        // not an opening handshake.
        Refused,
        Violation,
        Message, // opcode, payload
        Ping, // payload
        Pong, // payload
        Close, // close
        BothClosed, // a close frame has been sent and one has been received
        TimedOut, // timer
        Ended, // the peer ended the stream
    };
    Kind kind = Kind::None;
    Opcode opcode = Opcode::Continuation;
    OctetView payload; // inflated; borrowed until the next call of next()
    ClosePayload close;
    Violation violation;
    EndpointTimer timer = EndpointTimer::OpeningHandshake;
    // Message: octets of payload on the wire, and once inflated.
    std::uint64_t wireLength = 0;
    std::uint64_t length = 0;
    bool isCompressed = false; // Message: it was compressed; Violation: the fault is in the inflated data
};

class Endpoint
{
public:
    using Time = std::chrono::nanoseconds;

    // The endpoint reads the octets that receive() passes to it.
    Endpoint(EndpointSettings settings, Entropy &entropy);
    // The endpoint takes what its peer sends from `source`, which must outlive it; receive() is not called.
    Endpoint(EndpointSettings settings, Entropy &entropy, PeerOctets &source);
    Endpoint(const Endpoint &) = delete;
    Endpoint &operator=(const Endpoint &) = delete;

    // The settings with which a reader of the peer's octets serves an endpoint.
    [[nodiscard]] static StreamReader::Settings readerSettings(const EndpointSettings &settings);

    // --- input: octets and time ---
    // Call when the stream can carry octets. A client sends its request.
    void start(Time now);
    // The peer's octets; borrowed until next() has returned None.
    void receive(OctetView octets, Time now);
    // The peer has ended the stream.
    void streamEnded(Time now);
    // The time of deadline() has passed.
    void deadlinePassed(Time now);
    // Returns one event at a time until None. Octets after an event are not read before the next call, so
    // that a command in between takes effect exactly at that octet.
    [[nodiscard]] EndpointEvent next();
    // Takes effect with the next message; the connection must be open. See InboundReader::sendPayloadTo.
    void sendPayloadTo(PayloadSink *receiver) { frames()->sendPayloadTo(receiver); }

    // --- commands; the deadlines that they set count from the time passed last, or from setNow() ---
    void setNow(Time now) { m_now = now; }
    // Server, after Requested: sends the 101 answer. The connection is then open; next() reports that, and
    // also what the client has sent too early.
    void accept() { accept(m_settings.answer.extensions); }
    // Offers of permessage-deflate are not accepted any more.
    void declineDeflate() { m_settings.deflate.reset(); }
    // The same with these extensions accepted, in the syntax of Sec-WebSocket-Extensions.
    void accept(const std::string &extensions);
    // Server, after Requested or Refused: sends an answer that refuses the request, either ours or the
    // caller's.
    void refuse();
    void refuse(OctetView answer);
    SentFrame sendFrame(const FrameSpec &frame);
    // Returns the message with its payload compressed if that is requested and was agreed on. Send the result
    // at once and as a whole (forEachFragment): its Compression is Given, or otherwise Off. Borrowed until
    // the next call.
    [[nodiscard]] MessageSpec compressed(const MessageSpec &message);
    // Sends a frame header with FIN as given; the payload follows in parts.
    SentFrame beginFrame(const FrameSpec &header);
    // Sends the next part of that payload as a write of its own; the masking continues where the part before
    // ended.
    void sendFrameData(OctetView part, WriteApart apart);
    // Sends octets as they are, without a frame.
    void sendOctets(OctetView octets, WriteApart apart);
    // RFC 6455 7.1.2. Returns nullopt and does nothing unless the connection is open. The code and reason may
    // be forbidden ones.
    std::optional<SentFrame> startClose(std::optional<std::uint16_t> code, OctetView reason);
    // RFC 6455 7.1.7. Sends a close frame if the connection is open. Otherwise returns nullopt, and the
    // caller drops the stream.
    std::optional<SentFrame> fail(std::uint16_t code);

    // --- output: octets and timers ---
    // The next write, if any; borrowed until the next command.
    [[nodiscard]] std::optional<OutgoingWrite> nextWrite() { return m_outgoing.next(); }
    [[nodiscard]] bool hasWrite() const { return m_outgoing.hasNext(); }
    // The memory of writes that have been taken, and of the message that compressed() has made, goes back
    // beyond what is kept for the next ones. What was borrowed is no longer valid.
    void releaseWritten() { m_outgoing.releaseTaken(); }
    void releaseCompressed() { clearOut(m_compressed); }
    // Gives back all memory that is kept for later use. Only while nothing is borrowed.
    void releaseSpare();
    // See InboundReader.
    void shrinkUnfinished();
    // How the write that nextWrite() would return has to leave; hasWrite() must be true.
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
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] bool closeSent() const { return m_closing.isSent(); }
    [[nodiscard]] bool closeReceived() const { return m_closing.isReceived(); }
    [[nodiscard]] bool hasFailed() const { return m_failure.has_value(); }
    // Number of the peer's frame for which we failed the connection; its other faults belong to the same
    // failure.
    [[nodiscard]] std::optional<std::uint64_t> failedAtFrame() const
    {
        return m_failure ? m_failure->frame : std::nullopt;
    }
    // Number of the peer's octets that have been read.
    [[nodiscard]] std::uint64_t inboundPosition() const { return m_source->reader().position(); }
    // Number of the peer's octets up to the end of its last whole frame; during the opening handshake, those
    // that have been read.
    [[nodiscard]] std::uint64_t wholeFramesEnd() const
    {
        const bool isInside = frames() && frames()->isInsideFrame();
        return isInside ? frames()->frameOffset() : inboundPosition();
    }
    // Octets held of a message of the peer that is not complete yet.
    [[nodiscard]] std::size_t unfinishedOctets() const { return frames() ? frames()->unfinishedOctets() : 0; }
    // Octets of memory that it takes beside its own size, without that of another source.
    [[nodiscard]] std::size_t memory() const;
    // Octets of memory that the contexts of compression take, the source's included.
    [[nodiscard]] std::size_t contextMemory() const;
    // Octets to send that nextWrite() has not returned yet.
    [[nodiscard]] std::size_t waitingOctets() const { return m_outgoing.waiting(); }
    [[nodiscard]] const HttpHead &request() const { return m_source->handshake().requestHead; }
    // What is wrong with the peer's head.
    [[nodiscard]] const HandshakeCheck &handshake() const;
    // permessage-deflate as offered and answered so far; it has an agreement once both heads are known.
    [[nodiscard]] const DeflateNegotiation &deflate() const { return m_deflate; }
    [[nodiscard]] bool canCompress() const { return m_deflate.agreement.has_value(); }

private:
    // The octets that receive() passes.
    class OwnOctets final : public PeerOctets
    {
    public:
        explicit OwnOctets(const StreamReader::Settings &settings)
            : m_reader(settings, m_handshake)
        {
        }
        void add(OctetView octets) { m_pending.add(octets); }
        const InboundEvent &next() override;
        StreamReader &reader() override { return m_reader; }
        const OpeningHandshake &handshake() const override { return m_handshake; }
        void requestSent(const HttpHead &request) override;
        void answerSent(const HttpHead &answer) override;
        void refused() override { m_reader.ignoreRest(); }
        [[nodiscard]] std::size_t memory() const;

    private:
        OpeningHandshake m_handshake;
        StreamReader m_reader;
        PendingOctets m_pending;
    };
    enum class Stage : std::uint8_t {
        Head, // the peer's head is not complete
        Body, // client: waits for the end of the body of an answer other than 101
        Requested, // server: waits for accept() or refuse()
        Unacceptable, // server: the request is not an opening handshake; waits for refuse()
        Accepted, // server: the connection is open, which next() has not reported yet
        Open,
        Ignoring, // no connection came about: ignores what the peer sends
    };
    enum class StreamEnd : std::uint8_t { No, Due, Reported };
    enum class BothClosed : std::uint8_t { No, Due, Reported };
    struct Failure
    {
        std::optional<std::uint64_t> frame; // none: before the first frame
    };

    [[nodiscard]] InboundReader *frames() const { return m_source->reader().frames(); }
    [[nodiscard]] EndpointEvent eventFor(const InboundEvent &event);
    [[nodiscard]] EndpointEvent headEnded();
    [[nodiscard]] EndpointEvent answerRefused();
    void openConnection(Stage stage);
    void closeWasSent();
    void watchBothClosed();
    void setDeadline(EndpointTimer timer, Time duration);
    void countCompressed(const FrameHeader &header);
    void compress(const MessageSpec &message);
    [[nodiscard]] DeflateDirection ownDirection() const;
    [[nodiscard]] FrameHeader headerFor(const FrameSpec &frame);
    [[nodiscard]] MaskingKey freshKey();

    EndpointSettings m_settings;
    Entropy &m_entropy;
    std::optional<OwnOctets> m_own; // unless another source is given
    PeerOctets *m_source;
    Outgoing m_outgoing;
    std::optional<Deadline> m_deadline;
    std::optional<EndpointTimer> m_firedTimer;
    DeflateNegotiation m_deflate;
    std::optional<Deflater> m_deflater; // created with the first message to compress
    OctetBuffer m_compressed;
    // Compressed messages that were made here, and those that were begun. If the numbers differ, the peer's
    // context is not ours.
    std::uint64_t m_compressedMade = 0;
    std::uint64_t m_compressedBegun = 0;
    OctetBuffer m_closePayload;
    std::optional<MaskingKey> m_partKey;
    std::uint64_t m_partOffset = 0;
    Time m_now{};
    Stage m_stage = Stage::Head;
    ClosingHandshake m_closing;
    BothClosed m_bothClosed = BothClosed::No;
    std::optional<Failure> m_failure;
    StreamEnd m_streamEnd = StreamEnd::No;
};

} // namespace fg
