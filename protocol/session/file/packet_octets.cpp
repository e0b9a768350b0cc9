#include "protocol/session/file/packet_octets.h"

#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/segment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace fg {
namespace {

// The longest start of a packet block before the octets of its segment: the block's fields and the IP and TCP
// headers with all options.
constexpr std::size_t mostHeaders = pcapng::packetStart + 60 + 60;

// At most this many options of a packet are looked at.
constexpr std::size_t mostOptions = 16;

// A packet block of which only the start has been read.
struct PacketStart
{
    std::uint32_t interface = 0;
    Direction direction = Direction::In;
    std::uint32_t sequence = 0;
    PacketEnds ends;
    std::size_t payloadStart = 0; // Offset in the block.
    std::size_t payloadLength = 0;
};

// Walks through the blocks of a file; an invalid block ends the walk.
class BlockWalk
{
public:
    BlockWalk(const PagedFile &file, std::uint64_t position)
        : m_file(file)
        , m_position(position)
    {
    }

    [[nodiscard]] std::uint64_t position() const { return m_position; }
    // Returns the next packet with octets of a stream; the walk is then at the end of its block.
    [[nodiscard]] std::optional<PacketStart> next(std::uint64_t &blockPosition);

private:
    [[nodiscard]] std::optional<Direction> directionOf(std::uint64_t options, std::uint64_t end) const;
    [[nodiscard]] std::optional<PacketStart> packetAt(OctetView start, std::uint32_t length) const;

    const PagedFile &m_file;
    std::uint64_t m_position;
};

std::optional<PacketStart> BlockWalk::next(std::uint64_t &blockPosition)
{
    for (;;) {
        std::array<std::byte, mostHeaders> start;
        const OctetView head = OctetView(start).first(m_file.read(m_position, start));
        const auto read = pcapng::readLength(head);
        const auto *const length = std::get_if<std::uint32_t>(&read);
        if (!length)
            return std::nullopt;
        blockPosition = m_position;
        m_position += *length;
        const bool isPacket =
            pcapng::number32At(head, 0) == static_cast<std::uint32_t>(pcapng::BlockType::Packet);
        const auto packet = isPacket ? packetAt(head, *length) : std::nullopt;
        if (packet && packet->payloadLength > 0)
            return packet;
    }
}

// The options of a packet between two positions of the file. In a file that another program has written
// again, comments may precede the flags.
std::optional<Direction> BlockWalk::directionOf(std::uint64_t options, std::uint64_t end) const
{
    std::array<std::byte, 8> option;
    for (std::size_t i = 0; i < mostOptions && options + option.size() <= end; ++i) {
        if (m_file.read(options, option) != option.size())
            return std::nullopt;
        if (const auto direction = pcapng::directionIn(option))
            return direction;
        options += 4 + pcapng::padded(pcapng::number16At(option, 2));
    }
    return std::nullopt;
}

std::optional<PacketStart> BlockWalk::packetAt(OctetView start, std::uint32_t length) const
{
    if (start.size() < pcapng::packetStart || length < pcapng::packetStart + 4)
        return std::nullopt;
    const std::size_t packetLength = pcapng::number32At(start, 20);
    const std::size_t options = pcapng::packetStart + pcapng::padded(packetLength);
    if (packetLength > length || options > length - 4)
        return std::nullopt;
    const auto direction = directionOf(m_position - length + options, m_position - 4);
    const OctetView packet =
        start.subspan(pcapng::packetStart).first(std::min(packetLength, start.size() - pcapng::packetStart));
    const auto segment = readSegment(packet);
    if (!segment || !direction)
        return std::nullopt;
    const std::size_t headers = packet.size() - segment->payload.size();
    return PacketStart{.interface = pcapng::number32At(start, 8),
                       .direction = *direction,
                       .sequence = segment->sequence,
                       .ends = readEnds(packet, *direction),
                       .payloadStart = pcapng::packetStart + headers,
                       .payloadLength = packetLength - headers};
}

} // namespace

PacketOctets::PacketOctets(std::shared_ptr<const PagedFile> file, PacketStream stream, Direction direction)
    : m_file(std::move(file))
    , m_stream(stream)
    , m_direction(direction)
{
}

std::size_t PacketOctets::read(std::span<const PacketPlace> places, StreamOffset offset,
                               std::span<std::byte> into) const
{
    std::size_t copied = 0;
    while (copied < into.size()) {
        const auto next = std::ranges::upper_bound(places, offset + copied, {}, &PacketPlace::offset);
        if (next == places.begin() || next == places.end())
            break;
        const std::size_t part = readBetween(*std::prev(next), *next, offset + copied, into.subspan(copied));
        if (part == 0)
            break;
        copied += part;
    }
    return copied;
}

// The second place ends the walk. It also shows which octets a bulk phase left out.
std::size_t PacketOctets::readBetween(PacketPlace here, const PacketPlace &end, StreamOffset offset,
                                      std::span<std::byte> into) const
{
    // The walk continues at the place of the last read if possible, because rows are usually read in order.
    PacketPlace last = lastPlace();
    if (last.offset <= offset && last.offset >= here.offset)
        here = last;
    BlockWalk walk(*m_file, here.filePosition);
    std::size_t copied = 0;
    std::optional<std::uint32_t> sequence; // Of the next packet.
    while (copied < into.size() && here.offset < end.offset) {
        const auto packet = walk.next(here.filePosition);
        if (!packet || here.filePosition >= end.filePosition)
            break;
        if (packet->interface != m_stream.interface || packet->direction != m_direction)
            continue;
        // Another connection with the same ends has other sequence numbers, or a place of its own here.
        if (m_stream.ends
            && (packet->ends != *m_stream.ends || packet->sequence != sequence.value_or(packet->sequence)))
            continue;
        sequence = packet->sequence + static_cast<std::uint32_t>(packet->payloadLength);
        const StreamOffset wanted = offset + copied;
        if (wanted < here.offset + packet->payloadLength) {
            last = here;
            const std::uint64_t inside = wanted - here.offset;
            const std::size_t part = static_cast<std::size_t>(
                std::min<std::uint64_t>(packet->payloadLength - inside, into.size() - copied));
            const std::size_t got =
                m_file->read(here.filePosition + packet->payloadStart + inside, into.subspan(copied, part));
            copied += got;
            if (got < part)
                break;
        }
        here.offset += packet->payloadLength;
    }
    if (copied > 0)
        setLastPlace(last);
    return copied;
}

PacketPlace PacketOctets::lastPlace() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

void PacketOctets::setLastPlace(const PacketPlace &place) const
{
    const std::lock_guard lock(m_mutex);
    m_last = place;
}

} // namespace fg
