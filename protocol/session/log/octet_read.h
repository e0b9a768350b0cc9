// A read of a stream's octets in two steps. The first copies the octets in memory while the session's lock is
// held, and notes where the others are on disk. The second reads those without a lock.
#pragma once

#include "protocol/wire/octets.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace fg {

class OctetRead
{
public:
    // Reads octets from a disk and returns how many it could read. Callable from any thread, also after its
    // store has been destroyed.
    using DiskReader = std::function<std::size_t(std::span<std::byte> into)>;

    // Number of octets of the stream that it has read or noted so far.
    [[nodiscard]] std::size_t size() const { return m_octets.size() + m_left; }
    // Returns room for the next octets; valid until the next call.
    [[nodiscard]] std::span<std::byte> grow(std::size_t count);
    // The next `count` octets are read by finish(), which also makes room for them: under the lock, even that
    // would take long.
    void defer(std::size_t count, DiskReader reader);

    // Reads the octets that are still missing. The result ends before the first octet that cannot be read.
    [[nodiscard]] OctetBuffer finish() &&;
    // Returns the octets before the first that is not in memory.
    [[nodiscard]] OctetBuffer inMemory() &&;

private:
    struct Gap
    {
        std::size_t start; // Number of octets in memory before it.
        std::size_t count;
        DiskReader reader;
    };

    OctetBuffer m_octets; // Those in memory.
    std::vector<Gap> m_gaps; // In the order of the stream.
    std::size_t m_left = 0; // Number of octets in all gaps.
};

} // namespace fg
