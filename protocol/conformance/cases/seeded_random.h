// Random numbers that are the same on every machine and in every run. The distributions of the standard
// library differ between implementations.
#pragma once

#include <cstdint>
#include <span>

namespace fg {

// SplitMix64 (Steele, Lea and Flood, 2014), which is in the public domain.
class SeededRandom
{
public:
    explicit SeededRandom(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        std::uint64_t mixed = m_state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
        return mixed ^ (mixed >> 31);
    }
    // From 0 to limit - 1; limit must not be 0.
    std::uint32_t below(std::uint32_t limit)
    {
        return static_cast<std::uint32_t>(((next() >> 32) * limit) >> 32);
    }
    std::uint32_t between(std::uint32_t least, std::uint32_t most) { return least + below(most - least + 1); }
    [[nodiscard]] bool oneIn(std::uint32_t count) { return below(count) == 0; }

    template <typename T, std::size_t size> const T &of(const T (&all)[size]) { return all[below(size)]; }
    // Like of(), but the first elements are more frequent, as with the words of a language.
    template <typename T, std::size_t size> const T &mostlyFirst(const T (&all)[size])
    {
        const std::uint32_t last = below(size);
        return all[oneIn(2) ? last : below(last + 1)];
    }

private:
    std::uint64_t m_state;
};

} // namespace fg
