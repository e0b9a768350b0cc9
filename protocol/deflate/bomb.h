// A compressed message that is small on the wire and huge once inflated: 1032 octets for each compressed one,
// the most that DEFLATE allows. It is generated on the fly and needs almost no memory.
#pragma once

#include "protocol/wire/octets.h"

#include <array>
#include <cstdint>
#include <span>

namespace fg {

class DeflateBomb
{
public:
    // Inflates to at least this number of octets, all of them 0, and to at most 1100 more.
    explicit DeflateBomb(std::uint64_t inflated);

    [[nodiscard]] std::uint64_t size() const { return m_size; } // octets on the wire
    [[nodiscard]] std::uint64_t inflatedSize() const { return m_inflated; }
    // Writes the next octets of the message and returns their number, which is smaller than the room only at
    // the message's end.
    std::size_t fill(std::span<std::byte> into);

private:
    static constexpr std::size_t mostHead = 32;

    std::array<std::byte, mostHead> m_head{};
    std::size_t m_headSize = 0;
    std::array<std::byte, 1> m_end{}; // the end of the block and the header of an empty stored block
    std::uint64_t m_size = 0;
    std::uint64_t m_inflated = 0;
    std::uint64_t m_position = 0;
};

} // namespace fg
