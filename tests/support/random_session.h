// Sessions that a live session has logged with a peer, a driver and a clock that behave at random; the same
// number gives the same session.
#pragma once

#include "protocol/session/log/session.h"

#include <memory>
#include <random>

namespace fg::test {

class RandomSource
{
public:
    explicit RandomSource(unsigned seed)
        : m_engine(seed)
    {
    }
    // From 0 to `end` - 1.
    [[nodiscard]] std::size_t below(std::size_t end)
    {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(m_engine);
    }
    [[nodiscard]] bool oneIn(std::size_t count) { return below(count) == 0; }
    // Octets that an exporter may fail on: text, markup, control characters, incomplete characters, formulas,
    // quotes.
    [[nodiscard]] OctetBuffer hostileOctets(std::size_t longest);
    [[nodiscard]] std::string hostileText(std::size_t longest);

private:
    std::mt19937 m_engine;
};

[[nodiscard]] std::shared_ptr<Session> randomSession(unsigned seed);

} // namespace fg::test
