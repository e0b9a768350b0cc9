#include "protocol/report/view/row_selection.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace fg {
namespace {

constexpr RowNumber endless{std::numeric_limits<std::size_t>::max()};

std::optional<RowNumber> rowNumberIn(std::string_view digits)
{
    const auto number = numberIn<std::size_t>(digits);
    return number ? std::optional(RowNumber(*number)) : std::nullopt;
}

std::optional<RowRange> rangeIn(std::string_view part)
{
    const std::size_t hyphen = part.find('-');
    const std::optional<RowNumber> first = rowNumberIn(trimmed(part.substr(0, hyphen)));
    if (!first || hyphen == std::string_view::npos)
        return first ? std::optional(RowRange{*first, *first}) : std::nullopt;
    const std::string_view rest = trimmed(part.substr(hyphen + 1));
    const std::optional<RowNumber> last = rest.empty() ? endless : rowNumberIn(rest);
    if (!last || *last < *first)
        return std::nullopt;
    return RowRange{*first, *last};
}

} // namespace

RowSelection::RowSelection(std::vector<RowRange> ranges)
{
    std::ranges::sort(ranges, {}, &RowRange::first);
    std::vector<RowRange> merged;
    for (const RowRange &range : ranges) {
        const bool touches = !merged.empty()
            && (merged.back().last == endless || range.first <= merged.back().last + RowCount(1));
        if (touches)
            merged.back().last = std::max(merged.back().last, range.last);
        else
            merged.push_back(range);
    }
    m_ranges = std::make_shared<const std::vector<RowRange>>(std::move(merged));
}

bool RowSelection::operator==(const RowSelection &other) const
{
    return isAll() || other.isAll() ? isAll() == other.isAll() : *m_ranges == *other.m_ranges;
}

bool RowSelection::contains(RowNumber row) const
{
    if (!m_ranges)
        return true;
    const auto range = std::ranges::lower_bound(*m_ranges, row, {}, &RowRange::last);
    return range != m_ranges->end() && range->first <= row;
}

RowNumber RowSelection::last() const
{
    if (!m_ranges)
        return endless;
    return m_ranges->empty() ? RowNumber() : m_ranges->back().last;
}

RowCount RowSelection::count() const
{
    constexpr RowCount all = rowsBefore(endless);
    if (!m_ranges)
        return all;
    RowCount count;
    for (const RowRange &range : *m_ranges)
        count += range.last == endless ? all - count : range.last - range.first + RowCount(1);
    return count;
}

std::string RowSelection::text() const
{
    if (!m_ranges)
        return "all";
    std::string out;
    for (const RowRange &range : *m_ranges) {
        out += (out.empty() ? "" : ",") + std::to_string(range.first.value());
        if (range.last == endless)
            out += '-';
        else if (range.last != range.first)
            out += '-' + std::to_string(range.last.value());
    }
    return out;
}

std::variant<RowSelection, RowSelectionFault> parseRowSelection(std::string_view text)
{
    std::vector<RowRange> ranges;
    for (const std::string_view part : listElements(text)) {
        const std::optional<RowRange> range = rangeIn(part);
        if (!range)
            return RowSelectionFault{std::string(part)};
        ranges.push_back(*range);
    }
    if (ranges.empty())
        return RowSelectionFault{std::string(text)};
    return RowSelection(std::move(ranges));
}

} // namespace fg
