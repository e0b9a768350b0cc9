// Octets of a stream that have arrived and are not read yet. They are borrowed while a read is processed;
// what is left of them is then copied.
#pragma once

#include "protocol/wire/octets.h"

namespace fg {

class PendingOctets
{
public:
    // The next octets of the stream, borrowed until keep().
    void add(OctetView octets)
    {
        if (m_left.empty()) {
            m_left = octets;
            m_isOwned = false;
            return;
        }
        keep();
        m_kept.insert(m_kept.end(), octets.begin(), octets.end());
        m_left = m_kept;
    }
    // A reader removes from the front what it has read.
    [[nodiscard]] OctetView &left() { return m_left; }
    [[nodiscard]] OctetView left() const { return m_left; }
    // Octets of memory for what was copied.
    [[nodiscard]] std::size_t memory() const { return m_kept.capacity(); }
    // Copies what is left, because the borrowed octets go.
    void keep()
    {
        if (m_left.empty()) {
            m_kept = OctetBuffer();
            return;
        }
        if (m_isOwned && m_left.size() == m_kept.size())
            return;
        m_kept = OctetBuffer(m_left.begin(), m_left.end());
        m_left = m_kept;
        m_isOwned = true;
    }

private:
    OctetView m_left;
    OctetBuffer m_kept;
    bool m_isOwned = false; // m_left is in m_kept
};

} // namespace fg
