#include "ui/message/text_lines.h"

#include <algorithm>

namespace fg {

namespace {

// A line ends after this many octets for each column, because characters that combine take no column.
constexpr std::size_t octetsPerColumn = 16;

} // namespace

std::optional<TextLines> TextLines::wrap(SharedText text, int columns, const std::stop_token &stop)
{
    TextLines lines;
    text.characters = text.characters.substr(0, maxOctets);
    lines.m_text = std::move(text);
    lines.m_columns = std::max(columns, leastColumns);
    const std::string_view all = lines.m_text.characters;
    std::size_t at = 0;
    bool endsInBreak = false;
    while (at < all.size()) {
        if (lines.m_count % markDistance == 0) {
            if (stop.stop_requested())
                return std::nullopt;
            lines.m_marks.push_back(static_cast<std::uint32_t>(at));
        }
        const Step step = lines.lineFrom(at);
        endsInBreak = step.next > step.line.end && all[step.next - 1] == '\n';
        at = step.next;
        ++lines.m_count;
    }
    // A line break at the very end begins one more line, as in every editor.
    if (endsInBreak || all.empty()) {
        if (lines.m_count % markDistance == 0)
            lines.m_marks.push_back(static_cast<std::uint32_t>(at));
        ++lines.m_count;
    }
    return lines;
}

TextLines::Step TextLines::lineFrom(std::size_t start) const
{
    const std::string_view all = m_text.characters;
    const std::size_t most = static_cast<std::size_t>(m_columns) * octetsPerColumn;
    std::size_t afterSpace = 0; // Where the next line begins if this one is wrapped at its last space.
    int column = 0;
    std::size_t at = start;
    while (at < all.size()) {
        const TextCell cell = firstCell(all.substr(at), column);
        if (cell.kind == TextCell::Kind::LineBreak)
            return {{start, at}, at + cell.octets};
        const bool isSpace = all[at] == ' ' || all[at] == '\t';
        // Spaces that no longer fit stay at the end of the line.
        if (at > start && ((column + cell.columns > m_columns && !isSpace) || at - start >= most)) {
            const std::size_t next = afterSpace > start ? afterSpace : at;
            return {{start, next}, next};
        }
        column = std::min(column + cell.columns, m_columns);
        at += cell.octets;
        if (isSpace)
            afterSpace = at;
    }
    return {{start, at}, at};
}

TextLines::Line TextLines::line(std::size_t number) const
{
    Step step{{}, m_marks[number / markDistance]};
    for (std::size_t left = number % markDistance + 1; left > 0; --left)
        step = lineFrom(step.next);
    return step.line;
}

std::size_t TextLines::lineOf(std::size_t offset) const
{
    const auto mark = std::ranges::upper_bound(m_marks, offset);
    if (mark == m_marks.begin())
        return 0;
    std::size_t number = static_cast<std::size_t>(mark - m_marks.begin() - 1) * markDistance;
    std::size_t at = *(mark - 1);
    while (number + 1 < m_count) {
        at = lineFrom(at).next;
        if (offset < at)
            break;
        ++number;
    }
    return number;
}

} // namespace fg
