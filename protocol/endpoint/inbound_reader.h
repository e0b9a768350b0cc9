// Reads one direction of an open connection: its frames, its messages, and every rule that its sender breaks,
// at the earliest octet that shows it. It serves both the endpoint (for the peer's octets) and readers of a
// recorded connection (for either direction). It continues after a violation as long as frames can be
// recognised; the caller decides what to do about the violation.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/endpoint/role.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/frame.h"
#include "protocol/wire/message_assembler.h"
#include "protocol/wire/rules.h"
#include "protocol/wire/utf8.h"

#include <array>
#include <cstdint>
#include <optional>

namespace fg {

// Whether a frame with this header starts (or answers) the closing handshake: every reader recognises it as a
// close frame, even if its payload is invalid.
[[nodiscard]] constexpr bool startsClosing(const FrameHeader &header)
{
    return header.opcode == Opcode::Close && header.fin && header.rsv == 0;
}

struct InboundEvent
{
    enum class Kind : std::uint8_t {
        None, // the octets are used up
        FrameStarted, // a header is complete
        FrameEnded,
        Message, // the last frame of a message has ended: opcode, payload
        Ping, // payload
        Pong, // payload
        Close, // payload, close
        Violation,
        // Reported by StreamReader:
        HeadEnded, // the head of the opening handshake is complete or cannot be read, and is checked
        BodyEnded, // the body of an answer other than 101 is complete
    };
    Kind kind = Kind::None;
    Opcode opcode = Opcode::Continuation;
    // Unmasked and inflated; borrowed until the next call. A control frame's payload is cut to its first 125
    // octets.
    OctetView payload;
    ClosePayload close;
    Violation violation;
    // Message: octets of payload on the wire, and once inflated.
    std::uint64_t wireLength = 0;
    std::uint64_t length = 0;
    bool isCompressed = false; // Message: it was compressed; Violation: the fault is in the inflated data
};

// How the payload of data frames is used.
enum class PayloadUse : std::uint8_t {
    CheckOnly, // nothing is kept; Message events have no payload
    Collect, // a message is kept until it is complete
};

enum class CompressedUse : std::uint8_t {
    Inflate,
    // Reported with a length of 0 and not checked. Later messages that refer to them cannot be inflated and
    // are skipped.
    Skip,
};

// Receives payload as it arrives, unmasked and inflated, even of messages that turn out to be invalid: the
// payload of compressed messages (Settings::sink), or of all messages (InboundReader::sendPayloadTo).
class PayloadSink
{
public:
    virtual ~PayloadSink() = default;
    // The next octets of the current message; borrowed for the call.
    virtual void payloadArrived(OctetView octets) = 0;
};

class InboundReader
{
public:
    struct Settings
    {
        Role sender = Role::Server;
        PayloadUse payloadUse = PayloadUse::Collect;
        // A message with more octets than this breaks RuleId::MessageTooBig, or RuleId::InflatesTooBig if it
        // is compressed, and is skipped.
        std::uint64_t messageLimit = 64ull * 1024 * 1024;
        // Position of the first frame in the sender's stream (after its opening handshake).
        std::uint64_t streamOffset = 0;
        // The parameters of the sender's direction if permessage-deflate was agreed on, which makes RSV1
        // legal.
        std::optional<DeflateDirection> deflate;
        PayloadSink *sink = nullptr; // must outlive the reader
        // The number of frames before the first one, and whether a close frame was among them.
        std::uint64_t framesBefore = 0;
        bool closeSeen = false;
        // The context that compressed messages among them left.
        std::optional<InflateContext> inflateContext;
        bool contextLossTold = false; // RuleId::DeflateContextLost is reported only once
        bool contextLost = false; // compressed messages among them were skipped
    };

    explicit InboundReader(const Settings &settings);

    // Call between two messages: from here on, all messages go to `receiver` as they arrive, inflated if they
    // were compressed, and Message events have no payload. Null: back to the settings. The receiver must
    // outlive the reader.
    void sendPayloadTo(PayloadSink *receiver) { m_receiver = receiver; }
    // Takes effect with the next message.
    void setCompressedUse(CompressedUse use) { m_compressedUse = use; }

    // Consumes octets from the front of `input` (which shrinks) up to the next event, which is valid until
    // the next call.
    [[nodiscard]] const InboundEvent &next(OctetView &input);
    // A whole frame whose octets nobody has to take apart: its header, and its payload unmasked and complete.
    // next(), with no input, returns its events; the payload is borrowed until it returns None. Only between
    // two frames, when next() has returned None.
    void addFrame(const FrameHeader &header, OctetView payload);
    // Whether the payload of a frame with this header, as the next one, would be inflated.
    [[nodiscard]] bool wouldInflate(const FrameHeader &header) const;
    // Ends the stream: returns RuleId::FrameCut if it ends inside a frame.
    [[nodiscard]] std::optional<Violation> finish() const;
    // The settings with which another reader can continue from here; nullopt inside a frame or a message,
    // where that is not possible.
    [[nodiscard]] std::optional<Settings> continuation() const;

    // The frame that the events refer to.
    [[nodiscard]] const FrameHeader &header() const { return m_frames.header(); }
    [[nodiscard]] std::uint64_t frameOffset() const
    {
        return m_settings.streamOffset + m_frames.frameOffset();
    }
    [[nodiscard]] std::uint64_t frameIndex() const { return m_settings.framesBefore + m_frames.frameIndex(); }
    [[nodiscard]] bool isInsideFrame() const { return m_frames.isInsideFrame(); }
    [[nodiscard]] bool hasHeader() const { return m_frames.hasHeader(); }
    // Octets of the current frame's payload so far.
    [[nodiscard]] std::uint64_t payloadTaken() const { return m_frames.payloadTaken(); }
    // Octets that are kept of the current message.
    [[nodiscard]] std::size_t unfinishedOctets() const { return isInMessage() ? m_message.size() : 0; }
    // Octets of memory that it takes beside its own size, and the part of them that an idle connection takes,
    // too: the context of compressed messages.
    [[nodiscard]] std::size_t memory() const { return m_message.capacity() + contextMemory(); }
    [[nodiscard]] std::size_t contextMemory() const { return m_inflater ? m_inflater->memory() : 0; }
    // Gives back memory that is kept for the next message.
    void releaseSpare()
    {
        if (!isInMessage() && m_pendingHead == m_pendingSize)
            release(m_message);
    }
    // Gives back the memory into which an unfinished message could still grow. Only while no octets arrive:
    // the next ones make it grow again.
    void shrinkUnfinished()
    {
        if (isInMessage() && m_message.capacity() - m_message.size() > keptCapacity)
            m_message.shrink_to_fit();
    }
    [[nodiscard]] std::uint64_t streamOffset() const
    {
        return m_settings.streamOffset + m_frames.streamOffset();
    }

private:
    static constexpr std::size_t controlPayloadLimit = 125;
    static constexpr std::size_t pendingLimit = 14;

    void startFrame();
    void endAddedFrame();
    void judgeHeader();
    void judgeReservedBits();
    void judgeMessageStart();
    void beginMessage();
    void beginCompressed();
    void judgeMessageSize();
    // The next octets of the current frame's payload: `offset` is their position in it, `key` their masking
    // key; without one they are not masked.
    struct Payload
    {
        OctetView octets;
        std::uint64_t offset = 0;
        std::optional<MaskingKey> key;
    };
    void processPayload(const Payload &payload);
    void collectControlPayload(const Payload &payload);
    void collectPayload(const Payload &payload);
    // Calls `process(part, offset)` with the payload unmasked, in parts.
    template <typename Process> void forEachPart(const Payload &payload, Process process);
    // `offset` is the position of the first of these octets in the sender's stream.
    void checkText(OctetView unmasked, std::uint64_t offset);
    void inflatePayload(const Payload &payload);
    void inflatePart(OctetView part);
    // Returns false if nothing more of the message will be inflated.
    bool processInflated(const InflateStep &step);
    [[nodiscard]] bool collects() const
    {
        return m_settings.payloadUse == PayloadUse::Collect && !m_receiver;
    }
    void finishInflating();
    [[nodiscard]] std::uint64_t offsetInFrame(std::uint64_t octetOfMessage) const;
    void endFrame();
    void endMessage();
    void endClose();
    // Where a fault is in the current frame and its message.
    struct Spot
    {
        FieldSet fields;
        OctetsOfFrame octets;
        FaultReason reason = FaultReason::None;
        OctetsOfMessage inMessage;
    };
    [[nodiscard]] Where whereOf(const Spot &spot) const;
    [[nodiscard]] FieldSet lengthFields() const;
    [[nodiscard]] Spot badText() const;
    // These fields of the header or of a close frame's payload show the fault.
    void report(RuleId rule, std::uint64_t value, FieldSet fields, FaultReason reason = FaultReason::None);
    // `offset` is the position in the stream of the octet that shows it.
    void reportAt(RuleId rule, std::uint64_t value, std::uint64_t offset, const Spot &spot);
    // The same for a fault of the message's content, compressed or not.
    void reportContent(RuleId rule, std::uint64_t value, std::uint64_t offset, Spot spot);
    InboundEvent &push(InboundEvent::Kind kind);
    // A message has begun, and its last frame has not ended.
    [[nodiscard]] bool isInMessage() const { return m_assembler.isOpen() || m_place.isOfMessage(); }

    Settings m_settings;
    PayloadSink *m_receiver = nullptr;
    FrameDecoder m_frames;
    MessageAssembler m_assembler;
    MessageAssembler::Step m_place; // of the current frame, until it ends
    Utf8Checker m_text;
    OctetBuffer m_message;
    std::uint64_t m_messageSize = 0; // octets on the wire
    std::uint64_t m_inflatedSize = 0;
    std::uint64_t m_textSize = 0;
    std::optional<Inflater> m_inflater; // created with the first compressed message
    std::uint64_t m_frameStart = 0; // octets of the message, as on the wire, before this frame
    std::array<std::byte, controlPayloadLimit> m_control{};
    std::size_t m_controlSize = 0;
    std::array<InboundEvent, pendingLimit> m_pending{};
    std::size_t m_pendingHead = 0;
    std::size_t m_pendingSize = 0;
    std::optional<OctetView> m_addedPayload; // of a frame that was added and has not ended
    Opcode m_messageOpcode = Opcode::Text; // of the current message
    bool m_messageSkipped = false;
    bool m_messageCompressed = false;
    bool m_contextLossTold;
    bool m_messageUninflated = false;
    CompressedUse m_compressedUse = CompressedUse::Inflate;
    bool m_contextLost; // messages were skipped
    bool m_closeSeen;
};

} // namespace fg
