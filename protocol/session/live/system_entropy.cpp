#include "protocol/session/live/system_entropy.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>

namespace fg {

void SystemEntropy::fill(std::span<std::byte> octets)
{
    while (!octets.empty()) {
        if (m_used == m_ahead.size()) {
            // Without randomness every mask would be predictable. OpenSSL 3 fails here only if the system is
            // broken.
            if (RAND_bytes(reinterpret_cast<unsigned char *>(m_ahead.data()),
                           static_cast<int>(m_ahead.size()))
                != 1)
                std::abort();
            m_used = 0;
        }
        const std::size_t part = std::min(octets.size(), m_ahead.size() - m_used);
        std::copy_n(m_ahead.begin() + static_cast<std::ptrdiff_t>(m_used), part, octets.begin());
        m_used += part;
        octets = octets.subspan(part);
    }
}

} // namespace fg
