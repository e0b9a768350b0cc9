// Randomness that a test knows in advance.
#pragma once

#include "protocol/endpoint/endpoint.h"

#include <algorithm>
#include <deque>

namespace fg::test {

// Returns the queued entries, one for each call; zeros when the queue is empty.
class FixedEntropy final : public Entropy
{
public:
    void queue(OctetView octets) { m_queue.emplace_back(octets.begin(), octets.end()); }
    [[nodiscard]] bool isUsedUp() const { return m_queue.empty(); }

    void fill(std::span<std::byte> octets) override
    {
        std::ranges::fill(octets, std::byte{});
        if (m_queue.empty())
            return;
        std::copy_n(m_queue.front().begin(), std::min(octets.size(), m_queue.front().size()), octets.begin());
        m_queue.pop_front();
    }

private:
    std::deque<OctetBuffer> m_queue;
};

} // namespace fg::test
