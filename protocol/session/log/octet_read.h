// A read of a stream's octets that has begun. Those that are in memory are copied while the session's lock is
// held; of the others it is known where they are, and they are read after that, with no lock held.
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
    // Reads octets off a disk; how many of them could be. For any thread, also after its store has gone.
    using DiskReader = std::function<std::size_t(std::span<std::byte> into)>;

    // Octets of the stream that it has, or will have, so far.
    [[nodiscard]] std::size_t size() const { return m_octets.size(); }
    // Room for the octets that follow; valid until the next call.
    [[nodiscard]] std::span<std::byte> grow(std::size_t count);
    // The octets that follow are read when the read is finished.
    void leave(std::size_t count, DiskReader reader);

    // Reads what is not there yet. The octets end before the first that cannot be read.
    [[nodiscard]] OctetBuffer finish() &&;
    // The octets up to the first that is not in memory.
    [[nodiscard]] OctetBuffer inMemory() &&;

private:
    struct Gap
    {
        std::size_t start;
        std::size_t count;
        DiskReader reader;
    };

    OctetBuffer m_octets;
    std::vector<Gap> m_gaps; // in order
};

} // namespace fg
