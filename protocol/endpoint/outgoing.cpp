#include "protocol/endpoint/outgoing.h"

#include <algorithm>

namespace fg {

std::span<std::byte> Outgoing::append(std::size_t size)
{
    forgetTaken();
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
    m_writes.push_back({m_cutEnd, apart});
}

void Outgoing::cutInto(std::size_t chop)
{
    while (m_cutEnd < m_octets.size()) {
        m_cutEnd += std::min(chop, m_octets.size() - m_cutEnd);
        m_writes.push_back({m_cutEnd, WriteApart::Yes});
    }
}

std::optional<OutgoingWrite> Outgoing::next()
{
    if (!hasNext())
        return std::nullopt;
    const Write write = m_writes[m_nextWrite++];
    const OctetView octets = OctetView(m_octets).subspan(m_taken, write.end - m_taken);
    m_taken = write.end;
    return OutgoingWrite{octets, write.apart};
}

void Outgoing::forgetTaken()
{
    // Only when everything is taken: moving the rest forward each time would cost more than it saves.
    if (m_taken == 0 || hasNext() || m_cutEnd != m_octets.size())
        return;
    m_octets.clear();
    m_writes.clear();
    m_nextWrite = 0;
    m_taken = 0;
    m_cutEnd = 0;
    // A single huge message should not hold its memory for the rest of the connection.
    if (m_octets.capacity() > keptCapacity)
        m_octets.shrink_to_fit();
}

} // namespace fg
