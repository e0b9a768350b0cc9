// Notices a peer that keeps TLS busy without sending anything through it. A record that carries nothing for
// us (KeyUpdate, RFC 8446 4.6.3; an empty or padded one) costs at least as much work as one that does, but
// whoever receives the octets never learns of it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace fg {

class TlsOverhead
{
public:
    // The most octets of records that a peer may send beyond those that its plaintext pays for.
    static constexpr std::uint64_t limit = 256 * 1024;
    // Octets of records that one octet of plaintext pays for: a short frame may be in a record of its own,
    // with a header, a tag and padding.
    static constexpr std::uint64_t paidByOne = 1024;

    // Begins to count, once the handshake is over. `taken`: as in look().
    void start(std::uint64_t taken) { m_taken = taken; }

    // `taken`: octets that TLS has taken from the stream since the connection began; `yielded`: octets of
    // plaintext that came out of them. True if the peer has sent too much for nothing.
    [[nodiscard]] bool look(std::uint64_t taken, std::uint64_t yielded)
    {
        const std::uint64_t more = std::max(taken, m_taken) - m_taken;
        const std::uint64_t paid = (std::max(yielded, m_yielded) - m_yielded) * paidByOne;
        m_unpaid = m_unpaid + more - std::min(m_unpaid + more, paid);
        m_taken = std::max(taken, m_taken);
        m_yielded = std::max(yielded, m_yielded);
        return m_unpaid > limit;
    }

private:
    std::uint64_t m_taken = 0;
    std::uint64_t m_yielded = 0;
    std::uint64_t m_unpaid = 0;
};

} // namespace fg
