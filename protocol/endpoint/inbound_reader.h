// Reads one direction of an open connection: frames, messages, and every rule that its sender
// breaks, at the earliest octet that shows it. It serves the endpoint (what the peer sent) and
// whoever looks at a recorded connection (either direction). It goes on after a violation as long
// as there are frames to be seen; what to do about it is not its business.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/endpoint/role.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/frame.h"
#include "protocol/wire/rules.h"
#include "protocol/wire/utf8.h"

#include <array>
#include <cstdint>
#include <optional>

namespace fg {

// Whether a frame with this header starts (or answers) the closing handshake: a close frame that is one
// for every reader, however wrong its payload.
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
    };
    Kind kind = Kind::None;
    Opcode opcode = Opcode::Continuation;
    // Unmasked and inflated; borrowed until the next call. A control frame's is cut to its first 125 octets.
    OctetView payload;
    ClosePayload close;
    Violation violation;
    // Message: octets of payload that came, and that they came to once inflated.
    std::uint64_t wireLength = 0;
    std::uint64_t length = 0;
    bool isCompressed = false; // Message; Violation: of what a compressed message came to
};

// What to do with the payload of data frames.
enum class PayloadUse : std::uint8_t {
    CheckOnly, // nothing is kept; Message events have no payload
    Collect, // a message is kept until it is complete
};

enum class CompressedUse : std::uint8_t {
    Inflate,
    // Told with a length of 0, and nothing in them is judged. Later ones that refer to them cannot be
    // understood and are skipped.
    PassOver,
};

// Who wants payload as it comes, unmasked and inflated, also of messages that turn out to be broken: that of
// compressed messages (Settings::sink), or of all (InboundReader::handOver).
class PayloadSink
{
public:
    virtual ~PayloadSink() = default;
    // The next octets of the message under way; borrowed for the call.
    virtual void payloadCame(OctetView octets) = 0;
};

class InboundReader
{
public:
    struct Settings
    {
        Role sender = Role::Server;
        PayloadUse payloadUse = PayloadUse::Collect;
        // A message with more octets breaks RuleId::MessageTooBig, or RuleId::InflatesTooBig where it is
        // compressed, and is skipped.
        std::uint64_t messageLimit = 64ull * 1024 * 1024;
        // Where in the sender's stream the first frame starts (after its opening handshake).
        std::uint64_t streamOffset = 0;
        // What the sender keeps to where permessage-deflate was agreed: RSV1 then has a meaning.
        std::optional<DeflateDirection> deflate;
        PayloadSink *sink = nullptr; // outlives the reader
        // Frames that came before it, and whether a close frame was among them.
        std::uint64_t framesBefore = 0;
        bool closeSeen = false;
        // Left by compressed messages among them.
        std::optional<InflateContext> inflateContext;
        bool contextLossTold = false; // RuleId::DeflateContextLost comes once
        bool contextLost = false; // compressed ones among them were passed over
    };

    explicit InboundReader(const Settings &settings);

    // permessage-deflate is agreed on, for the messages that begin from here on.
    void agreeOnDeflate(DeflateDirection direction) { m_settings.deflate = direction; }
    // Called between two messages: from here on all of them go to `receiver` as they come, inflated where
    // they were compressed, and Message events have no payload. Null: as the settings have it. It must
    // outlive the reader.
    void handOver(PayloadSink *receiver) { m_receiver = receiver; }
    // For the messages that begin from here on.
    void setCompressedUse(CompressedUse use) { m_compressedUse = use; }

    // Takes octets from the front of `input` (which shrinks) until there is something to tell.
    [[nodiscard]] InboundEvent next(OctetView &input);
    // The stream is over: RuleId::FrameCut where that is inside a frame.
    [[nodiscard]] std::optional<Violation> finish() const;
    // What another reader would need to go on from here; nullopt inside a frame or a message, where it could
    // not.
    [[nodiscard]] std::optional<Settings> continuation() const;

    // The frame that events are about.
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
    // Octets of a message under way that are kept.
    [[nodiscard]] std::size_t heldOctets() const
    {
        return m_messageOpcode == Opcode::Continuation ? 0 : m_message.size();
    }
    [[nodiscard]] std::uint64_t streamOffset() const
    {
        return m_settings.streamOffset + m_frames.streamOffset();
    }

private:
    static constexpr std::size_t controlPayloadLimit = 125;
    static constexpr std::size_t pendingLimit = 12;
    static constexpr std::size_t keptCapacity = 1024 * 1024;

    void judgeHeader();
    void judgeReservedBits();
    void judgeMessageStart();
    void beginMessage();
    void beginCompressed();
    void judgeMessageSize();
    void takePayload(const FrameStep &step);
    void takeControlPayload(const FrameStep &step);
    // `offset`: of the first of them in the sender's stream.
    void takeText(OctetView unmasked, std::uint64_t offset);
    void takeCompressed(const FrameStep &step);
    // False when nothing more of the message will be inflated.
    bool takeInflated(const InflateStep &step);
    [[nodiscard]] bool collects() const
    {
        return m_settings.payloadUse == PayloadUse::Collect && !m_receiver;
    }
    void finishInflating();
    [[nodiscard]] std::uint64_t offsetInFrame(std::uint64_t octetOfMessage) const;
    void endFrame();
    void endMessage();
    void endClose();
    void reportAt(RuleId rule, std::uint64_t value, std::uint64_t offset);
    // The same of what the message says, compressed or not.
    void reportContent(RuleId rule, std::uint64_t value, std::uint64_t offset);
    void push(const InboundEvent &event);

    Settings m_settings;
    PayloadSink *m_receiver = nullptr;
    FrameDecoder m_frames;
    Utf8Checker m_text;
    OctetBuffer m_message;
    std::uint64_t m_messageSize = 0; // as it came
    std::uint64_t m_inflatedSize = 0;
    std::uint64_t m_textSize = 0;
    std::optional<Inflater> m_inflater; // made with the first compressed message
    std::uint64_t m_frameStart = 0; // octets of the compressed message before this frame
    std::array<std::byte, controlPayloadLimit> m_control{};
    std::size_t m_controlSize = 0;
    std::array<InboundEvent, pendingLimit> m_pending{};
    std::size_t m_pendingHead = 0;
    std::size_t m_pendingSize = 0;
    Opcode m_messageOpcode = Opcode::Continuation; // Continuation: no message under way
    bool m_messageSkipped = false;
    bool m_messageCompressed = false;
    bool m_contextLossTold;
    bool m_messagePassedOver = false;
    CompressedUse m_compressedUse = CompressedUse::Inflate;
    bool m_contextLost; // messages were passed over
    bool m_closeSeen;
};

} // namespace fg
