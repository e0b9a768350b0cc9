// A text wrapped into lines of at most a number of columns, at spaces where that is possible. Only the start
// of every 64th line is kept, so that the lines of a long text take little memory: a text of 50 MB with the
// shortest lines takes 3 MB.
#pragma once

#include "ui/message/text_cells.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

namespace fg {

class TextLines
{
public:
    // Longer texts are not wrapped whole: what follows has no lines.
    static constexpr std::size_t maxOctets = 0xFFFF'FFFF;
    static constexpr int leastColumns = 8;

    // Octets [start, end) of the text, without the line break.
    struct Line
    {
        std::size_t start = 0;
        std::size_t end = 0;

        bool operator==(const Line &) const = default;
    };

    TextLines() = default;
    // Reads the whole text. Nullopt if it was asked to stop.
    [[nodiscard]] static std::optional<TextLines> wrap(SharedText text, int columns,
                                                       const std::stop_token &stop = {});

    [[nodiscard]] const SharedText &text() const { return m_text; }
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] std::size_t count() const { return m_count; }
    // The line with this number, which must be less than count().
    [[nodiscard]] Line line(std::size_t number) const;
    // The number of the line that has this octet; the last one for what comes after it.
    [[nodiscard]] std::size_t lineOf(std::size_t offset) const;

private:
    static constexpr std::size_t markDistance = 64;

    struct Step
    {
        Line line;
        std::size_t next = 0; // Where the next line begins.
    };
    [[nodiscard]] Step lineFrom(std::size_t start) const;

    SharedText m_text;
    int m_columns = leastColumns;
    std::size_t m_count = 0;
    std::vector<std::uint32_t> m_marks; // Where line 0, 64, 128 ... begins.
};

} // namespace fg
