#include "protocol/session/file/pcapng.h"

#include <algorithm>
#include <array>

namespace fg::pcapng {
namespace {

constexpr std::uint32_t byteOrderMagic = 0x1A2B3C4D;
constexpr std::uint16_t majorVersion = 1;
constexpr std::uint64_t unknownLength = UINT64_MAX;
constexpr std::size_t longestOption = 0xFFFF;
constexpr std::size_t sectionStart = 16; // Magic number, version, length.

// The lowest two bits of epb_flags.
constexpr std::uint32_t inbound = 1;
constexpr std::uint32_t outbound = 2;

template <std::size_t Size> void append(OctetBuffer &out, std::uint64_t value)
{
    std::array<std::byte, Size> octets;
    for (std::size_t i = 0; i < Size; ++i)
        octets[i] = static_cast<std::byte>(value >> (8 * i));
    out.insert(out.end(), octets.begin(), octets.end());
}

std::uint64_t numberAt(OctetView octets, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= std::to_integer<std::uint64_t>(octets[at + i]) << (8 * i);
    return value;
}

std::uint32_t lowHalf(std::uint64_t value) { return static_cast<std::uint32_t>(value); }

// The value of the first option with this code. `options` may be cut or invalid.
std::optional<OctetView> findOption(OctetView options, OptionCode wanted)
{
    while (options.size() >= 4) {
        const auto code = static_cast<OptionCode>(number16At(options, 0));
        const std::size_t length = number16At(options, 2);
        options = options.subspan(4);
        if (code == OptionCode::End || length > options.size())
            return std::nullopt;
        if (code == wanted)
            return options.first(length);
        options = options.subspan(std::min(padded(length), options.size()));
    }
    return std::nullopt;
}

} // namespace

std::uint16_t number16At(OctetView octets, std::size_t at)
{
    return static_cast<std::uint16_t>(numberAt(octets, at, 2));
}

std::uint32_t number32At(OctetView octets, std::size_t at)
{
    return static_cast<std::uint32_t>(numberAt(octets, at, 4));
}

// --- writing ---

BlockWriter::BlockWriter(OctetBuffer &out, BlockType type)
    : m_out(out)
    , m_start(out.size())
{
    number32(static_cast<std::uint32_t>(type)).number32(0);
}

BlockWriter &BlockWriter::number16(std::uint16_t value)
{
    append<2>(m_out, value);
    return *this;
}

BlockWriter &BlockWriter::number32(std::uint32_t value)
{
    append<4>(m_out, value);
    return *this;
}

BlockWriter &BlockWriter::number64(std::uint64_t value)
{
    append<8>(m_out, value);
    return *this;
}

BlockWriter &BlockWriter::octets(OctetView part)
{
    m_out.insert(m_out.end(), part.begin(), part.end());
    m_out.resize(m_out.size() + padded(part.size()) - part.size());
    return *this;
}

BlockWriter &BlockWriter::option(OptionCode code, OctetView value)
{
    value = value.first(std::min(value.size(), longestOption));
    number16(static_cast<std::uint16_t>(code)).number16(static_cast<std::uint16_t>(value.size()));
    return octets(value);
}

void BlockWriter::end()
{
    const std::size_t length = m_out.size() - m_start + 4;
    number32(static_cast<std::uint32_t>(length));
    for (std::size_t i = 0; i < 4; ++i)
        m_out[m_start + 4 + i] = static_cast<std::byte>(length >> (8 * i));
}

void appendSection(OctetBuffer &out, std::string_view application)
{
    BlockWriter block(out, BlockType::Section);
    block.number32(byteOrderMagic).number16(majorVersion).number16(0).number64(unknownLength);
    block.option(OptionCode::Application, octetsOf(application)).option(OptionCode::End, {});
    block.end();
}

void appendInterface(OctetBuffer &out, std::string_view name, std::string_view description)
{
    BlockWriter block(out, BlockType::Interface);
    block.number16(linkTypeRaw).number16(0).number32(0);
    if (!name.empty())
        block.option(OptionCode::InterfaceName, octetsOf(name));
    if (!description.empty())
        block.option(OptionCode::InterfaceDescription, octetsOf(description));
    block.option(OptionCode::TimeResolution, std::span(&nanoseconds, 1)).option(OptionCode::End, {});
    block.end();
}

void appendJournal(OctetBuffer &out, OctetView entry)
{
    BlockWriter block(out, BlockType::Journal);
    block.octets(entry);
    block.end();
}

void appendPacket(OctetBuffer &out, std::uint32_t interface, std::uint64_t time, Direction direction,
                  OctetView head, OctetView payload, std::string_view comment)
{
    const std::size_t length = head.size() + payload.size();
    BlockWriter block(out, BlockType::Packet);
    block.number32(interface).number32(lowHalf(time >> 32)).number32(lowHalf(time));
    block.number32(static_cast<std::uint32_t>(length)).number32(static_cast<std::uint32_t>(length));
    out.insert(out.end(), head.begin(), head.end());
    out.insert(out.end(), payload.begin(), payload.end());
    out.resize(out.size() + padded(length) - length);
    block.number16(static_cast<std::uint16_t>(OptionCode::PacketFlags)).number16(4);
    block.number32(direction == Direction::In ? inbound : outbound);
    if (!comment.empty())
        block.option(OptionCode::Comment, octetsOf(comment));
    block.option(OptionCode::End, {});
    block.end();
}

// --- reading ---

std::variant<std::uint32_t, BlockFault> readLength(OctetView octets)
{
    if (octets.size() < 8)
        return BlockFault::Incomplete;
    const std::uint32_t length = number32At(octets, 4);
    if (length < emptyBlock || length % 4 != 0 || length > largestBlock)
        return BlockFault::BadLength;
    return length;
}

std::variant<Block, BlockFault> readBlock(OctetView octets)
{
    const auto read = readLength(octets);
    if (const auto *const fault = std::get_if<BlockFault>(&read))
        return *fault;
    const std::size_t length = std::get<std::uint32_t>(read);
    if (octets.size() < length)
        return BlockFault::Incomplete;
    if (number32At(octets, length - 4) != length)
        return BlockFault::LengthsDiffer;
    return Block{.type = static_cast<BlockType>(number32At(octets, 0)),
                 .body = octets.subspan(8, length - emptyBlock),
                 .length = length};
}

bool isReadableSection(OctetView body)
{
    return body.size() >= sectionStart && number32At(body, 0) == byteOrderMagic
        && number16At(body, 4) == majorVersion;
}

std::string_view applicationOf(OctetView sectionBody)
{
    if (sectionBody.size() < sectionStart)
        return {};
    const auto value = findOption(sectionBody.subspan(sectionStart), OptionCode::Application);
    return value ? charactersOf(*value) : std::string_view();
}

std::optional<Interface> readInterface(OctetView body)
{
    constexpr std::size_t start = 8; // Link type, reserved, longest packet.
    if (body.size() < start)
        return std::nullopt;
    Interface interface {
        .linkType = number16At(body, 0)
    };
    if (const auto resolution = findOption(body.subspan(start), OptionCode::TimeResolution);
        resolution && resolution->size() == 1)
        interface.resolution = resolution->front();
    return interface;
}

std::uint64_t Interface::nanosecondsOf(std::uint64_t time) const
{
    constexpr std::byte powersOfTwo{0x80};
    if (resolution == nanoseconds || (resolution & powersOfTwo) != std::byte{})
        return time;
    for (std::byte power = resolution; power < nanoseconds;
         power = static_cast<std::byte>(std::to_integer<int>(power) + 1))
        time *= 10;
    return time;
}

std::optional<Direction> directionIn(OctetView options)
{
    const auto flags = findOption(options, OptionCode::PacketFlags);
    if (!flags || flags->size() != 4)
        return std::nullopt;
    const std::uint32_t direction = number32At(*flags, 0) & 0x3;
    if (direction != inbound && direction != outbound)
        return std::nullopt;
    return direction == inbound ? Direction::In : Direction::Out;
}

std::optional<Packet> readPacket(OctetView body)
{
    constexpr std::size_t start = packetStart - 8;
    if (body.size() < start)
        return std::nullopt;
    const std::size_t length = number32At(body, 12);
    if (length > body.size() - start)
        return std::nullopt;
    Packet packet{.interface = number32At(body, 0),
                  .time = std::uint64_t{number32At(body, 4)} << 32 | number32At(body, 8),
                  .octets = body.subspan(start, length)};
    const std::size_t options = std::min(start + padded(length), body.size());
    packet.direction = directionIn(body.subspan(options));
    return packet;
}

} // namespace fg::pcapng
