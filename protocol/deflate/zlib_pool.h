// Memory for zlib that is kept when a stream returns it, so that streams that are copied and freed again and
// again cost no allocation.
#pragma once

#include <cstddef>
#include <memory>
#include <numeric>
#include <vector>

namespace fg {

class ZlibPool
{
public:
    ZlibPool() = default;
    ZlibPool(const ZlibPool &) = delete;
    ZlibPool &operator=(const ZlibPool &) = delete;

    // For zlib's zalloc and zfree, with the pool as `opaque`. The pool must outlive the streams.
    static void *allocate(void *pool, unsigned items, unsigned size);
    static void release(void *pool, void *address);
    // Octets of memory, including those that are not taken now.
    [[nodiscard]] std::size_t memory() const
    {
        return std::accumulate(m_blocks.begin(), m_blocks.end(), std::size_t{0},
                               [](std::size_t sum, const Block &block) { return sum + block.size; });
    }

private:
    struct Block
    {
        std::size_t size;
        bool isTaken;
        std::unique_ptr<std::byte[]> octets;
    };
    std::vector<Block> m_blocks; // only a few
};

} // namespace fg
