// Memory for zlib that is kept when a stream returns it, so that streams that are copied and freed again and
// again cost no allocation.
#pragma once

#include <cstddef>
#include <memory>
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
    [[nodiscard]] std::size_t memory() const { return m_held; }

private:
    struct Block
    {
        std::size_t size;
        bool isTaken;
        std::unique_ptr<std::byte[]> octets;
    };
    std::vector<Block> m_blocks; // only a few
    std::size_t m_held = 0; // size of all blocks
};

} // namespace fg
