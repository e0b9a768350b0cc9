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

// A packet block of which only the start has been read.
struct PacketStart
{
    std::uint32_t interface = 0;
    Direction direction = Direction::In;
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

std::optional<PacketStart> BlockWalk::packetAt(OctetView start, std::uint32_t length) const
{
    if (start.size() < pcapng::packetStart || length < pcapng::packetStart + 4)
        return std::nullopt;
    const std::size_t packetLength = pcapng::number32At(start, 20);
    const std::size_t options = pcapng::packetStart + pcapng::padded(packetLength);
    // The flags are the first option of our packets.
    std::array<std::byte, 8> flags;
    if (packetLength > length || options + flags.size() > length
        || m_file.read(m_position - length + options, flags) != flags.size())
        return std::nullopt;
    const OctetView packet =
        start.subspan(pcapng::packetStart).first(std::min(packetLength, start.size() - pcapng::packetStart));
    const auto segment = readSegment(packet);
    if (!segment
        || pcapng::number16At(flags, 0) != static_cast<std::uint16_t>(pcapng::OptionCode::PacketFlags))
        return std::nullopt;
    const std::size_t headers = packet.size() - segment->payload.size();
    return PacketStart{.interface = pcapng::number32At(start, 8),
                       .direction =
                           (pcapng::number32At(flags, 4) & 0x3) == 1 ? Direction::In : Direction::Out,
                       .payloadStart = pcapng::packetStart + headers,
                       .payloadLength = packetLength - headers};
}

} // namespace

PacketOctets::PacketOctets(std::shared_ptr<const PagedFile> file, std::uint32_t interface,
                           Direction direction)
    : m_file(std::move(file))
    , m_interface(interface)
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
    while (copied < into.size() && here.offset < end.offset) {
        const auto packet = walk.next(here.filePosition);
        if (!packet || here.filePosition >= end.filePosition)
            break;
        if (packet->interface != m_interface || packet->direction != m_direction)
            continue;
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
