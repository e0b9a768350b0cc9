#include "protocol/wire/frame.h"

#include <algorithm>

namespace fg {

namespace {

// The fields of the first two octets, RFC 6455 5.2.
constexpr unsigned finBit = 0x80;
constexpr unsigned rsvShift = 4;
constexpr unsigned rsvBits = 0x07;
constexpr unsigned opcodeBits = 0x0F;
constexpr unsigned maskBit = 0x80;
constexpr unsigned lengthBits = 0x7F;
// Values of the 7-bit length that say which longer form follows.
constexpr unsigned lengthIn16 = 126;
constexpr unsigned lengthIn64 = 127;

constexpr std::size_t fixedSize = 2;
constexpr std::size_t closeCodeSize = 2; // RFC 6455 5.5.1
constexpr std::size_t keySize = std::tuple_size_v<MaskingKey>;

constexpr LengthForm formOf(unsigned secondOctet)
{
    switch (secondOctet & lengthBits) {
    case lengthIn16:
        return LengthForm::Bits16;
    case lengthIn64:
        return LengthForm::Bits64;
    default:
        return LengthForm::Bits7;
    }
}

// The number of octets that the length occupies after the first two.
constexpr std::size_t extendedSize(LengthForm form)
{
    switch (form) {
    case LengthForm::Bits7:
        return 0;
    case LengthForm::Bits16:
        return 2;
    case LengthForm::Bits64:
        return 8;
    }
    return 0;
}

constexpr std::size_t headerSize(LengthForm form, bool isMasked)
{
    return fixedSize + extendedSize(form) + (isMasked ? keySize : 0);
}

std::size_t headerSizeFrom(std::byte secondOctet)
{
    const auto value = std::to_integer<unsigned>(secondOctet);
    return headerSize(formOf(value), (value & maskBit) != 0);
}

std::uint64_t readBigEndian(const std::byte *octets, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | std::to_integer<std::uint64_t>(octets[i]);
    return value;
}

void writeBigEndian(std::uint64_t value, std::byte *octets, std::size_t size)
{
    for (std::size_t i = size; i-- > 0; value >>= 8)
        octets[i] = static_cast<std::byte>(value & 0xFF);
}

// The value of the 7 length bits: the length itself, or the marker of the longer form that follows.
unsigned lengthField(const FrameHeader &header)
{
    switch (header.lengthForm) {
    case LengthForm::Bits7:
        return static_cast<unsigned>(header.payloadLength & lengthBits);
    case LengthForm::Bits16:
        return lengthIn16;
    case LengthForm::Bits64:
        return lengthIn64;
    }
    return 0;
}

} // namespace

std::size_t FrameHeader::size() const { return headerSize(lengthForm, maskingKey.has_value()); }

OctetsOfFrame octetsOf(WireField field, const FrameHeader &header)
{
    const std::size_t extended = extendedSize(header.lengthForm);
    switch (field) {
    case WireField::Fin:
    case WireField::Rsv1:
    case WireField::Rsv2:
    case WireField::Rsv3:
    case WireField::Opcode:
        return {0, 1};
    case WireField::Mask:
    case WireField::PayloadLength:
        return {1, 1};
    case WireField::ExtendedLength:
        return {fixedSize, extended};
    case WireField::Key:
        return {fixedSize + extended, header.maskingKey ? keySize : 0};
    case WireField::Payload:
        return {header.size(), std::min(header.payloadLength, UINT64_MAX - header.size())};
    case WireField::CloseCode:
        return {header.size(), std::min<std::uint64_t>(header.payloadLength, closeCodeSize)};
    case WireField::CloseReason:
        return {header.size() + closeCodeSize,
                octetsOf(WireField::Payload, header).count - octetsOf(WireField::CloseCode, header).count};
    case WireField::StartLine:
    case WireField::HeaderField:
    case WireField::HeadEnd:
    case WireField::Count:
        break;
    }
    return {};
}

OctetsOfFrame octetsOf(FieldSet fields, const FrameHeader &header)
{
    OctetsOfFrame all;
    for (unsigned number = 0; number < static_cast<unsigned>(WireField::Count); ++number) {
        const auto field = static_cast<WireField>(number);
        const OctetsOfFrame octets = fields.contains(field) ? octetsOf(field, header) : OctetsOfFrame();
        if (octets.isEmpty())
            continue;
        const std::uint64_t first = all.isEmpty() ? octets.first : std::min(all.first, octets.first);
        all = {first, std::max(all.end(), octets.end()) - first};
    }
    return all;
}

std::size_t encodeHeader(const FrameHeader &header, std::span<std::byte, maxHeaderSize> out)
{
    const unsigned first = (header.fin ? finBit : 0) | (header.rsv & rsvBits) << rsvShift
        | (valueOf(header.opcode) & opcodeBits);
    out[0] = static_cast<std::byte>(first);
    out[1] = static_cast<std::byte>((header.maskingKey ? maskBit : 0) | lengthField(header));

    const std::size_t extended = extendedSize(header.lengthForm);
    std::byte *rest = out.data() + fixedSize;
    writeBigEndian(header.payloadLength, rest, extended);
    if (header.maskingKey)
        std::copy_n(header.maskingKey->data(), keySize, rest + extended);
    return header.size();
}

FrameStep FrameDecoder::next(OctetView &input)
{
    return m_stage == Stage::Header ? readHeader(input) : readPayload(input);
}

void FrameDecoder::skipFrame(const FrameHeader &header)
{
    beginFrame();
    m_header = header;
    m_payloadTaken = header.payloadLength;
    m_streamOffset += header.size() + header.payloadLength;
}

FrameStep FrameDecoder::readHeader(OctetView &input)
{
    if (input.empty())
        return {};
    if (m_headerFill == 0)
        beginFrame();

    // The common case: the input holds the whole header, which needs no copy.
    if (m_headerFill == 0 && input.size() >= fixedSize && input.size() >= headerSizeFrom(input[1])) {
        const std::byte *octets = input.data();
        drop(input, headerSizeFrom(octets[1]));
        parseHeader(octets);
        return {.kind = FrameStep::Kind::Header};
    }

    while (!input.empty()) {
        m_headerOctets[m_headerFill++] = input.front();
        drop(input, 1);
        if (m_headerFill >= fixedSize && m_headerFill == headerSizeFrom(m_headerOctets[1])) {
            parseHeader(m_headerOctets);
            return {.kind = FrameStep::Kind::Header};
        }
    }
    return {};
}

FrameStep FrameDecoder::readPayload(OctetView &input)
{
    const std::uint64_t due = m_header.payloadLength - m_payloadTaken;
    if (due == 0) {
        m_stage = Stage::Header;
        return {.kind = FrameStep::Kind::End};
    }
    if (input.empty())
        return {};
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(due, input.size()));
    const FrameStep step{
        .kind = FrameStep::Kind::Payload,
        .payload = input.first(size),
        .payloadOffset = m_payloadTaken,
    };
    drop(input, size);
    m_payloadTaken += size;
    return step;
}

void FrameDecoder::beginFrame()
{
    if (m_started)
        ++m_frameIndex;
    m_started = true;
    m_frameOffset = m_streamOffset;
    m_payloadTaken = 0;
}

void FrameDecoder::parseHeader(const std::byte *octets)
{
    const auto first = std::to_integer<unsigned>(octets[0]);
    const auto second = std::to_integer<unsigned>(octets[1]);
    m_header.fin = (first & finBit) != 0;
    m_header.rsv = static_cast<std::uint8_t>(first >> rsvShift & rsvBits);
    m_header.opcode = opcodeOf(first);
    m_header.lengthForm = formOf(second);

    const std::size_t extended = extendedSize(m_header.lengthForm);
    const std::byte *rest = octets + fixedSize;
    m_header.payloadLength = extended == 0 ? second & lengthBits : readBigEndian(rest, extended);
    if ((second & maskBit) != 0)
        std::copy_n(rest + extended, keySize, m_header.maskingKey.emplace().data());
    else
        m_header.maskingKey.reset();

    m_headerFill = 0;
    m_stage = Stage::Payload;
}

void FrameDecoder::drop(OctetView &input, std::size_t size)
{
    input = input.subspan(size);
    m_streamOffset += size;
}

} // namespace fg
