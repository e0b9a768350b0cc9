// The frame header of RFC 6455 section 5.2, as a value that can hold every header that can be sent, legal or
// not: reserved opcodes, reserved bits, any length form, a length with the top bit set. Encoding and decoding
// do not check anything; the rules (rules.h) say what is legal.
#pragma once

#include "protocol/wire/masking.h"
#include "protocol/wire/octets.h"
#include "protocol/wire/where.h"

#include <cstdint>
#include <optional>
#include <span>

namespace fg {

// RFC 6455 11.8. Values 3 to 7 and 11 to 15 are reserved; this type can hold them too.
enum class Opcode : std::uint8_t {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
};

// Reads the four opcode bits; higher bits of `value` are ignored.
[[nodiscard]] constexpr Opcode opcodeOf(unsigned value) { return static_cast<Opcode>(value & 0x0F); }
[[nodiscard]] constexpr unsigned valueOf(Opcode opcode) { return static_cast<unsigned>(opcode); }
// RFC 6455 5.5: control frames are those whose opcode has its most significant bit set.
[[nodiscard]] constexpr bool isControl(Opcode opcode) { return (valueOf(opcode) & 0x8) != 0; }
// RFC 6455 11.8: 3 to 7 are reserved for further data frames, 11 to 15 for further control frames.
[[nodiscard]] constexpr bool isReserved(Opcode opcode) { return (valueOf(opcode) & 0x7) > 2; }

// What a frame is to the messages of its stream (RFC 6455 5.4, 5.5). Code that asks which frames make a
// message switches over this; see message_assembler.h.
enum class OpcodeClass : std::uint8_t {
    Start, // text or binary: the first frame of a message
    Continuation, // a further frame of the message that has begun
    Control, // stands between frames of messages; also the reserved opcodes 11 to 15
    Reserved, // 3 to 7: not defined, so not part of any message
};

[[nodiscard]] constexpr OpcodeClass classOf(Opcode opcode)
{
    if (isControl(opcode))
        return OpcodeClass::Control;
    if (isReserved(opcode))
        return OpcodeClass::Reserved;
    return opcode == Opcode::Continuation ? OpcodeClass::Continuation : OpcodeClass::Start;
}

// Where the payload length is written: in the second octet, or in the 2 or 8 octets after it.
enum class LengthForm : std::uint8_t { Bits7, Bits16, Bits64 };

// The form that RFC 6455 5.2 demands for a length (the minimal number of octets).
[[nodiscard]] constexpr LengthForm shortestForm(std::uint64_t payloadLength)
{
    if (payloadLength <= 125)
        return LengthForm::Bits7;
    return payloadLength <= 0xFFFF ? LengthForm::Bits16 : LengthForm::Bits64;
}

// The bits in FrameHeader::rsv.
inline constexpr unsigned rsv1 = 4;
inline constexpr unsigned rsv2 = 2;
inline constexpr unsigned rsv3 = 1;

struct FrameHeader
{
    Opcode opcode = Opcode::Text;
    bool fin = true;
    // RSV1 is 4, RSV2 is 2, RSV3 is 1.
    std::uint8_t rsv = 0;
    // The declared length, all 64 bits, including the top one.
    std::uint64_t payloadLength = 0;
    LengthForm lengthForm = LengthForm::Bits7;
    std::optional<MaskingKey> maskingKey;

    // The size of this header on the wire in octets, 2 to 14.
    [[nodiscard]] std::size_t size() const;
    bool operator==(const FrameHeader &) const = default;
};

inline constexpr std::size_t maxHeaderSize = 14;

// The octets of a field of this header, or the declared ones of its payload; empty if it has no such field.
[[nodiscard]] OctetsOfFrame octetsOf(WireField field, const FrameHeader &header);
// From the first to the last octet of these fields.
[[nodiscard]] OctetsOfFrame octetsOf(FieldSet fields, const FrameHeader &header);

// Writes the header without any check and returns its size in octets. A length that does not fit its form is
// cut to the form's bits; the caller chooses the form.
std::size_t encodeHeader(const FrameHeader &header, std::span<std::byte, maxHeaderSize> out);

// What the decoder has found.
struct FrameStep
{
    enum class Kind {
        NeedInput, // the input is used up
        Header, // A header is complete: header() and frameOffset() describe it.
        Payload, // Octets of the payload at payloadOffset, still masked.
        End, // The frame is complete; follows the header at once if the payload is empty.
    };
    Kind kind = Kind::NeedInput;
    // Payload only: borrowed from the input.
    OctetView payload;
    // Payload only: the number of payload octets before these.
    std::uint64_t payloadOffset = 0;
};

// Splits a stream of octets into frames, in whatever pieces the stream arrives. It does not check the frames,
// buffers no payload and allocates nothing.
class FrameDecoder
{
public:
    // Consumes octets from the front of `input` (which shrinks) up to the next step. Call it until it returns
    // NeedInput: the End of a frame may still be due when the input is used up.
    [[nodiscard]] FrameStep next(OctetView &input);
    // Passes over the octets of a whole frame that the caller knows. Only between two frames.
    void skipFrame(const FrameHeader &header);

    // The current frame's header; valid from its Header step to the next one.
    [[nodiscard]] const FrameHeader &header() const { return m_header; }
    // The position of the current frame's first octet in the stream, from 0. This value and frameIndex()
    // change with the first octet of a header, so that they are also right for an incomplete header.
    [[nodiscard]] std::uint64_t frameOffset() const { return m_frameOffset; }
    // The number of frames before the current one.
    [[nodiscard]] std::uint64_t frameIndex() const { return m_frameIndex; }
    // The number of octets consumed so far.
    [[nodiscard]] std::uint64_t streamOffset() const { return m_streamOffset; }
    // True if some but not all octets of a frame have been consumed.
    [[nodiscard]] bool isInsideFrame() const { return m_stage != Stage::Header || m_headerFill > 0; }
    // True if the header of an unfinished frame is complete.
    [[nodiscard]] bool hasHeader() const { return m_stage != Stage::Header; }
    // The number of octets of the current payload consumed so far.
    [[nodiscard]] std::uint64_t payloadTaken() const { return m_payloadTaken; }

private:
    enum class Stage : std::uint8_t { Header, Payload };

    FrameStep readHeader(OctetView &input);
    FrameStep readPayload(OctetView &input);
    void beginFrame();
    void parseHeader(const std::byte *octets);
    void drop(OctetView &input, std::size_t size);

    FrameHeader m_header;
    std::uint64_t m_frameOffset = 0;
    std::uint64_t m_frameIndex = 0;
    std::uint64_t m_streamOffset = 0;
    std::uint64_t m_payloadTaken = 0;
    std::byte m_headerOctets[maxHeaderSize] = {};
    std::uint8_t m_headerFill = 0;
    Stage m_stage = Stage::Header;
    bool m_started = false;
};

} // namespace fg
