#include "protocol/session/file/file_octet_store.h"

#include <algorithm>

namespace fg {
namespace {

// The distance in the file between two places of the index. A read skips at most this many octets.
constexpr std::uint64_t placeDistance = 16 * 1024;

} // namespace

FileOctetStore::FileOctetStore(const std::shared_ptr<const PagedFile> &file, std::uint32_t interface, Use use,
                               std::size_t memory)
    : m_file(file)
    , m_use(use)
    , m_memory(memory)
{
    follow({.interface = interface, .ends = {}});
}

void FileOctetStore::follow(const PacketStream &stream)
{
    for (const Direction direction : bothDirections)
        m_indexes[direction].octets = std::make_shared<const PacketOctets>(m_file, stream, direction);
}

void FileOctetStore::append(Direction direction, OctetView octets)
{
    for (const Expected &expected : m_expected)
        place(expected.direction, expected.place.offset, expected.place.filePosition, expected.gap);
    m_expected.clear();
    if (m_use == Use::Recording || m_isBulk)
        m_memory.append(direction, octets);
    else
        m_memory.skip(direction, octets.size());
}

void FileOctetStore::setBulk(bool on)
{
    m_isBulk = on;
    m_memory.setBulk(on);
    for (Index *const index : m_indexes.both())
        index->needsPlace = true;
}

void FileOctetStore::place(Direction direction, StreamOffset offset, std::uint64_t filePosition, Gap gap)
{
    Index &index = m_indexes[direction];
    if (gap == Gap::No && !index.needsPlace
        && filePosition - index.places.back().filePosition < placeDistance)
        return;
    index.places.push_back({offset, filePosition});
    index.needsPlace = false;
}

std::size_t FileOctetStore::memory() const
{
    std::size_t octets =
        sizeof(*this) + m_memory.memory() + m_expected.capacity() * sizeof(m_expected.front());
    for (const Index *const index : m_indexes.both())
        octets += sizeof(*index->octets) + index->places.capacity() * sizeof(PacketPlace);
    return octets;
}

OctetRead FileOctetStore::beginRead(Direction direction, StreamOffset offset, std::size_t length) const
{
    OctetRead octets;
    while (octets.size() < length) {
        const StreamOffset here = offset + octets.size();
        const std::size_t rest = length - octets.size();
        if (const std::size_t kept = m_memory.kept(direction, here, rest); kept > 0)
            m_memory.read(direction, here, octets.grow(kept));
        else if (!deferToFile(octets, direction, here, rest))
            break;
    }
    return octets;
}

// Leaves the octets to the file, up to the first that is in memory.
bool FileOctetStore::deferToFile(OctetRead &octets, Direction direction, StreamOffset offset,
                                 std::size_t length) const
{
    const Index &index = m_indexes[direction];
    const StreamOffset end = m_memory.nextKept(direction, offset);
    const auto first = std::ranges::upper_bound(index.places, offset, {}, &PacketPlace::offset);
    if (end <= offset || first == index.places.begin())
        return false;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(length, end - offset));
    const auto last =
        std::ranges::lower_bound(first, index.places.end(), offset + count, {}, &PacketPlace::offset);
    std::vector<PacketPlace> places(std::prev(first), last);
    places.push_back(last == index.places.end() ? PacketPlace{m_memory.size(direction), UINT64_MAX} : *last);
    octets.defer(count, [places = std::move(places), offset, file = index.octets](std::span<std::byte> into) {
        return file->read(places, offset, into);
    });
    return true;
}

} // namespace fg
