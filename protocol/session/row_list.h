// Rows in blocks that never move: appending copies nothing that is there. The blocks are small, because a
// run keeps hundreds of sessions of a dozen rows each.
#pragma once

#include "protocol/session/log_row.h"

#include <memory>
#include <vector>

namespace fg {

class RowList
{
public:
    static constexpr RowNumber blockRows = 1'024;

    void append(const LogRow &row)
    {
        if (m_size % blockRows == 0)
            m_blocks.push_back(std::make_unique_for_overwrite<LogRow[]>(blockRows));
        m_blocks[m_size / blockRows][m_size % blockRows] = row;
        ++m_size;
    }
    [[nodiscard]] RowNumber size() const { return m_size; }
    [[nodiscard]] const LogRow &operator[](RowNumber number) const
    {
        return m_blocks[number / blockRows][number % blockRows];
    }
    [[nodiscard]] LogRow &operator[](RowNumber number)
    {
        return m_blocks[number / blockRows][number % blockRows];
    }

private:
    std::vector<std::unique_ptr<LogRow[]>> m_blocks;
    RowNumber m_size = 0;
};

} // namespace fg
