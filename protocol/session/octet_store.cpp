#include "protocol/session/octet_store.h"

#include <algorithm>

namespace fg {

namespace {

std::size_t indexOf(Direction direction) { return direction == Direction::In ? 0 : 1; }

} // namespace

MemoryOctetStore::MemoryOctetStore(std::size_t limit)
    : m_limit(limit)
{
}

void MemoryOctetStore::append(Direction direction, OctetView octets)
{
    Stream &stream = m_streams[indexOf(direction)];
    stream.size += octets.size();
    m_kept += octets.size();
    while (!octets.empty()) {
        if (stream.blocks.empty() || stream.blocks.back().size() == blockSize)
            stream.blocks.emplace_back();
        OctetBuffer &block = stream.blocks.back();
        const OctetView part = octets.first(std::min(octets.size(), blockSize - block.size()));
        block.insert(block.end(), part.begin(), part.end());
        octets = octets.subspan(part.size());
    }
    while (m_kept > m_limit && forgetOldest(direction)) { }
}

std::size_t MemoryOctetStore::read(Direction direction, std::uint64_t offset, std::span<std::byte> into) const
{
    const Stream &stream = m_streams[indexOf(direction)];
    if (offset < stream.firstKept || offset >= stream.size)
        return 0;
    std::size_t copied = 0;
    std::size_t number = static_cast<std::size_t>((offset - stream.firstKept) / blockSize);
    std::size_t within = static_cast<std::size_t>((offset - stream.firstKept) % blockSize);
    for (; copied < into.size() && number < stream.blocks.size(); ++number, within = 0) {
        const OctetView block = OctetView(stream.blocks[number]).subspan(within);
        const std::size_t part = std::min(block.size(), into.size() - copied);
        std::copy_n(block.begin(), part, into.begin() + static_cast<std::ptrdiff_t>(copied));
        copied += part;
    }
    return copied;
}

std::uint64_t MemoryOctetStore::size(Direction direction) const { return m_streams[indexOf(direction)].size; }

std::uint64_t MemoryOctetStore::firstKept(Direction direction) const
{
    return m_streams[indexOf(direction)].firstKept;
}

bool MemoryOctetStore::forgetOldest(Direction grown)
{
    // The stream that grows pays, unless it has only the block that it grows into.
    for (const Direction direction : {grown, otherDirection(grown)}) {
        Stream &stream = m_streams[indexOf(direction)];
        if (stream.blocks.size() < 2)
            continue;
        m_kept -= stream.blocks.front().size();
        stream.firstKept += stream.blocks.front().size();
        stream.blocks.pop_front();
        return true;
    }
    return false;
}

} // namespace fg
