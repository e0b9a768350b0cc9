// Places of rows in a log, and how many rows: two types that mix neither with each other nor with other
// numbers.
#pragma once

#include <cstddef>
#include <functional>
#include <utility> // has <compare>, which moc cannot read where it comes first

namespace fg {

// How many rows.
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
    // Not below 0: what is subtracted is not more.
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

// A row's place in its log, from 0.
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
    // Rows from `first` on that come before `row`, which is not before `first`.
    friend constexpr RowCount operator-(RowNumber row, RowNumber first)
    {
        return RowCount(row.m_value - first.m_value);
    }
    constexpr auto operator<=>(const RowNumber &) const = default;

private:
    std::size_t m_value = 0;
};

// The place that follows the first `count` rows of a log: that of the next row.
[[nodiscard]] constexpr RowNumber endOf(RowCount count) { return RowNumber(count.value()); }
// The rows before this one.
[[nodiscard]] constexpr RowCount rowsBefore(RowNumber row) { return RowCount(row.value()); }

} // namespace fg

template <> struct std::hash<fg::RowNumber>
{
    std::size_t operator()(fg::RowNumber row) const noexcept { return row.value(); }
};
