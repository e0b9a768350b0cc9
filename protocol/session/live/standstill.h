// Finds that a number has not changed for some time. It is looked at from time to time, so that what changes
// it costs nothing more.
#pragma once

#include <cstdint>

namespace fg {

class Standstill
{
public:
    // After this many looks in a row at the same number it stands still. The time between two looks is
    // therefore the wanted time divided by this number, and a standstill is found at most that much later.
    static constexpr unsigned looks = 4;

    explicit Standstill(std::uint64_t number = 0)
        : m_number(number)
    {
    }

    // True if the number stands still.
    [[nodiscard]] bool look(std::uint64_t number)
    {
        m_same = number == m_number ? m_same + 1 : 0;
        m_number = number;
        return m_same >= looks;
    }

private:
    std::uint64_t m_number;
    unsigned m_same = 0; // Looks in a row at m_number.
};

} // namespace fg
