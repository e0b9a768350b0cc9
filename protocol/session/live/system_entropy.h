// Randomness from the system for masking keys and handshake keys (RFC 6455 10.3). Each thread needs its own
// object.
#pragma once

#include "protocol/endpoint/endpoint.h"

#include <array>

namespace fg {

class SystemEntropy final : public Entropy
{
public:
    void fill(std::span<std::byte> octets) override;

private:
    // Octets fetched in advance, because a masking key takes only four octets, and there are many.
    std::array<std::byte, 1024> m_ahead{};
    std::size_t m_used = sizeof m_ahead;
};

} // namespace fg
