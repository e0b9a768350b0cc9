// Octets that wait to be handed over to the transport, cut into writes.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fg {

// Whether a write may leave together with its neighbours.
enum class WriteApart : std::uint8_t {
    No,
    Yes,
    Acknowledged, // apart, and what follows waits until the peer's system has acknowledged it
};

struct OutgoingWrite
{
    OctetView octets;
    WriteApart apart = WriteApart::No;
};

// A queue in one buffer, so that once warm it allocates nothing.
class Outgoing
{
public:
    // Room for `size` octets at the end, to be filled by the caller and then cut into writes.
    [[nodiscard]] std::span<std::byte> append(std::size_t size);
    // Everything appended since the last cut becomes one write.
    void cut(WriteApart apart);
    // The same, as writes of at most `chop` octets.
    void cutInto(std::size_t chop, WriteApart apart);

    // Borrowed until the next append.
    [[nodiscard]] std::optional<OutgoingWrite> next();
    [[nodiscard]] bool hasNext() const { return m_nextWrite < m_writes.size(); }
    // What next() will give next, without taking it; hasNext() must be true.
    [[nodiscard]] WriteApart nextApart() const { return m_writes[m_nextWrite].apart; }
    // Octets appended since the beginning.
    [[nodiscard]] std::uint64_t position() const { return m_position; }
    // Octets that were not yet taken.
    [[nodiscard]] std::size_t waiting() const { return m_octets.size() - m_taken; }

private:
    struct Write
    {
        std::size_t end;
        std::size_t chop; // at most so many octets at a time; 0: all of them
        WriteApart apart;
    };
    static constexpr std::size_t keptCapacity = 1024 * 1024;

    void forgetTaken();
    void moveForward();

    OctetBuffer m_octets;
    std::vector<Write> m_writes;
    std::size_t m_nextWrite = 0; // number of the write that the next octets belong to
    std::size_t m_taken = 0;
    std::size_t m_cutEnd = 0;
    std::uint64_t m_position = 0;
};

} // namespace fg
