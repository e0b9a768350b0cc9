// A set of rows of a log, for what a filter or a search has found: an octet for eight rows of the log,
// whether they are found or not, and the numbers of rows in order.
#pragma once

#include "protocol/session/log/row_number.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

namespace fg {

class FoundRows
{
public:
    void add(RowNumber row)
    {
        const std::size_t word = row.value() / wordRows;
        if (word >= m_words.size())
            m_words.resize(word + 1);
        change(word, m_words[word] | bitOf(row));
    }
    void remove(RowNumber row)
    {
        const std::size_t word = row.value() / wordRows;
        if (word < m_words.size())
            change(word, m_words[word] & ~bitOf(row));
    }
    // Removes this row and all after it.
    void removeFrom(RowNumber row)
    {
        const std::size_t word = row.value() / wordRows;
        if (word >= m_words.size())
            return;
        m_words.resize(word + 1);
        m_sums.resize(std::min(m_sums.size(), word / blockWords + 1));
        change(word, m_words[word] & (bitOf(row) - 1));
        m_size = 0;
        for (const std::uint64_t bits : m_words)
            m_size += static_cast<std::size_t>(std::popcount(bits));
    }
    [[nodiscard]] bool contains(RowNumber row) const
    {
        const std::size_t word = row.value() / wordRows;
        return word < m_words.size() && (m_words[word] & bitOf(row)) != 0;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    // Octets of memory.
    [[nodiscard]] std::size_t memory() const
    {
        return m_words.capacity() * sizeof(std::uint64_t) + m_sums.capacity() * sizeof(std::uint32_t);
    }
    // The number of found rows before this one.
    [[nodiscard]] std::size_t countBefore(RowNumber row) const
    {
        const std::size_t word = row.value() / wordRows;
        if (word >= m_words.size())
            return m_size;
        sumUpTo(word / blockWords);
        std::size_t count = m_sums[word / blockWords];
        for (std::size_t at = word / blockWords * blockWords; at < word; ++at)
            count += static_cast<std::size_t>(std::popcount(m_words[at]));
        return count + static_cast<std::size_t>(std::popcount(m_words[word] & (bitOf(row) - 1)));
    }
    // The found row that has `position` found rows before it; less than size().
    [[nodiscard]] RowNumber row(std::size_t position) const
    {
        sumUpTo((m_words.size() - 1) / blockWords);
        const auto after = std::ranges::upper_bound(m_sums, position);
        const auto block = static_cast<std::size_t>(after - m_sums.begin()) - 1;
        std::size_t left = position - m_sums[block];
        std::size_t word = block * blockWords;
        for (std::size_t here = 0; left >= (here = static_cast<std::size_t>(std::popcount(m_words[word])));
             ++word)
            left -= here;
        std::uint64_t bits = m_words[word];
        for (; left > 0; --left)
            bits &= bits - 1;
        return RowNumber(word * wordRows + static_cast<std::size_t>(std::countr_zero(bits)));
    }
    // The position of a found row.
    [[nodiscard]] std::optional<std::size_t> positionOf(RowNumber row) const
    {
        return contains(row) ? std::optional(countBefore(row)) : std::nullopt;
    }
    // The first found row at or after this one.
    [[nodiscard]] std::optional<RowNumber> firstFrom(RowNumber from) const
    {
        const std::size_t position = countBefore(from);
        return position < m_size ? std::optional(row(position)) : std::nullopt;
    }
    // The found rows from this one on.
    [[nodiscard]] std::vector<RowNumber> rowsFrom(RowNumber from) const
    {
        std::vector<RowNumber> rows;
        for (std::size_t word = from.value() / wordRows; word < m_words.size(); ++word) {
            std::uint64_t bits = m_words[word];
            if (word == from.value() / wordRows)
                bits &= ~(bitOf(from) - 1);
            for (; bits != 0; bits &= bits - 1)
                rows.emplace_back(word * wordRows + static_cast<std::size_t>(std::countr_zero(bits)));
        }
        return rows;
    }

private:
    static constexpr std::size_t wordRows = 64;
    static constexpr std::size_t blockWords = 64;

    [[nodiscard]] static std::uint64_t bitOf(RowNumber row)
    {
        return std::uint64_t(1) << (row.value() % wordRows);
    }

    void change(std::size_t word, std::uint64_t bits)
    {
        m_size += static_cast<std::size_t>(std::popcount(bits));
        m_size -= static_cast<std::size_t>(std::popcount(m_words[word]));
        m_words[word] = bits;
        m_sums.resize(std::min(m_sums.size(), word / blockWords + 1));
    }
    // Counts the found rows before each block, as far as that was not done since a change.
    void sumUpTo(std::size_t block) const
    {
        if (m_sums.empty())
            m_sums.push_back(0);
        while (m_sums.size() <= block) {
            std::uint32_t sum = m_sums.back();
            const std::size_t first = (m_sums.size() - 1) * blockWords;
            for (std::size_t at = first; at < std::min(first + blockWords, m_words.size()); ++at)
                sum += static_cast<std::uint32_t>(std::popcount(m_words[at]));
            m_sums.push_back(sum);
        }
    }

    std::vector<std::uint64_t> m_words;
    mutable std::vector<std::uint32_t> m_sums; // For each block, the number of found rows before it.
    std::size_t m_size = 0;
};

} // namespace fg
