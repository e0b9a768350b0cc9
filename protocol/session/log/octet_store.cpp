#include "protocol/session/log/octet_store.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// The memory of a block beside its octets: its place in the list, and what the allocator adds.
constexpr std::size_t blockOverhead = 64;

} // namespace

MemoryOctetStore::MemoryOctetStore(std::size_t limit)
    : m_limit(limit)
{
}

void MemoryOctetStore::append(Direction direction, OctetView octets)
{
    Stream &stream = m_streams[direction];
    while (!octets.empty()) {
        Block &block = blockForAppend(stream);
        const OctetView part = octets.first(std::min(octets.size(), blockSize - block.octets.size()));
        makeRoom(block.octets, part.size(), blockSize);
        block.octets.insert(block.octets.end(), part.begin(), part.end());
        stream.size += part.size();
        m_kept += part.size();
        octets = octets.subspan(part.size());
        if (keepsNewest(stream))
            discardBulk(stream);
    }
    while (m_kept > m_limit && discardOldest(direction)) { }
}

MemoryOctetStore::Block &MemoryOctetStore::blockForAppend(Stream &stream)
{
    const bool isBulk = keepsNewest(stream);
    const bool fits = !stream.blocks.empty() && stream.blocks.back().octets.size() < blockSize
        && stream.blocks.back().offset + stream.blocks.back().octets.size() == stream.size
        && stream.blocks.back().isBulk == isBulk;
    if (!fits) {
        // A stream that has filled a block fills the next one, too, most often.
        const bool isLong = !stream.blocks.empty() && stream.blocks.back().octets.size() == blockSize;
        stream.blocks.push_back({stream.size, isBulk, {}});
        if (isLong)
            stream.blocks.back().octets.reserve(blockSize);
    }
    return stream.blocks.back();
}

template <typename Take>
void MemoryOctetStore::forEachPiece(Direction direction, StreamOffset offset, std::size_t length,
                                    Take take) const
{
    const std::deque<Block> &blocks = m_streams[direction].blocks;
    // Finds the last block that starts at or before the offset.
    auto block = std::ranges::upper_bound(blocks, offset, {}, &Block::offset);
    if (block == blocks.begin())
        return;
    --block;
    for (std::size_t passed = 0; block != blocks.end() && passed < length; ++block) {
        const StreamOffset position = offset + passed;
        if (position < block->offset || position >= block->offset + block->octets.size())
            return;
        const OctetView rest =
            OctetView(block->octets).subspan(static_cast<std::size_t>(position - block->offset));
        const OctetView piece = rest.first(std::min(rest.size(), length - passed));
        take(piece);
        passed += piece.size();
    }
}

std::size_t MemoryOctetStore::read(Direction direction, StreamOffset offset, std::span<std::byte> into) const
{
    std::size_t copied = 0;
    forEachPiece(direction, offset, into.size(), [&](OctetView piece) {
        std::ranges::copy(piece, into.begin() + static_cast<std::ptrdiff_t>(copied));
        copied += piece.size();
    });
    return copied;
}

std::size_t MemoryOctetStore::kept(Direction direction, StreamOffset offset, std::size_t length) const
{
    std::size_t count = 0;
    forEachPiece(direction, offset, length, [&](OctetView piece) { count += piece.size(); });
    return count;
}

StreamOffset MemoryOctetStore::nextKept(Direction direction, StreamOffset offset) const
{
    const Stream &stream = m_streams[direction];
    const auto block = std::ranges::upper_bound(stream.blocks, offset, {}, &Block::offset);
    return block == stream.blocks.end() ? stream.size : block->offset;
}

OctetRead MemoryOctetStore::beginRead(Direction direction, StreamOffset offset, std::size_t length) const
{
    OctetRead octets;
    read(direction, offset, octets.grow(kept(direction, offset, length)));
    return octets;
}

StreamOffset MemoryOctetStore::size(Direction direction) const { return m_streams[direction].size; }

// Only the last block of a stream has room that is not filled.
std::size_t MemoryOctetStore::memory() const
{
    std::size_t octets = m_kept;
    for (const Stream *const stream : m_streams.both()) {
        if (stream->blocks.empty())
            continue;
        const OctetBuffer &last = stream->blocks.back().octets;
        octets += stream->blocks.size() * blockOverhead + last.capacity() - last.size();
    }
    return octets;
}

void MemoryOctetStore::setBulk(bool on) { m_isBulk = on; }

void MemoryOctetStore::setKeep(Direction direction, Keep keep) { m_streams[direction].keep = keep; }

void MemoryOctetStore::skip(Direction direction, std::uint64_t count) { m_streams[direction].size += count; }

void MemoryOctetStore::skipBulk(Direction direction, std::uint64_t count, OctetView last)
{
    last = last.last(static_cast<std::size_t>(std::min<std::uint64_t>(last.size(), count)));
    skip(direction, count - last.size());
    const bool wasBulk = std::exchange(m_isBulk, true);
    append(direction, last);
    m_isBulk = wasBulk;
}

void MemoryOctetStore::discardPlain()
{
    for (Stream *const stream : m_streams.both()) {
        std::erase_if(stream->blocks, [this](const Block &block) {
            if (!block.isBulk)
                m_kept -= block.octets.size();
            return !block.isBulk;
        });
    }
}

// Drops the third block from the end if it belongs to a bulk phase: the last full block and the one being
// filled are kept.
void MemoryOctetStore::discardBulk(Stream &stream)
{
    const std::size_t count = stream.blocks.size();
    if (count < 3 || !stream.blocks[count - 3].isBulk)
        return;
    m_kept -= stream.blocks[count - 3].octets.size();
    stream.blocks.erase(stream.blocks.end() - 3);
}

bool MemoryOctetStore::discardOldest(Direction grown)
{
    // The stream that grows loses a block first, unless it has only the block that is being filled.
    for (const Direction direction : {grown, otherDirection(grown)}) {
        Stream &stream = m_streams[direction];
        if (stream.blocks.size() < 2)
            continue;
        m_kept -= stream.blocks.front().octets.size();
        stream.blocks.pop_front();
        m_hasDiscardedOctets = true;
        return true;
    }
    return false;
}

} // namespace fg
