#include "protocol/endpoint/outgoing.h"

#include <algorithm>

namespace fg {

std::span<std::byte> Outgoing::append(std::size_t size)
{
    releaseTaken();
    const std::size_t start = m_octets.size();
    m_octets.resize(start + size);
    m_position += size;
    return std::span(m_octets).subspan(start);
}

void Outgoing::cut(WriteApart apart)
{
    if (m_cutEnd == m_octets.size())
        return;
    m_cutEnd = m_octets.size();
    m_writes.push_back({m_cutEnd, 0, apart});
}

void Outgoing::cutInto(std::size_t chop, WriteApart apart)
{
    if (m_cutEnd == m_octets.size())
        return;
    m_cutEnd = m_octets.size();
    m_writes.push_back({m_cutEnd, chop, apart});
}

std::optional<OutgoingWrite> Outgoing::next()
{
    if (!hasNext())
        return std::nullopt;
    const Write &write = m_writes[m_nextWrite];
    const std::size_t left = write.end - m_taken;
    const OctetView octets =
        OctetView(m_octets).subspan(m_taken, write.chop > 0 ? std::min(write.chop, left) : left);
    m_taken += octets.size();
    if (m_taken == write.end)
        ++m_nextWrite;
    return OutgoingWrite{octets, write.apart};
}

void Outgoing::releaseTaken()
{
    if (m_taken == 0)
        return;
    if (hasNext() || m_cutEnd != m_octets.size()) {
        // Moving the rest forward each time would cost more than it saves; never moving it would keep all
        // octets that a queue that never runs empty has already handed over.
        if (m_taken >= keptCapacity && m_taken >= waiting())
            moveForward();
        return;
    }
    // A single huge message, or many small ones at once, must not occupy memory for the rest of the
    // connection.
    clearOut(m_octets);
    m_writes.clear();
    if (m_writes.capacity() * sizeof(Write) > keptCapacity)
        release(m_writes);
    m_nextWrite = 0;
    m_taken = 0;
    m_cutEnd = 0;
}

void Outgoing::releaseSpare()
{
    releaseTaken();
    if (!m_octets.empty())
        return;
    release(m_octets);
    release(m_writes);
}

void Outgoing::moveForward()
{
    m_octets.erase(m_octets.begin(), m_octets.begin() + static_cast<std::ptrdiff_t>(m_taken));
    m_writes.erase(m_writes.begin(), m_writes.begin() + static_cast<std::ptrdiff_t>(m_nextWrite));
    if (m_octets.capacity() / 4 > std::max(m_octets.size(), keptCapacity)) {
        m_octets.shrink_to_fit();
        m_writes.shrink_to_fit();
    }
    for (Write &write : m_writes)
        write.end -= m_taken;
    m_cutEnd -= m_taken;
    m_nextWrite = 0;
    m_taken = 0;
}

} // namespace fg
