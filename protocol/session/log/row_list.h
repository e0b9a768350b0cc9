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
    // The first chunk is allocated in pieces, because a run keeps hundreds of sessions of a dozen rows each.
    static constexpr std::size_t pieceRows = 1'024;

    void append(const LogRow &row)
    {
        if (m_size < chunkRows && m_size % pieceRows == 0)
            m_pieces.push_back(std::make_unique_for_overwrite<LogRow[]>(pieceRows));
        else if (m_size % chunkRows == 0)
            m_chunks.push_back(std::make_unique_for_overwrite<LogRow[]>(chunkRows));
        placeOf(RowNumber(m_size)) = row;
        ++m_size;
    }
    [[nodiscard]] RowCount size() const { return RowCount(m_size); }
    [[nodiscard]] std::size_t heldOctets() const { return m_size * sizeof(LogRow); }
    // Valid only if there are rows.
    [[nodiscard]] RowNumber last() const { return RowNumber(m_size - 1); }
    [[nodiscard]] const LogRow &operator[](RowNumber number) const { return placeOf(number); }
    void set(RowNumber number, RowFlag flag) { placeOf(number).set(flag); }

private:
    [[nodiscard]] LogRow &placeOf(RowNumber row) const
    {
        const std::size_t number = row.value();
        if (number < chunkRows)
            return m_pieces[number / pieceRows][number % pieceRows];
        return m_chunks[number / chunkRows - 1][number % chunkRows];
    }

    std::vector<std::unique_ptr<LogRow[]>> m_pieces;
    std::vector<std::unique_ptr<LogRow[]>> m_chunks; // The chunks after the first.
    std::size_t m_size = 0;
};

} // namespace fg
