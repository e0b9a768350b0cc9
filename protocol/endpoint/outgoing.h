// Octets that wait to be handed to the transport, divided into writes.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fg {

// Whether a write may be merged with its neighbours.
enum class WriteApart : std::uint8_t {
    No,
    Yes,
    Acknowledged, // apart, and the next write waits until the peer's system has acknowledged this one
};

struct OutgoingWrite
{
    OctetView octets;
    WriteApart apart = WriteApart::No;
};

// A queue in one buffer, so that it allocates nothing once warm.
class Outgoing
{
public:
    // Room for `size` octets at the end, for the caller to fill and then divide into writes.
    [[nodiscard]] std::span<std::byte> append(std::size_t size);
    // Makes one write of everything appended since the last cut.
    void cut(WriteApart apart);
    // Makes writes of at most `chop` octets of it.
    void cutInto(std::size_t chop, WriteApart apart);

    // The next write; borrowed until the next append.
    [[nodiscard]] std::optional<OutgoingWrite> next();
    [[nodiscard]] bool hasNext() const { return m_nextWrite < m_writes.size(); }
    // How the write that next() would return has to leave; hasNext() must be true.
    [[nodiscard]] WriteApart nextApart() const { return m_writes[m_nextWrite].apart; }
    // Octets appended since the beginning.
    [[nodiscard]] std::uint64_t position() const { return m_position; }
    // Octets that next() has not returned yet.
    [[nodiscard]] std::size_t waiting() const { return m_octets.size() - m_taken; }
    // Gives back the memory of what next() has returned, beyond what is kept for further writes. What was
    // borrowed is no longer valid.
    void releaseTaken();
    // The same, and keeps nothing if nothing waits.
    void releaseSpare();
    // Octets of memory that it takes beside its own size.
    [[nodiscard]] std::size_t memory() const
    {
        return m_octets.capacity() + m_writes.capacity() * sizeof(Write);
    }

private:
    struct Write
    {
        std::size_t end;
        std::size_t chop; // write at most this number of octets at a time; 0: all of them
        WriteApart apart;
    };
    void moveForward();

    OctetBuffer m_octets;
    std::vector<Write> m_writes;
    std::size_t m_nextWrite = 0; // number of the write that the next octets belong to
    std::size_t m_taken = 0;
    std::size_t m_cutEnd = 0;
    std::uint64_t m_position = 0;
};

} // namespace fg
