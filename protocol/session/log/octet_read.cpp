#include "protocol/session/log/octet_read.h"

#include <algorithm>
#include <utility>

namespace fg {

std::span<std::byte> OctetRead::grow(std::size_t count)
{
    const std::size_t start = m_octets.size();
    m_octets.resize(start + count);
    return std::span(m_octets).subspan(start);
}

void OctetRead::defer(std::size_t count, DiskReader reader)
{
    m_gaps.push_back({m_octets.size(), count, std::move(reader)});
    m_left += count;
}

OctetBuffer OctetRead::finish() &&
{
    if (m_gaps.empty())
        return std::move(m_octets);
    OctetBuffer all(size());
    auto end = all.begin();
    auto next = m_octets.cbegin();
    for (const Gap &gap : m_gaps) {
        const auto start = m_octets.cbegin() + static_cast<std::ptrdiff_t>(gap.start);
        end = std::copy(std::exchange(next, start), start, end);
        const std::size_t count = gap.reader(std::span(end, gap.count));
        end += static_cast<std::ptrdiff_t>(count);
        if (count < gap.count) {
            all.erase(end, all.end());
            return all;
        }
    }
    std::copy(next, m_octets.cend(), end);
    return all;
}

OctetBuffer OctetRead::inMemory() &&
{
    if (!m_gaps.empty())
        m_octets.resize(m_gaps.front().start);
    return std::move(m_octets);
}

} // namespace fg
