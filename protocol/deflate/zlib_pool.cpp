#include "protocol/deflate/zlib_pool.h"

#include <algorithm>
#include <new>

namespace fg {

void *ZlibPool::allocate(void *pool, unsigned items, unsigned size)
{
    // zlib is written in C: no exception may pass through it.
    try {
        ZlibPool &own = *static_cast<ZlibPool *>(pool);
        std::vector<Block> &blocks = own.m_blocks;
        const std::size_t wanted = std::size_t{items} * size;
        const auto isFree = [wanted](const Block &block) { return !block.isTaken && block.size == wanted; };
        auto block = std::ranges::find_if(blocks, isFree);
        if (block == blocks.end()) {
            blocks.push_back({wanted, false, std::make_unique_for_overwrite<std::byte[]>(wanted)});
            block = blocks.end() - 1;
            own.m_held += wanted;
        }
        block->isTaken = true;
        return block->octets.get();
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void ZlibPool::release(void *pool, void *address)
{
    for (Block &block : static_cast<ZlibPool *>(pool)->m_blocks) {
        if (block.octets.get() == address)
            block.isTaken = false;
    }
}

} // namespace fg
