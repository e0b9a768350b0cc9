// Row numbers in a log and counts of rows: two types that mix neither with each other nor with other numbers.
#pragma once

#include <cstddef>
#include <utility> // has <compare>, which moc cannot read where it comes first

namespace fg {

// A number of rows.
class RowCount
{
public:
    constexpr RowCount() = default;
    explicit constexpr RowCount(std::size_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::size_t value() const { return m_value; }

    constexpr RowCount &operator+=(RowCount more)
    {
        m_value += more.m_value;
        return *this;
    }
    // The caller ensures that the result is not negative.
    constexpr RowCount &operator-=(RowCount fewer)
    {
        m_value -= fewer.m_value;
        return *this;
    }
    constexpr RowCount &operator++()
    {
        ++m_value;
        return *this;
    }
    friend constexpr RowCount operator+(RowCount a, RowCount b) { return RowCount(a.m_value + b.m_value); }
    friend constexpr RowCount operator-(RowCount a, RowCount b) { return RowCount(a.m_value - b.m_value); }
    constexpr auto operator<=>(const RowCount &) const = default;

private:
    std::size_t m_value = 0;
};

// The position of a row in its log, from 0.
class RowNumber
{
public:
    constexpr RowNumber() = default;
    explicit constexpr RowNumber(std::size_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::size_t value() const { return m_value; }

    constexpr RowNumber &operator++()
    {
        ++m_value;
        return *this;
    }
    constexpr RowNumber &operator--()
    {
        --m_value;
        return *this;
    }
    constexpr RowNumber &operator+=(RowCount count)
    {
        m_value += count.value();
        return *this;
    }
    constexpr RowNumber &operator-=(RowCount count)
    {
        m_value -= count.value();
        return *this;
    }
    friend constexpr RowNumber operator+(RowNumber row, RowCount count) { return row += count; }
    friend constexpr RowNumber operator-(RowNumber row, RowCount count) { return row -= count; }
    // The number of rows from `first` up to, but not including, `row`. `row` must not precede `first`.
    friend constexpr RowCount operator-(RowNumber row, RowNumber first)
    {
        return RowCount(row.m_value - first.m_value);
    }
    constexpr auto operator<=>(const RowNumber &) const = default;

private:
    std::size_t m_value = 0;
};

// The number of the row that follows the first `count` rows of a log.
[[nodiscard]] constexpr RowNumber endOf(RowCount count) { return RowNumber(count.value()); }
// The number of rows before this one.
[[nodiscard]] constexpr RowCount rowsBefore(RowNumber row) { return RowCount(row.value()); }

} // namespace fg
