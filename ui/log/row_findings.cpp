#include "ui/log/row_findings.h"

#include <algorithm>
#include <utility>

namespace fg {

RowFindings::RowFindings(std::vector<Finding> findings)
    : m_findings(std::move(findings))
{
    std::ranges::stable_sort(m_findings, {}, &Finding::row);
    for (const Finding &finding : m_findings) {
        if (m_rows.empty() || m_rows.back() != finding.row)
            m_rows.push_back(finding.row);
    }
}

std::span<const Finding> RowFindings::of(RowNumber row) const { return between(row, row + RowCount(1)); }

std::span<const Finding> RowFindings::between(RowNumber first, RowNumber end) const
{
    const auto from = std::ranges::lower_bound(m_findings, first, {}, &Finding::row);
    const auto to = std::ranges::lower_bound(m_findings, end, {}, &Finding::row);
    return {from, to};
}

const Finding *RowFindings::next(std::optional<RowNumber> picked, const std::optional<Finding> &shown,
                                 Toward toward) const
{
    const Finding *const begin = m_findings.data();
    const Finding *const end = begin + m_findings.size();
    if (!picked)
        return begin == end ? nullptr : toward == Toward::Newer ? begin : end - 1;
    const std::span<const Finding> here = of(*picked);
    const Finding *const first = here.data();
    const Finding *const after = first + here.size();
    const Finding *current = shown ? std::find(first, after, *shown) : first;
    if (current == after)
        current = first;
    if (toward == Toward::Older)
        return current == begin ? nullptr : current - 1;
    const Finding *const newer = here.empty() ? current : current + 1;
    return newer == end ? nullptr : newer;
}

} // namespace fg
