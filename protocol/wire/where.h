// Where a broken rule shows: the fields and the octets that break it, and why they do. All octets count from
// 0; the type of a range says of what they are octets.
#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace fg {

// Octets [first, end()) of the whole that the type names.
template <typename Whole> struct OctetsOf
{
    std::uint64_t first = 0;
    std::uint64_t count = 0;

    [[nodiscard]] constexpr std::uint64_t end() const { return first + count; }
    [[nodiscard]] constexpr bool isEmpty() const { return count == 0; }
    bool operator==(const OctetsOf &) const = default;
};

namespace whole {
struct Stream;
struct Frame;
struct Payload;
struct Message;
} // namespace whole

// Of everything that one end sent, with its opening handshake.
using OctetsOfStream = OctetsOf<whole::Stream>;
// Of a frame, from the first octet of its header; of a head, from its first octet.
using OctetsOfFrame = OctetsOf<whole::Frame>;
// Of the payload of a frame.
using OctetsOfPayload = OctetsOf<whole::Payload>;
// Of the payload of a message: unmasked, joined and inflated.
using OctetsOfMessage = OctetsOf<whole::Message>;

// A field of a frame (RFC 6455 5.2), of the payload of a close frame (5.5.1), or a part of a head (RFC 9112
// 2.1).
enum class WireField : std::uint8_t {
    Fin,
    Rsv1,
    Rsv2,
    Rsv3,
    Opcode,
    Mask,
    PayloadLength, // the 7 bits in the second octet
    ExtendedLength, // the 2 or 8 octets after it
    Key,
    Payload,
    CloseCode,
    CloseReason,
    StartLine,
    HeaderField, // Where::number says which
    HeadEnd, // the empty line: where it comes too early, a header field is missing
    Count
};

// As everywhere on screen and in files: "RSV2", "extended payload length".
[[nodiscard]] std::string_view nameOf(WireField field);

// A few fields at once, because several can break a rule together.
class FieldSet
{
public:
    constexpr FieldSet() = default;
    constexpr FieldSet(std::initializer_list<WireField> fields)
    {
        for (const WireField field : fields)
            add(field);
    }
    // For files: the fields as the bits of a number, and back. Bits that mean no field are left out.
    [[nodiscard]] static constexpr FieldSet ofBits(std::uint64_t bits)
    {
        FieldSet fields;
        fields.m_bits = static_cast<std::uint16_t>(bits & allBits);
        return fields;
    }
    [[nodiscard]] constexpr std::uint16_t bits() const { return m_bits; }

    constexpr void add(WireField field) { m_bits = static_cast<std::uint16_t>(m_bits | bitOf(field)); }
    [[nodiscard]] constexpr bool contains(WireField field) const { return (m_bits & bitOf(field)) != 0; }
    [[nodiscard]] constexpr bool isEmpty() const { return m_bits == 0; }
    [[nodiscard]] constexpr int size() const { return std::popcount(m_bits); }
    bool operator==(const FieldSet &) const = default;

private:
    static constexpr std::uint16_t allBits = (1u << static_cast<unsigned>(WireField::Count)) - 1;
    [[nodiscard]] static constexpr std::uint16_t bitOf(WireField field)
    {
        return static_cast<std::uint16_t>(1u << static_cast<unsigned>(field));
    }

    std::uint16_t m_bits = 0;
};

// Why the octets break the rule, where the rule alone does not say it.
enum class FaultReason : std::uint8_t {
    None,
    // UTF-8, RFC 3629 4.
    LoneContinuation, // 80 to BF that continues no sequence
    OverlongForm,
    Surrogate, // U+D800 to U+DFFF
    AboveUnicode, // above U+10FFFF
    NeverInUtf8, // F8 to FF
    SequenceCut, // another octet comes where a sequence has to continue
    TextCut, // the text ends inside a sequence
    // Opcodes, RFC 6455 5.2.
    ReservedForData,
    ReservedForControl,
    // Close codes, RFC 6455 7.4.
    CodeNotUsed, // 0 to 999
    CodeReserved, // 1004
    CodeNeverSent, // 1005, 1006 and 1015 are for an API only
    CodeNotDefined, // 1016 to 2999
    CodeOutOfRange, // 5000 and above
    // Header fields that the opening handshake asks for, RFC 6455 4.
    FieldMissing,
    FieldUnfit, // it is there, with a value that does not fit
    Count
};

struct Where
{
    FieldSet fields; // none: no field shows it, but for example a silence
    FaultReason reason = FaultReason::None;
    std::uint8_t headerSize = 0; // of the frame; 0 in a head and if the header is incomplete
    std::uint32_t number = 0; // HeaderField: the number of the field in its head, from 0
    std::uint64_t start = 0; // offset in the stream of the first octet of the frame or the head
    // The octets as they passed the wire; empty: none shows it. For a fault in the inflated octets of a
    // message, it is the compressed octet that brought it.
    OctetsOfStream onWire;
    // Text and compressed messages: the octets of the message. In a text that is not UTF-8, the ill-formed
    // sequence up to the octet that proves it. Empty, but with a place, if what is missing shows it.
    OctetsOfMessage inMessage;

    [[nodiscard]] constexpr OctetsOfFrame inFrame() const
    {
        return onWire.isEmpty() ? OctetsOfFrame() : OctetsOfFrame{onWire.first - start, onWire.count};
    }
    // Empty if the octets are not all of the payload.
    [[nodiscard]] constexpr OctetsOfPayload inPayload() const
    {
        const OctetsOfFrame octets = inFrame();
        if (headerSize == 0 || octets.isEmpty() || octets.first < headerSize)
            return {};
        return {octets.first - headerSize, octets.count};
    }

    bool operator==(const Where &) const = default;
};

} // namespace fg
