// The two directions of a connection, seen from our end, and a pair of values with one for each direction.
#pragma once

#include <array>
#include <cstdint>

namespace fg {

enum class Direction : std::uint8_t { In, Out };

inline constexpr std::array bothDirections{Direction::In, Direction::Out};

[[nodiscard]] constexpr Direction otherDirection(Direction direction)
{
    return direction == Direction::In ? Direction::Out : Direction::In;
}

template <typename Value> struct ByDirection
{
    Value in{};
    Value out{};

    [[nodiscard]] Value &operator[](Direction direction) { return direction == Direction::In ? in : out; }
    [[nodiscard]] const Value &operator[](Direction direction) const
    {
        return direction == Direction::In ? in : out;
    }
    [[nodiscard]] std::array<Value *, 2> both() { return {&in, &out}; }
    [[nodiscard]] std::array<const Value *, 2> both() const { return {&in, &out}; }
    bool operator==(const ByDirection &) const = default;
};

} // namespace fg
