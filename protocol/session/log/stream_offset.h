// An offset in the octets that one end of a connection sent: the number of octets before it. It mixes neither
// with lengths nor with positions in a file.
#pragma once

#include <cstdint>
#include <utility> // has <compare>, which moc cannot read where it comes first

namespace fg {

class StreamOffset
{
public:
    constexpr StreamOffset() = default;
    explicit constexpr StreamOffset(std::uint64_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::uint64_t value() const { return m_value; }

    constexpr StreamOffset &operator+=(std::uint64_t octets)
    {
        m_value += octets;
        return *this;
    }
    friend constexpr StreamOffset operator+(StreamOffset offset, std::uint64_t octets)
    {
        return offset += octets;
    }
    friend constexpr StreamOffset operator-(StreamOffset offset, std::uint64_t octets)
    {
        return StreamOffset(offset.m_value - octets);
    }
    // The number of octets from `first` up to, but not including, `offset`. `offset` must not precede
    // `first`.
    friend constexpr std::uint64_t operator-(StreamOffset offset, StreamOffset first)
    {
        return offset.m_value - first.m_value;
    }
    constexpr auto operator<=>(const StreamOffset &) const = default;

private:
    std::uint64_t m_value = 0;
};

} // namespace fg
