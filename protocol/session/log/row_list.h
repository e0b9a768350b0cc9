// Rows in chunks that never move: appending does not copy existing rows.
#pragma once

#include "protocol/session/log/log_row.h"

#include <memory>
#include <vector>

namespace fg {

class RowList
{
public:
    static constexpr std::size_t chunkRows = 65'536;
    // The first chunk is allocated in pieces, and its first rows in small ones, because a run or a file keeps
    // thousands of sessions of a dozen rows each.
    static constexpr std::size_t pieceRows = 1'024;
    static constexpr std::size_t smallPieceRows = 32;

    void append(const LogRow &row)
    {
        if (const std::size_t rows = rowsOfNextBlock(); rows > 0) {
            m_blocks.push_back(std::make_unique_for_overwrite<LogRow[]>(rows));
            m_capacity += rows;
        }
        placeOf(RowNumber(m_size)) = row;
        ++m_size;
    }
    [[nodiscard]] RowCount size() const { return RowCount(m_size); }
    // Valid only if there are rows.
    [[nodiscard]] RowNumber last() const { return RowNumber(m_size - 1); }
    [[nodiscard]] const LogRow &operator[](RowNumber number) const { return placeOf(number); }
    void set(RowNumber number, RowFlag flag) { placeOf(number).set(flag); }
    // Octets of memory, and those that the next append() takes in addition; usually none.
    [[nodiscard]] std::size_t memory() const
    {
        return m_capacity * sizeof(LogRow) + m_blocks.capacity() * sizeof(m_blocks.front());
    }
    [[nodiscard]] std::size_t memoryOfNext() const { return rowsOfNextBlock() * sizeof(LogRow); }

private:
    static constexpr std::size_t smallPieces = pieceRows / smallPieceRows;
    static constexpr std::size_t allPieces = smallPieces + chunkRows / pieceRows - 1;

    // The number of rows of the block that the next row begins; 0 if it begins none.
    [[nodiscard]] std::size_t rowsOfNextBlock() const
    {
        if (m_size < m_capacity)
            return 0;
        if (m_size < pieceRows)
            return smallPieceRows;
        return m_size < chunkRows ? pieceRows : chunkRows;
    }
    [[nodiscard]] LogRow &placeOf(RowNumber row) const
    {
        const std::size_t number = row.value();
        if (number >= chunkRows)
            return m_blocks[allPieces + number / chunkRows - 1][number % chunkRows];
        if (number >= pieceRows)
            return m_blocks[smallPieces + number / pieceRows - 1][number % pieceRows];
        return m_blocks[number / smallPieceRows][number % smallPieceRows];
    }

    std::vector<std::unique_ptr<LogRow[]>> m_blocks; // The pieces of the first chunk, then the other chunks.
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace fg
